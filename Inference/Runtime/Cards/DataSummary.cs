namespace MlNetRecurrent;

/// <summary>What a network was fitted on.</summary>
public sealed record DataSummary
{
    /// <summary>A name for people: a file's name or a sample's.</summary>
    public string? Source { get; init; }

    /// <summary>How many sequences or windows were fitted.</summary>
    public required long Sequences { get; init; }

    /// <summary>Rows of a season, for the naive forecasts that the model is compared with.</summary>
    public int? Season { get; init; }

    /// <summary>The series whose rows were fitted; empty where whole sequences were.</summary>
    public IReadOnlyList<FittedSeries>? FittedSeries { get; init; }

    /// <summary>The hashes of the sequences that were fitted, 4 bytes each, in base64; null where they were windows of series.</summary>
    public string? FittedSequences { get; init; }

    /// <summary>The part of a text that was fitted; null where data were not a text.</summary>
    public FittedText? FittedText { get; init; }

    /// <summary>The mean of each target over the fitted rows.</summary>
    public IReadOnlyList<double>? TargetMeans { get; init; }

    /// <summary>The mean absolute error of each target's seasonal naive forecast inside the fitted rows: what MASE is measured in.</summary>
    public IReadOnlyList<double>? NaiveScales { get; init; }

    /// <summary>How many fitted sequences, or steps, have each label.</summary>
    public IReadOnlyList<long>? LabelCounts { get; init; }
}
