namespace MlNetRecurrent;

/// <summary>A summary of the rows of a series used for training or validation, by which they are recognized in another file.</summary>
internal sealed record SeriesFingerprint
{
    /// <summary>The name of the series in the data; null for a single series.</summary>
    public string? Name { get; init; }

    /// <summary>The number of rows used.</summary>
    public required int RowCount { get; init; }

    /// <summary>The time of the last row used: in ISO form, or a number; null without times.</summary>
    public string? LastTime { get; init; }

    /// <summary>The rows that have a hash, counted from the first row used.</summary>
    public IReadOnlyList<int> HashedRows { get; init; } = [];

    /// <summary>The hash at each of these rows, over the row and those just before it.</summary>
    public IReadOnlyList<int> Hashes { get; init; } = [];

    /// <summary>
    /// The scale of MASE of each target over the training rows of this series; NaN if they are constant or too short. Null for a series without a
    /// name, whose scales are those of <see cref="DataSummary.MaseScales"/>, and in files of version 0.1.
    /// </summary>
    public IReadOnlyList<double>? MaseScales { get; init; }
}
