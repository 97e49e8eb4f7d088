namespace MlNetRecurrent;

/// <summary>What a network was fitted on.</summary>
public sealed record DataSummary
{
    /// <summary>A name for people: a file's name or a sample's.</summary>
    public string? Source { get; init; }

    /// <summary>How many sequences or windows were fitted.</summary>
    public required long Sequences { get; init; }
}
