namespace MlNetRecurrent;

/// <summary>The data that a network was trained on.</summary>
public sealed record DataSummary
{
    /// <summary>
    /// A display name of the data. Null in the files of this version, except for the sine job: the same rows give the same file, whatever they were
    /// read from. Files of version 0.1 contain the name of the data file.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>The number of training sequences or windows.</summary>
    public required long SequenceCount { get; init; }

    /// <summary>The season length, in rows, of the baselines that the model is compared with.</summary>
    public int? SeasonLength { get; init; }

    /// <summary>How rows were held out; null if the card does not say, as in files of version 0.1 and for texts.</summary>
    public SplitSummary? Split { get; init; }

    /// <summary>The fingerprints of the training rows of each series; null if the model was not trained on windows of series.</summary>
    internal IReadOnlyList<SeriesFingerprint>? TrainingSeries { get; init; }

    /// <summary>The hashes of the training sequences, 4 bytes each, in base64; null if they were windows of series.</summary>
    internal string? TrainingSequenceHashes { get; init; }

    /// <summary>The fingerprint of the training text; null for data other than text.</summary>
    internal TextFingerprint? TrainingText { get; init; }

    /// <summary>The mean of each target over the training rows.</summary>
    public IReadOnlyList<double>? TargetMeans { get; init; }

    /// <summary>
    /// The mean absolute error of the seasonal naive forecast of each target over the training rows: the scale of MASE. With several series, the mean
    /// over the series; MASE divides the errors of each series by its own scale.
    /// </summary>
    public IReadOnlyList<double>? MaseScales { get; init; }

    /// <summary>The number of training sequences or time steps with each label.</summary>
    public IReadOnlyList<long>? LabelCounts { get; init; }
}
