namespace MlNetRecurrent.Training;

/// <summary>What a trainer of language models reads, which network it builds and how it fits it.</summary>
public sealed record LanguageTrainerOptions
{
    /// <summary>
    /// The column with the text: String, of which rows are lines of one text; or tokens, a vector of keys of known or unknown size, of which rows
    /// follow one another.
    /// </summary>
    /// <value>Default: <c>Text</c>.</value>
    public string InputColumnName { get; init; } = "Text";

    /// <summary>The column that takes the scores of the fitted transformer: [time, vocabulary], the probability of each next token.</summary>
    /// <value>Default: <c>Score</c>.</value>
    public string OutputColumnName { get; init; } = "Score";

    /// <summary>What a text is read as.</summary>
    /// <value>Default: <see cref="TokenUnit.Characters"/>.</value>
    public TokenUnit TokenUnit { get; init; }

    /// <summary>How many tokens of a text are known, at least 2, the most frequent ones; the others are one token. Null for all.</summary>
    /// <value>Default: null.</value>
    public int? MaxVocabularySize { get; init; }

    /// <summary>The kind of cell.</summary>
    /// <value>Default: <see cref="RecurrentCell.Lstm"/>.</value>
    public RecurrentCell Cell { get; init; } = RecurrentCell.Lstm;

    /// <summary>Values for each token, at least 1.</summary>
    /// <value>Default: 32.</value>
    public int EmbeddingSize { get; init; } = 32;

    /// <summary>Hidden units, at least 1.</summary>
    /// <value>Default: 128.</value>
    public int HiddenSize { get; init; } = 128;

    /// <summary>Recurrent layers, at least 1.</summary>
    /// <value>Default: 1.</value>
    public int LayerCount { get; init; } = 1;

    /// <summary>How many places of the text are read side by side, at least 1.</summary>
    /// <value>Default: 32.</value>
    public int ParallelStreams { get; init; } = 32;

    /// <summary>Changes the description of the network before it is built, for all that has no option here, such as dropout; null for nothing.</summary>
    /// <value>Default: null.</value>
    public Func<NetworkDescription, NetworkDescription>? ConfigureNetwork { get; init; }

    /// <summary>
    /// How the network is fitted: <see cref="FitOptions.TruncatedBpttSteps"/> are the tokens that gradients go back, and all streams are one batch.
    /// </summary>
    /// <value>Default: 20 epochs of Adam at 0.004 with beta2 0.99, 64 tokens back, averaged weights, a late decay.</value>
    public FitOptions Fit { get; init; } = DefaultFit;

    /// <summary>The share of the text, at its end, 0 to less than 1, that is not fitted and decides which epoch's weights are kept.</summary>
    /// <value>Default: 0.</value>
    public double ValidationFraction { get; init; }

    /// <summary>Told the losses after each epoch; they are logged by the context too.</summary>
    /// <value>Default: null.</value>
    public IProgress<FitProgress>? Progress { get; init; }

    /// <summary>Ends a fit between batches.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>How texts are usually fitted.</summary>
    internal static FitOptions DefaultFit { get; } = new()
    {
        Epochs = 20,
        BatchSize = null,
        LearningRate = 0.004,
        Beta2 = 0.99,
        WeightAverageDecay = 0.998,
        Schedule = LearningRateSchedule.Late,
        TruncatedBpttSteps = 64,
    };

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message lists every fault.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        foreach (var (name, value) in new[] { (nameof(InputColumnName), InputColumnName), (nameof(OutputColumnName), OutputColumnName) })
        {
            if (string.IsNullOrWhiteSpace(value))
                faults.Add($"{name} is empty");
        }

        foreach (var (name, value) in new[] { (nameof(EmbeddingSize), EmbeddingSize), (nameof(HiddenSize), HiddenSize), (nameof(LayerCount), LayerCount), (nameof(ParallelStreams), ParallelStreams) })
        {
            if (value < 1)
                faults.Add($"{name} is {value}, expected at least 1");
        }

        if (!Enum.IsDefined(TokenUnit))
            faults.Add($"{nameof(TokenUnit)} is {TokenUnit}, expected {nameof(TokenUnit.Characters)} or {nameof(TokenUnit.Words)}");
        if (MaxVocabularySize < 2)
            faults.Add($"{nameof(MaxVocabularySize)} is {MaxVocabularySize}, expected at least 2");
        if (Fit.TruncatedBpttSteps is null)
            faults.Add($"{nameof(Fit)}.{nameof(FitOptions.TruncatedBpttSteps)} is null, expected how many tokens gradients go back, such as 64");
        if (ValidationFraction is not (>= 0 and < 1))
            faults.Add(FormattableString.Invariant($"{nameof(ValidationFraction)} is {ValidationFraction}, expected 0 to less than 1"));
        if (faults.Count > 0)
            throw new ArgumentException($"The language trainer cannot be made: {string.Join("; ", faults)}.");
        Fit.Validate();
    }
}
