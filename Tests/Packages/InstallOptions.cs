namespace MlNetRecurrent.Packages;

/// <summary>What the command line asks for.</summary>
internal sealed record InstallOptions
{
    /// <summary>The folder with packages; <see langword="null"/> to pack the solution.</summary>
    public DirectoryInfo? Feed { get; init; }

    /// <summary>A part of the names of the cases to run; empty for all.</summary>
    public string Only { get; init; } = "";

    /// <summary>Whether the scratch folder is kept.</summary>
    public bool Keep { get; init; }

    /// <summary>The number of runs, each with an empty home and an empty package cache.</summary>
    public int Times { get; init; } = 1;
}
