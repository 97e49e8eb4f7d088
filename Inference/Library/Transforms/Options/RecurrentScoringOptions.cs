using System.Collections.ObjectModel;

namespace MlNetRecurrent;

/// <summary>The columns, the model file, and the scoring settings of a <see cref="RecurrentTransformer"/>.</summary>
public sealed record RecurrentScoringOptions
{
    private const int MaxBatchSize = 65_536;
    private const int MaxWorkers = 1024;

    /// <summary>
    /// The name of the score column. An existing column of this name is hidden. The names of additional columns consist of this name without a
    /// trailing <c>Score</c>, followed by their role: <c>Score</c> is accompanied by <c>PredictedLabel</c>, <c>WeatherScore</c> and <c>Weather</c> by
    /// <c>WeatherPredictedLabel</c>.
    /// </summary>
    /// <value>Default: <c>Score</c>.</value>
    public string OutputColumnName { get; init; } = "Score";

    /// <summary>
    /// The name of the column with the sequences: Single, or Vector&lt;Single&gt; of [time, features]. For models with an embedding: tokens as Int64,
    /// Int32 or a key (key k is token k - 1), or vectors of these; or text, if the model has a vocabulary. Vectors of unknown size may have a
    /// different length in each row. If a column of values has two dimensions, the last must be the features of the model.
    /// </summary>
    public required string InputColumnName { get; init; }

    /// <summary>
    /// The path of an <c>.onnx</c> file, exported by this library or by another program. The file is read once, when the estimator is created.
    /// </summary>
    public required string ModelFile { get; init; }

    /// <summary>
    /// For a file of another program: the name of the input with the sequences, which <see cref="InputColumnName"/> provides; see
    /// <see cref="RecurrentModelOptions.InputName"/>.
    /// </summary>
    /// <value>Default: null, found from the graph.</value>
    public string? InputName { get; init; }

    /// <summary>
    /// For a file of another program with further inputs: the column of each, by the name of the input. A column is Single, Double, Int32, Int64,
    /// Boolean or a key (key k is k - 1), or a vector of these: [values], or [time, values] with as many time steps as the sequence. If the input is
    /// a state, a column with the state after the sequence is added too, named as those of several outputs.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyDictionary<string, string> InputColumns { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// For a file of another program: fixed values of further inputs, such as a sample rate; see <see cref="RecurrentModelOptions.InputValues"/>.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> InputValues { get; init; } = ReadOnlyDictionary<string, IReadOnlyList<double>>.Empty;

    /// <summary>
    /// For a file of another program: the outputs to compute; see <see cref="RecurrentModelOptions.OutputNames"/>. One output is the column
    /// <see cref="OutputColumnName"/>; each of several has a column that is named <see cref="OutputColumnName"/> without a trailing <c>Score</c>,
    /// followed by the name of the output.
    /// </summary>
    /// <value>Default: empty, the only output that is not a constant, an input, a state or derived from another output.</value>
    public IReadOnlyList<string> OutputNames { get; init; } = [];

    /// <summary>
    /// For a file of another program: the output of each state, by the name of its input; see <see cref="RecurrentModelOptions.StateNames"/>.
    /// </summary>
    /// <value>Default: empty, found from the graph.</value>
    public IReadOnlyDictionary<string, string> StateNames { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// For a model with future covariates: the column with their values at the time steps of the sequence, followed by those at the steps of its
    /// horizon, Vector&lt;Single&gt; of [time + horizon, covariates]. It contains all covariates in the order of
    /// <see cref="ModelSignature.FutureCovariateNames"/>; or, if <see cref="TimeColumnName"/> or <see cref="EarlierTargetsColumnName"/> is set, the
    /// columns of <see cref="DataColumns.FutureCovariates"/> alone, and is null if the model has none.
    /// </summary>
    /// <value>Default: null.</value>
    public string? FutureColumnName { get; init; }

    /// <summary>
    /// For a model with calendar fields: the column with the times of the steps of the sequence and of its horizon, [time + horizon], from which the
    /// fields are computed. A vector of DateTime, of DateTimeOffset (converted to UTC), or of text with ISO dates. Each time must be later than the
    /// one before.
    /// </summary>
    /// <value>Default: null, not required if <see cref="FutureColumnName"/> contains all covariates.</value>
    public string? TimeColumnName { get; init; }

    /// <summary>
    /// For a model with lags: the column with the targets at the steps directly before the sequence, oldest first, Vector&lt;Single&gt; of
    /// [longest lag, targets]. Lags that reach back into the sequence itself are taken from it.
    /// </summary>
    /// <value>Default: null, not required if <see cref="FutureColumnName"/> contains all covariates.</value>
    public string? EarlierTargetsColumnName { get; init; }

    /// <summary>
    /// The number of rows in a batch, 1 to 65,536. Larger batches use more memory and, above about 64 rows, are hardly faster. Multiples of 48 fill
    /// the blocks of the managed engine. A <c>PredictionEngine</c> scores row by row.
    /// </summary>
    /// <value>Default: 96.</value>
    public int BatchSize { get; init; } = 96;

    /// <summary>
    /// The number of threads that score for one cursor, including the thread that reads it, 1 to 1,024. A cursor starts with one batch and reads
    /// ahead up to one batch per worker plus one; eight times that for sequences of different lengths, so that rows of similar length are scored
    /// together. It never reads ahead more than 1,048,576 rows.
    /// </summary>
    /// <value>Default: null, the number of processors.</value>
    public int? Workers { get; init; }

    /// <summary>How a row whose sequence contains a NaN or an infinity is handled.</summary>
    /// <value>Default: <see cref="NonFinitePolicy.ScoreNaN"/>.</value>
    public NonFinitePolicy NonFinite { get; init; }

    /// <summary>
    /// Whether a binary classifier outputs the probabilities of both classes, as a multiclass classifier does. If false, the columns are those that
    /// <c>ml.BinaryClassification.Evaluate</c> expects: the score is the log-odds of the second class, Single, and <c>Probability</c> is its
    /// probability.
    /// </summary>
    /// <value>Default: false.</value>
    public bool ScoreEveryClass { get; init; }

    /// <summary>The engine that computes the scores.</summary>
    /// <value>Default: <see cref="RecurrentEngine.Auto"/>.</value>
    public RecurrentEngine Engine { get; init; }

    /// <summary>
    /// The session options of ONNX Runtime, if it computes the model. An execution provider other than the CPU requires
    /// <see cref="RecurrentEngine.OnnxRuntime"/>.
    /// </summary>
    /// <value>Default: the CPU, with one thread per worker.</value>
    public OnnxSessionOptions Session { get; init; } = new();

    /// <summary>Whether ONNX Runtime may run any graph; see <see cref="RecurrentModelOptions.AllowAnyGraph"/>.</summary>
    /// <value>Default: false.</value>
    public bool AllowAnyGraph { get; init; }

    /// <summary>Whether the future covariates are computed as the model card says.</summary>
    internal bool ComputesFutureCovariates => TimeColumnName is not null || EarlierTargetsColumnName is not null;

    /// <summary><see cref="Workers"/>, or the number of processors.</summary>
    internal int EffectiveWorkers => Workers ?? Math.Min(Environment.ProcessorCount, MaxWorkers);

    /// <summary>The options for loading the model. Each worker calls the model on its own thread, so a call uses one thread.</summary>
    internal RecurrentModelOptions ModelOptions => new()
    {
        Engine = Engine,
        Workers = 1,
        Session = Session,
        AllowAnyGraph = AllowAnyGraph,
        InputName = InputName,
        InputValues = InputValues,
        OutputNames = OutputNames,
        StateNames = StateNames,
        GivenInputs = InputColumns is null ? [] : [.. InputColumns.Keys],
    };

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is missing or out of range. The message lists every error.</exception>
    internal void Validate()
    {
        var errors = FindErrors().ToList();
        if (errors.Count > 0)
            throw new ArgumentException($"The scoring options are invalid: {string.Join("; ", errors)}.");
    }

    private IEnumerable<string> FindErrors()
    {
        if (string.IsNullOrWhiteSpace(OutputColumnName))
            yield return $"{nameof(OutputColumnName)} is empty";
        if (string.IsNullOrWhiteSpace(InputColumnName))
            yield return $"{nameof(InputColumnName)} is empty";
        if (string.IsNullOrWhiteSpace(ModelFile))
            yield return $"{nameof(ModelFile)} is empty";
        (string Name, string? Value)[] columns =
        [
            (nameof(FutureColumnName), FutureColumnName), (nameof(TimeColumnName), TimeColumnName),
            (nameof(EarlierTargetsColumnName), EarlierTargetsColumnName),
        ];
        foreach (var (name, value) in columns)
        {
            if (value is not null && string.IsNullOrWhiteSpace(value))
                yield return $"{name} is empty, expected a name or null";
        }

        if (BatchSize is < 1 or > MaxBatchSize)
            yield return $"{nameof(BatchSize)} is {BatchSize}, expected 1 to {MaxBatchSize}";
        if (Workers is < 1 or > MaxWorkers)
            yield return $"{nameof(Workers)} is {Workers}, expected 1 to {MaxWorkers}";
        if (!Enum.IsDefined(NonFinite))
            yield return $"{nameof(NonFinite)} is {NonFinite}, expected {string.Join(" or ", Enum.GetNames<NonFinitePolicy>())}";
        if (InputColumns is null || InputColumns.Any(column => string.IsNullOrEmpty(column.Key) || string.IsNullOrWhiteSpace(column.Value)))
            yield return $"{nameof(InputColumns)} is null, or has an empty name";
        foreach (var error in ModelOptions.FindErrors())
            yield return error;
    }
}
