namespace MlNetRecurrent.Training;

/// <summary>What a model of a table reads and outputs, which rows it is fitted on, and how.</summary>
public sealed record TableTrainingOptions
{
    /// <summary>
    /// The columns by their roles. Where whole sequences are classified or forecast and no features are named, every column without another role is one.
    /// </summary>
    public required DataColumns Columns { get; init; }

    /// <summary>
    /// The task: <see cref="RecurrentTask.Forecast"/>, <see cref="RecurrentTask.Classify"/> or <see cref="RecurrentTask.Tag"/>. Null to classify where
    /// there is a label column, and to forecast where there is none.
    /// </summary>
    /// <value>Default: null.</value>
    public RecurrentTask? Task { get; init; }

    /// <summary>
    /// The number of time steps in each window, at least 1; in each row, where a row is a whole sequence. Sequences that a column tells apart have
    /// lengths of their own. Null takes 20.
    /// </summary>
    /// <value>Default: null.</value>
    public int? Window { get; init; }

    /// <summary>The number of steps to forecast, at least 1.</summary>
    /// <value>Default: 1.</value>
    public int Horizon { get; init; } = 1;

    /// <summary>The cell of every layer.</summary>
    /// <value>Default: <see cref="RecurrentCell.Lstm"/>.</value>
    public RecurrentCell Cell { get; init; } = RecurrentCell.Lstm;

    /// <summary>The network.</summary>
    /// <value>Default: one layer of 50 hidden units.</value>
    public NetworkPlan Network { get; init; } = new();

    /// <summary>
    /// How the network is fitted. The networks of an ensemble have successive seeds and checkpoint files with <c>-1</c>, <c>-2</c> ... before the extension.
    /// </summary>
    public FitOptions Fit { get; init; } = new();

    /// <summary>Whether the loss of a forecast is taken at every step of a window, not at the last one alone.</summary>
    /// <value>Default: false.</value>
    public bool HasLossAtEveryStep { get; init; }

    /// <summary>
    /// The number of rows from one fitted window to the next, at least 1. Null takes 1, and the window where every step counts: with
    /// <see cref="HasLossAtEveryStep"/> and for taggers.
    /// </summary>
    /// <value>Default: null.</value>
    public int? Stride { get; init; }

    /// <summary>The number of rows from one scored window to the next, at least 1. Null takes 1, and the window for taggers.</summary>
    /// <value>Default: null.</value>
    public int? TestStride { get; init; }

    /// <summary>The number of rows in a season, for seasonal baselines. Null takes what the times suggest, or 12.</summary>
    /// <value>Default: null.</value>
    public int? SeasonLength { get; init; }

    /// <summary>The share of each series' last rows, or of the last sequences, that is held out for testing, 0 to less than 1.</summary>
    /// <value>Default: 0.2.</value>
    public double TestFraction { get; init; } = 0.2;

    /// <summary>
    /// The share of the other rows, at their end, that is held out for validation, 0 to less than 1: with <see cref="FitOptions.Patience"/>,
    /// <see cref="FitOptions.StoppingThreshold"/> or quantiles.
    /// </summary>
    /// <value>Default: 0.2.</value>
    public double ValidationFraction { get; init; } = 0.2;

    /// <summary>The number of networks of successive seeds whose mean is the output, at least 1; one file holds all of them.</summary>
    /// <value>Default: 1.</value>
    public int EnsembleSize { get; init; } = 1;

    /// <summary>
    /// The number of steps that gates start out to remember, at least 2 (chrono initialization: Tallec and Ollivier 2018); null for PyTorch's initial
    /// biases. Cells without gates ignore it.
    /// </summary>
    /// <value>Default: null.</value>
    public int? ChronoMaxDependency { get; init; }

    /// <summary>Whether each class is weighted in the loss by how rare it is.</summary>
    /// <value>Default: false.</value>
    public bool BalanceClasses { get; init; }

    /// <summary>
    /// Whether the network is fitted once more on all rows before it is exported, with as many epochs as turned out best. The scores stay those from
    /// before.
    /// </summary>
    /// <value>Default: false.</value>
    public bool Refit { get; init; }

    /// <summary>The number of threads of the fit, at least 1; null for one for each core. It changes the last bits of the result.</summary>
    /// <value>Default: null.</value>
    public int? Threads { get; init; }

    /// <summary>How the model is exported.</summary>
    public ExportOptions Export { get; init; } = new();

    /// <summary>The classes in the order of the model's probabilities; null where the data tell.</summary>
    internal IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The task that is asked for, or that the columns tell.</summary>
    internal RecurrentTask EffectiveTask => Task ?? (Columns.Label is null ? RecurrentTask.Forecast : RecurrentTask.Classify);

    /// <summary>Whether a fit is told how its network does on rows that it is not fitted on.</summary>
    internal bool EndsByValidation => Fit.Patience is not null || Fit.StoppingThreshold is not null;

    /// <summary>Whether rows are held out to decide when a fit ends, which of its epochs is kept, or how wide its quantiles are.</summary>
    internal bool NeedsValidation => EndsByValidation || Network.Quantiles.Count > 0;

    /// <summary><see cref="ChronoMaxDependency"/> for a cell: one without gates has nothing to set.</summary>
    internal int? ChronoOf(RecurrentCell cell) => cell.GateCount > 0 ? ChronoMaxDependency : null;
}
