namespace MlNetRecurrent.Packages;

/// <summary>What the command line asks for.</summary>
/// <param name="Feed">The folder with packages; <see langword="null"/> to pack the solution.</param>
/// <param name="Only">A part of the names of the cases to run; empty for all.</param>
/// <param name="Keep">Whether the scratch folder is kept.</param>
/// <param name="Times">How often everything is run, each time with an empty home and an empty package cache.</param>
internal sealed record InstallOptions(DirectoryInfo? Feed, string Only, bool Keep, int Times);
