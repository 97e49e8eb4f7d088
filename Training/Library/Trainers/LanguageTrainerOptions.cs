namespace MlNetRecurrent.Training;

/// <summary>The options of a <see cref="LanguageTrainer"/>: columns, network and fit.</summary>
public sealed record LanguageTrainerOptions
{
    /// <summary>
    /// The column with the text: String, with one line of the text in each row; or a vector of keys (tokens) of known or unknown size, which are
    /// concatenated.
    /// </summary>
    /// <value>Default: <c>Text</c>.</value>
    public string InputColumnName { get; init; } = "Text";

    /// <summary>The output column of the fitted transformer: the probabilities of the next token, [time, vocabulary].</summary>
    /// <value>Default: <c>Score</c>.</value>
    public string OutputColumnName { get; init; } = "Score";

    /// <summary>The unit of tokenization: characters or words.</summary>
    /// <value>Default: <see cref="TokenUnit.Characters"/>.</value>
    public TokenUnit TokenUnit { get; init; }

    /// <summary>
    /// The maximum vocabulary size, at least 2: the most frequent tokens are kept, all others become the unknown token. Null for no limit.
    /// </summary>
    /// <value>Default: null.</value>
    public int? MaxVocabularySize { get; init; }

    /// <summary>The cell of every layer.</summary>
    /// <value>Default: <see cref="RecurrentCell.Lstm"/>.</value>
    public RecurrentCell Cell { get; init; } = RecurrentCell.Lstm;

    /// <summary>The embedding size: the number of values for each token, at least 1.</summary>
    /// <value>Default: 32.</value>
    public int EmbeddingSize { get; init; } = 32;

    /// <summary>The number of hidden units, at least 1.</summary>
    /// <value>Default: 128.</value>
    public int HiddenSize { get; init; } = 128;

    /// <summary>The number of recurrent layers, at least 1.</summary>
    /// <value>Default: 1.</value>
    public int LayerCount { get; init; } = 1;

    /// <summary>The number of parts into which the text is divided, which are fitted in parallel, at least 1.</summary>
    /// <value>Default: 32.</value>
    public int ParallelStreams { get; init; } = 32;

    /// <summary>
    /// Changes the network description before the network is built, for settings without an option here, such as dropout. Null for no change.
    /// </summary>
    /// <value>Default: null.</value>
    public Func<NetworkDescription, NetworkDescription>? ConfigureNetwork { get; init; }

    /// <summary>
    /// The options of the fit. <see cref="FitOptions.TruncatedBpttSteps"/> is the number of tokens through which gradients propagate. All parallel
    /// streams form one batch.
    /// </summary>
    /// <value>
    /// Default: 20 epochs of Adam with learning rate 0.004 and β₂ 0.99, gradients through 64 tokens, weight averaging, and a late decay of the
    /// learning rate.
    /// </value>
    public FitOptions Fit { get; init; } = DefaultFit;

    /// <summary>
    /// The fraction of the text, at its end, used for validation, 0 to less than 1. The weights of the epoch with the lowest validation loss are
    /// kept.
    /// </summary>
    /// <value>Default: 0.</value>
    public double ValidationFraction { get; init; }

    /// <summary>Receives the losses after each epoch; they are also logged by the ML.NET context.</summary>
    /// <value>Default: null.</value>
    public IProgress<FitProgress>? Progress { get; init; }

    /// <summary>Cancels a fit between batches.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>The default options of the fit.</summary>
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
    /// <exception cref="ArgumentException">An option is out of range; the message lists every error.</exception>
    internal void Validate()
    {
        var errors = new List<string>();
        foreach (var (name, value) in new[] { (nameof(InputColumnName), InputColumnName), (nameof(OutputColumnName), OutputColumnName) })
        {
            if (string.IsNullOrWhiteSpace(value))
                errors.Add($"{name} must not be empty");
        }

        (string Name, int Value)[] sizes =
        [
            (nameof(EmbeddingSize), EmbeddingSize), (nameof(HiddenSize), HiddenSize),
            (nameof(LayerCount), LayerCount), (nameof(ParallelStreams), ParallelStreams),
        ];
        foreach (var (name, value) in sizes)
        {
            if (value < 1)
                errors.Add($"{name} must be at least 1, got {value}");
        }

        if (!Enum.IsDefined(TokenUnit))
            errors.Add($"{nameof(TokenUnit)} must be {nameof(TokenUnit.Characters)} or {nameof(TokenUnit.Words)}, got {TokenUnit}");
        if (MaxVocabularySize < 2)
            errors.Add($"{nameof(MaxVocabularySize)} must be at least 2, got {MaxVocabularySize}");
        if (Fit.TruncatedBpttSteps is null)
        {
            errors.Add(
                $"{nameof(Fit)}.{nameof(FitOptions.TruncatedBpttSteps)} must be set, to the number of tokens for back-propagation, such as 64");
        }

        if (ValidationFraction is not (>= 0 and < 1))
            errors.Add(FormattableString.Invariant($"{nameof(ValidationFraction)} must be from 0 to less than 1, got {ValidationFraction}"));
        if (errors.Count > 0)
            throw new ArgumentException($"The options of the language trainer are invalid: {string.Join("; ", errors)}.");
        Fit.Validate();
    }
}
