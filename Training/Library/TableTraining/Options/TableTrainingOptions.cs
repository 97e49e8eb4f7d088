namespace MlNetRecurrent.Training;

/// <summary>The options of a <see cref="TableTrainer"/>: columns, task, network, data split and fit.</summary>
public sealed record TableTrainingOptions
{
    /// <summary>
    /// The columns by role. If sequences are classified, or have targets as a whole, and no features are named, every column without another role is
    /// a feature.
    /// </summary>
    public required DataColumns Columns { get; init; }

    /// <summary>
    /// The task: <see cref="RecurrentTask.Forecast"/>, <see cref="RecurrentTask.Classify"/> or <see cref="RecurrentTask.Tag"/>. Null to classify if
    /// there is a label column, otherwise to forecast.
    /// </summary>
    /// <value>Default: null.</value>
    public RecurrentTask? Task { get; init; }

    /// <summary>
    /// The number of time steps in each input window, at least 1; in each row, if a row is a whole sequence. Ignored for sequences that a column
    /// identifies: their lengths are those in the data. Null for 20.
    /// </summary>
    /// <value>Default: null.</value>
    public int? Window { get; init; }

    /// <summary>
    /// What happens to series with fewer rows than a window and the horizon. With <see cref="ShortSeriesPolicy.Pad"/>, the windows at the start of
    /// each series have fewer rows: at least 1; as many as a seasonal residual baseline needs, a season or one row more; and at least 8, or a whole
    /// window, if each window is normalized by its own mean and standard deviation. It requires windows, and cannot be combined with
    /// <see cref="HasLossAtEveryStep"/>, which learns from every step of a window already.
    /// </summary>
    /// <value>Default: <see cref="ShortSeriesPolicy.Drop"/>.</value>
    public ShortSeriesPolicy ShortSeries { get; init; }

    /// <summary>The number of steps to forecast, at least 1.</summary>
    /// <value>Default: 1.</value>
    public int Horizon { get; init; } = 1;

    /// <summary>The cell of every layer.</summary>
    /// <value>Default: <see cref="RecurrentCell.Lstm"/>.</value>
    public RecurrentCell Cell { get; init; } = RecurrentCell.Lstm;

    /// <summary>The network to build.</summary>
    /// <value>Default: one layer of 50 hidden units.</value>
    public NetworkOptions Network { get; init; } = new();

    /// <summary>
    /// The options of the fit. The networks of an ensemble have consecutive seeds, and checkpoint files with <c>-1</c>, <c>-2</c> ... before the
    /// extension.
    /// </summary>
    public FitOptions Fit { get; init; } = new();

    /// <summary>Whether the loss of a forecast covers every step of a window instead of the last step alone.</summary>
    /// <value>Default: false.</value>
    public bool HasLossAtEveryStep { get; init; }

    /// <summary>
    /// The number of rows from one training window to the next, at least 1. Null for the window with <see cref="HasLossAtEveryStep"/> and for
    /// taggers, otherwise 1. The last window of a series ends with its training rows; rows before the first complete window are not used for the fit.
    /// </summary>
    /// <value>Default: null.</value>
    public int? Stride { get; init; }

    /// <summary>
    /// The number of rows from one scored window to the next, at least 1. Null for half the window for taggers, otherwise 1. The windows of a tagger
    /// overlap: each row is scored once, in the window where it has the most context.
    /// </summary>
    /// <value>Default: null.</value>
    public int? TestStride { get; init; }

    /// <summary>The season length in rows, for seasonal baselines, at least 1. Null to infer it from the times, or 12.</summary>
    /// <value>Default: null.</value>
    public int? SeasonLength { get; init; }

    /// <summary>The fraction of the rows of each series, at its end, or of the sequences, held out for testing, 0 to less than 1.</summary>
    /// <value>Default: 0.2.</value>
    public double TestFraction { get; init; } = 0.2;

    /// <summary>
    /// Whether the test part is stratified: <see cref="TestFraction"/> of the sequences of each class is held out instead of the last of all
    /// sequences; at least one of a class with two, and at least one is left for training. For the classification of whole sequences. With
    /// <see cref="DataColumns.Group"/>, whole groups are held out such that each class is close to its share.
    /// </summary>
    /// <value>Default: false.</value>
    public bool IsStratified { get; init; }

    /// <summary>
    /// The fraction of the remaining rows, at their end, held out for validation, 0 to less than 1. Used only with <see cref="FitOptions.Patience"/>,
    /// <see cref="FitOptions.StoppingThreshold"/> or quantiles.
    /// </summary>
    /// <value>Default: 0.2.</value>
    public double ValidationFraction { get; init; } = 0.2;

    /// <summary>
    /// The number of networks in the ensemble, at least 1. They have consecutive seeds; the output is their mean. One file holds all of them.
    /// </summary>
    /// <value>Default: 1.</value>
    public int EnsembleSize { get; init; } = 1;

    /// <summary>
    /// The maximum number of steps that the gates are initialized to remember, at least 2 (chrono initialization: Tallec and Ollivier 2018). Null for
    /// PyTorch's initial biases. Ignored by cells without gates.
    /// </summary>
    /// <value>Default: null.</value>
    public int? ChronoMaxDependency { get; init; }

    /// <summary>Whether classes are weighted in the loss by their inverse frequency.</summary>
    /// <value>Default: false.</value>
    public bool BalanceClasses { get; init; }

    /// <summary>
    /// Whether a network is fitted again on all rows, for the best number of epochs found, and exported. The reported scores are those of the first
    /// fit.
    /// </summary>
    /// <value>Default: false.</value>
    public bool Refit { get; init; }

    /// <summary>
    /// The number of threads, 1 to 64 or to the number of logical processors, if that is more; null for one per core. The number affects the last
    /// bits of the weights of networks with convolutions or with variants of cells, and no bit of others.
    /// </summary>
    /// <value>Default: null.</value>
    public int? Threads { get; init; }

    /// <summary>
    /// The classes in the order of the probabilities of the model: all of those in the label column, at least two. Null for those of the training
    /// rows, sorted, or, in retraining, for those of the model; an imported classifier without labels requires them.
    /// </summary>
    /// <value>Default: null.</value>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The options of the export.</summary>
    public ExportOptions Export { get; init; } = new();

    /// <summary>The requested task, or the task that the columns imply.</summary>
    internal RecurrentTask EffectiveTask => Task ?? (Columns.Label is null ? RecurrentTask.Forecast : RecurrentTask.Classify);

    /// <summary>Whether the fit uses validation rows for early stopping.</summary>
    internal bool EndsByValidation => Fit.Patience is not null || Fit.StoppingThreshold is not null;

    /// <summary>Whether validation rows are held out, for early stopping or for the calibration of quantiles.</summary>
    internal bool NeedsValidation => EndsByValidation || Network.Quantiles.Count > 0;

    /// <summary>Returns <see cref="ChronoMaxDependency"/> for a cell; null for a cell without gates.</summary>
    internal int? GetChronoMaxDependency(RecurrentCell cell) => cell.GateCount > 0 ? ChronoMaxDependency : null;
}
