namespace MlNetRecurrent;

/// <summary>How a recurrent model scores a column.</summary>
public sealed record RecurrentScoringOptions
{
    private const int MaxBatchSize = 65_536;
    private const int MaxWorkers = 1024;

    /// <summary>
    /// The name of the column that takes the scores; a column that has this name already is hidden by it. Columns beside it are called by this name without a
    /// <c>Score</c> at its end, and what they are: <c>PredictedLabel</c>, or <c>WeatherPredictedLabel</c> beside <c>WeatherScore</c> or <c>Weather</c>.
    /// </summary>
    /// <value>Default: <c>Score</c>.</value>
    public string OutputColumnName { get; init; } = "Score";

    /// <summary>
    /// The name of the column with the sequences: Single, or Vector&lt;Single&gt; of [time, features]; for models with an embedding tokens, Int64, Int32 or a key (key k is
    /// token k - 1), or vectors of these. Vectors of unknown size may have another length in each row.
    /// </summary>
    public required string InputColumnName { get; init; }

    /// <summary>The path of an exported <c>.onnx</c> file. It is read once, when the estimator is made.</summary>
    public required string ModelFile { get; init; }

    /// <summary>
    /// How many rows are scored together, 1 to 65,536. More rows cost memory and, from some 64 on, hardly gain speed; multiples of 48 fill the managed engine's
    /// blocks. Single rows, as a <c>PredictionEngine</c> asks for them, are scored one by one.
    /// </summary>
    /// <value>Default: 96.</value>
    public int BatchSize { get; init; } = 96;

    /// <summary>
    /// How many threads score for one cursor, 1 to 1,024; the reader's own is one of them. A cursor reads ahead up to a batch for each worker and one more, where lengths
    /// differ eight times that, so that rows of like lengths are scored together; it begins with one batch.
    /// </summary>
    /// <value>Default: null, as many as there are processors.</value>
    public int? Workers { get; init; }

    /// <summary>What becomes of a row whose sequence holds a NaN or an infinity.</summary>
    /// <value>Default: <see cref="NonFinitePolicy.ScoreNaN"/>.</value>
    public NonFinitePolicy NonFinite { get; init; }

    /// <summary>
    /// Classifiers of two classes: whether the scores are the probabilities of both, as with more classes. Otherwise the columns are what
    /// <c>ml.BinaryClassification.Evaluate</c> reads: the score is the log-odds of the second class, Single, and <c>Probability</c> its probability.
    /// </summary>
    /// <value>Default: false.</value>
    public bool ScoreEveryClass { get; init; }

    /// <summary>What computes the answers.</summary>
    /// <value>Default: <see cref="RecurrentEngine.Auto"/>.</value>
    public RecurrentEngine Engine { get; init; }

    /// <summary>How ONNX Runtime runs a model that it computes. An execution provider other than the CPU is for <see cref="RecurrentEngine.OnnxRuntime"/>.</summary>
    /// <value>Default: on the CPU, one thread for each worker.</value>
    public OnnxSessionOptions Session { get; init; } = new();

    /// <summary>Whether ONNX Runtime may run any graph; see <see cref="RecurrentModelOptions.AllowAnyGraph"/>.</summary>
    /// <value>Default: false.</value>
    public bool AllowAnyGraph { get; init; }

    /// <summary><see cref="Workers"/>, or as many as there are processors.</summary>
    internal int EffectiveWorkers => Workers ?? Math.Min(Environment.ProcessorCount, MaxWorkers);

    /// <summary>How the model is loaded: the callers are as many threads as there are workers, so that each call needs one.</summary>
    internal RecurrentModelOptions ModelOptions => new() { Engine = Engine, Workers = 1, Session = Session, AllowAnyGraph = AllowAnyGraph };

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">Something is missing or out of range; the message lists every fault.</exception>
    internal void Validate()
    {
        var faults = FindErrors().ToList();
        if (faults.Count > 0)
            throw new ArgumentException($"The recurrent model cannot be applied: {string.Join("; ", faults)}.");
    }

    private IEnumerable<string> FindErrors()
    {
        if (string.IsNullOrWhiteSpace(OutputColumnName))
            yield return $"{nameof(OutputColumnName)} is empty";
        if (string.IsNullOrWhiteSpace(InputColumnName))
            yield return $"{nameof(InputColumnName)} is empty";
        if (string.IsNullOrWhiteSpace(ModelFile))
            yield return $"{nameof(ModelFile)} is empty";
        if (BatchSize is < 1 or > MaxBatchSize)
            yield return $"{nameof(BatchSize)} is {BatchSize}, expected 1 to {MaxBatchSize}";
        if (Workers is < 1 or > MaxWorkers)
            yield return $"{nameof(Workers)} is {Workers}, expected 1 to {MaxWorkers}";
        if (!Enum.IsDefined(NonFinite))
            yield return $"{nameof(NonFinite)} is {NonFinite}, expected {string.Join(" or ", Enum.GetNames<NonFinitePolicy>())}";
        foreach (var fault in ModelOptions.FindErrors())
            yield return fault;
    }
}
