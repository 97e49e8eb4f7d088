namespace MlNetRecurrent;

/// <summary>Rows that a network was fitted on, or that decided which of its weights were kept: enough to recognise them in another file.</summary>
public sealed record SeriesFingerprint
{
    /// <summary>What the data calls the series, or null where there is one.</summary>
    public string? Name { get; init; }

    /// <summary>How many rows were fitted.</summary>
    public required int RowCount { get; init; }

    /// <summary>The time of the last one, as the data writes it in ISO form, or a number; null without times.</summary>
    public string? LastTime { get; init; }

    /// <summary>Rows, counted from the first fitted one, whose neighbourhood has a hash that is kept.</summary>
    public IReadOnlyList<int> HashedRows { get; init; } = [];

    /// <summary>The hash of each of them: of the row and those just before it.</summary>
    public IReadOnlyList<int> Hashes { get; init; } = [];
}
