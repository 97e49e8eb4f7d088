namespace MlNetRecurrent;

/// <summary>What a network was fitted on.</summary>
public sealed record DataSummary
{
    /// <summary>A name for people: a file's name or a sample's.</summary>
    public string? Source { get; init; }

    /// <summary>How many sequences or windows were fitted.</summary>
    public required long SequenceCount { get; init; }

    /// <summary>Rows of a season, for the naive forecasts that the model is compared with.</summary>
    public int? SeasonLength { get; init; }

    /// <summary>The series whose rows were fitted; empty where whole sequences were.</summary>
    public IReadOnlyList<SeriesFingerprint>? TrainingSeries { get; init; }

    /// <summary>The hashes of the sequences that were fitted, 4 bytes each, in base64; null where they were windows of series.</summary>
    public string? TrainingSequenceHashes { get; init; }

    /// <summary>The part of a text that was fitted; null where data were not a text.</summary>
    public TextFingerprint? TrainingText { get; init; }

    /// <summary>The mean of each target over the fitted rows.</summary>
    public IReadOnlyList<double>? TargetMeans { get; init; }

    /// <summary>The mean absolute error of each target's seasonal naive forecast inside the fitted rows: what MASE is measured in.</summary>
    public IReadOnlyList<double>? MaseScales { get; init; }

    /// <summary>How many fitted sequences, or steps, have each label.</summary>
    public IReadOnlyList<long>? LabelCounts { get; init; }
}
