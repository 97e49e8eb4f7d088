namespace MlNetRecurrent.Training;

/// <summary>What a trainer reads, which network it builds and how it fits it.</summary>
public sealed record RecurrentTrainerOptions
{
    /// <summary>The column with the sequences: Vector&lt;Single&gt; of [time, features], of known or unknown size.</summary>
    /// <value>Default: <c>Features</c>.</value>
    public string InputColumnName { get; init; } = "Features";

    /// <summary>The column with the answers; of which type, the catalog says for each trainer.</summary>
    /// <value>Default: <c>Label</c>.</value>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>The column that takes the scores of the fitted transformer.</summary>
    /// <value>Default: <c>Score</c>.</value>
    public string OutputColumnName { get; init; } = "Score";

    /// <summary>Values per time step of the sequences, at least 1.</summary>
    /// <value>Default: 1.</value>
    public int Features { get; init; } = 1;

    /// <summary>Values that a forecast gives for each step ahead, at least 1; a label of more values has several steps.</summary>
    /// <value>Default: 1.</value>
    public int Targets { get; init; } = 1;

    /// <summary>The kind of cell.</summary>
    /// <value>Default: <see cref="RecurrentCell.Lstm"/>.</value>
    public RecurrentCell Cell { get; init; } = RecurrentCell.Lstm;

    /// <summary>Hidden units of each direction, at least 1.</summary>
    /// <value>Default: 50.</value>
    public int HiddenSize { get; init; } = 50;

    /// <summary>Recurrent layers, at least 1.</summary>
    /// <value>Default: 1.</value>
    public int LayerCount { get; init; } = 1;

    /// <summary>Whether layers walk through time both ways.</summary>
    /// <value>Default: false.</value>
    public bool IsBidirectional { get; init; }

    /// <summary>How raw values are scaled.</summary>
    /// <value>Default: <see cref="InputNormalization.Standard"/>.</value>
    public InputNormalization Normalization { get; init; } = InputNormalization.Standard;

    /// <summary>Changes the description of the network before it is built, for all that has no option here; null for nothing.</summary>
    /// <value>Default: null.</value>
    public Func<NetworkDescription, NetworkDescription>? ConfigureNetwork { get; init; }

    /// <summary>How the network is fitted.</summary>
    public FitOptions Fit { get; init; } = new();

    /// <summary>
    /// The share of the last rows, 0 to less than 1, that is not fitted and decides which epoch's weights are kept, where no validation data is
    /// given to <see cref="RecurrentTrainer.Fit(Microsoft.ML.IDataView, Microsoft.ML.IDataView?)"/>.
    /// </summary>
    /// <value>Default: 0.</value>
    public double ValidationFraction { get; init; }

    /// <summary>Told the losses after each epoch; they are logged by the context too.</summary>
    /// <value>Default: null.</value>
    public IProgress<FitProgress>? Progress { get; init; }

    /// <summary>Ends a fit between batches.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message lists every fault.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        foreach (var (name, value) in new[] { (nameof(InputColumnName), InputColumnName), (nameof(LabelColumnName), LabelColumnName), (nameof(OutputColumnName), OutputColumnName) })
        {
            if (string.IsNullOrWhiteSpace(value))
                faults.Add($"{name} is empty");
        }

        foreach (var (name, value) in new[] { (nameof(Features), Features), (nameof(Targets), Targets), (nameof(HiddenSize), HiddenSize), (nameof(LayerCount), LayerCount) })
        {
            if (value < 1)
                faults.Add($"{name} is {value}, expected at least 1");
        }

        if (ValidationFraction is not (>= 0 and < 1))
            faults.Add(FormattableString.Invariant($"{nameof(ValidationFraction)} is {ValidationFraction}, expected 0 to less than 1"));
        if (faults.Count > 0)
            throw new ArgumentException($"The recurrent trainer cannot be made: {string.Join("; ", faults)}.");
        Fit.Validate();
    }
}
