namespace MlNetRecurrent.Training;

/// <summary>The options of a <see cref="RecurrentTrainer"/>: columns, network and fit.</summary>
public sealed record RecurrentTrainerOptions
{
    /// <summary>The column with the sequences: Vector&lt;Single&gt; of [time, features], of known or unknown size.</summary>
    /// <value>Default: <c>Features</c>.</value>
    public string InputColumnName { get; init; } = "Features";

    /// <summary>The label column. Its type depends on the trainer: see <see cref="RecurrentTrainerCatalog"/>.</summary>
    /// <value>Default: <c>Label</c>.</value>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>
    /// For a forecaster with future covariates, such as a holiday or a price: the column with their values at the time steps of the sequence,
    /// followed by those at the steps of its horizon, Vector&lt;Single&gt; of [time + horizon, covariates]. The fitted transformer reads the
    /// same column.
    /// </summary>
    /// <value>Default: null, no such column.</value>
    public string? FutureColumnName { get; init; }

    /// <summary>
    /// The number of values at each step of <see cref="FutureColumnName"/>, at least 1. A column with two dimensions states it as its last dimension;
    /// a column of known size states it if the number of time steps is known too.
    /// </summary>
    /// <value>Default: null, what the column states; otherwise 1.</value>
    public int? FutureCovariates { get; init; }

    /// <summary>
    /// For <see cref="CalendarFields"/>: the column with the times of the steps of the sequence and of its horizon, [time + horizon]. A vector of
    /// DateTime, of DateTimeOffset (converted to UTC), or of text with ISO dates. The fitted transformer reads the same column.
    /// </summary>
    /// <value>Default: null, no times.</value>
    public string? TimeColumnName { get; init; }

    /// <summary>The calendar fields of the times that are future covariates of a forecaster. The library computes their sine and cosine.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<CalendarField> CalendarFields { get; init; } = [];

    /// <summary>The output column of the fitted transformer, with the scores.</summary>
    /// <value>Default: <c>Score</c>.</value>
    public string OutputColumnName { get; init; } = "Score";

    /// <summary>
    /// The number of values in each time step of a sequence, at least 1. A column with two dimensions, such as <c>[VectorType(20, 4)]</c>, states it
    /// as its last dimension, and may leave the number of time steps unknown, as <c>[VectorType(0, 4)]</c> does. Dimensions of size 1 may precede the
    /// two. A column of one dimension does not state it.
    /// </summary>
    /// <value>Default: null, the last dimension of the input column if it has two; otherwise 1.</value>
    public int? Features { get; init; }

    /// <summary>
    /// The number of values to forecast for each step ahead, at least 1. A label with more values has several steps: [horizon, targets]. A label
    /// column with two dimensions, such as <c>[VectorType(24, 3)]</c>, states it as its last dimension.
    /// </summary>
    /// <value>Default: null, the last dimension of the label column if it has two; otherwise 1.</value>
    public int? Targets { get; init; }

    /// <summary>The cell of every layer.</summary>
    /// <value>Default: <see cref="RecurrentCell.Lstm"/>.</value>
    public RecurrentCell Cell { get; init; } = RecurrentCell.Lstm;

    /// <summary>The number of hidden units in each direction, at least 1.</summary>
    /// <value>Default: 50.</value>
    public int HiddenSize { get; init; } = 50;

    /// <summary>The number of recurrent layers, at least 1.</summary>
    /// <value>Default: 1.</value>
    public int LayerCount { get; init; } = 1;

    /// <summary>Whether layers process sequences in both directions.</summary>
    /// <value>Default: false.</value>
    public bool IsBidirectional { get; init; }

    /// <summary>
    /// The sizes of the linear layers between the scaled input and the first recurrent layer, each at least 1; empty for none. Each layer is applied
    /// to every time step.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<int> InputLayerSizes { get; init; } = [];

    /// <summary>The activation of the layers of <see cref="InputLayerSizes"/>.</summary>
    /// <value>Default: <see cref="ActivationFunction.Relu"/>.</value>
    public ActivationFunction InputActivation { get; init; } = ActivationFunction.Relu;

    /// <summary>
    /// The sizes of the hidden layers of the head, between the pooled states and the output layer, each at least 1; empty for a head of one linear
    /// layer.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<int> HeadLayerSizes { get; init; } = [];

    /// <summary>The activation of the layers of <see cref="HeadLayerSizes"/>.</summary>
    /// <value>Default: <see cref="ActivationFunction.Relu"/>.</value>
    public ActivationFunction HeadActivation { get; init; } = ActivationFunction.Relu;

    /// <summary>
    /// The categories, such as a shop or a kind of day: the last values of each time step are their codes, in this order. <see
    /// cref="CategoryColumn.GetCode"/> gives the code of a text; in a pipeline, <c>ml.Transforms.Conversion.MapValue</c> maps the texts to codes, and
    /// any other text to 0. The card of the model contains the texts.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<CategoryColumn> Categories { get; init; } = [];

    /// <summary>
    /// The embedding size of each category, at least 1; null for <see cref="CategoryDescription.GetDefaultEmbeddingSize"/> of the number of its
    /// values.
    /// </summary>
    /// <value>Default: null.</value>
    public int? CategoryEmbeddingSize { get; init; }

    /// <summary>How input values are normalized. <see cref="InputNormalization.Series"/> requires the series to be the first category.</summary>
    /// <value>Default: <see cref="InputNormalization.Standard"/>.</value>
    public InputNormalization Normalization { get; init; } = InputNormalization.Standard;

    /// <summary>Changes the network description before the network is built, for settings without an option here. Null for no change.</summary>
    /// <value>Default: null.</value>
    public Func<NetworkDescription, NetworkDescription>? ConfigureNetwork { get; init; }

    /// <summary>The options of the fit.</summary>
    public FitOptions Fit { get; init; } = new();

    /// <summary>
    /// The fraction of the rows, at their end, used for validation, 0 to less than 1. The weights of the epoch with the lowest validation loss are
    /// kept. Ignored if validation data is passed to <see cref="RecurrentTrainer.Fit(Microsoft.ML.IDataView, Microsoft.ML.IDataView?)"/>.
    /// </summary>
    /// <value>Default: 0.</value>
    public double ValidationFraction { get; init; }

    /// <summary>Receives the losses after each epoch; they are also logged by the ML.NET context.</summary>
    /// <value>Default: null.</value>
    public IProgress<FitProgress>? Progress { get; init; }

    /// <summary>Cancels a fit between batches.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message lists every error.</exception>
    internal void Validate()
    {
        var errors = new List<string>();
        (string Name, string Value)[] names =
        [
            (nameof(InputColumnName), InputColumnName), (nameof(LabelColumnName), LabelColumnName), (nameof(OutputColumnName), OutputColumnName),
        ];
        foreach (var (name, value) in names)
        {
            if (string.IsNullOrWhiteSpace(value))
                errors.Add($"{name} must not be empty");
        }

        (string Name, int? Value)[] sizes =
        [
            (nameof(Features), Features), (nameof(Targets), Targets), (nameof(HiddenSize), HiddenSize), (nameof(LayerCount), LayerCount),
            (nameof(FutureCovariates), FutureCovariates), (nameof(CategoryEmbeddingSize), CategoryEmbeddingSize),
        ];
        var layers = InputLayerSizes.Select(size => (nameof(InputLayerSizes), (int?)size))
            .Concat(HeadLayerSizes.Select(size => (nameof(HeadLayerSizes), (int?)size)));
        foreach (var (name, value) in sizes.Concat(layers))
        {
            if (value < 1)
                errors.Add($"{name} must be at least 1, got {value}");
        }

        errors.AddRange(FindFutureErrors());
        foreach (var category in Categories.Where(category => category.Values.Count == 0))
            errors.Add($"{nameof(Categories)} contains '{category.Name}' without values: list its texts in the order of their codes");
        if (CategoryEmbeddingSize is not null && Categories.Count == 0)
            errors.Add($"{nameof(CategoryEmbeddingSize)} is {CategoryEmbeddingSize}, but {nameof(Categories)} is empty");
        if (ValidationFraction is not (>= 0 and < 1))
            errors.Add(FormattableString.Invariant($"{nameof(ValidationFraction)} must be from 0 to less than 1, got {ValidationFraction}"));
        if (errors.Count > 0)
            throw new ArgumentException($"The options of the recurrent trainer are invalid: {string.Join("; ", errors)}.");
        Fit.Validate();
    }

    private IEnumerable<string> FindFutureErrors()
    {
        if (FutureColumnName is not null && string.IsNullOrWhiteSpace(FutureColumnName))
            yield return $"{nameof(FutureColumnName)} must not be empty: set a name or null";
        if (TimeColumnName is not null && string.IsNullOrWhiteSpace(TimeColumnName))
            yield return $"{nameof(TimeColumnName)} must not be empty: set a name or null";
        if (FutureCovariates is not null && FutureColumnName is null)
            yield return $"{nameof(FutureCovariates)} is {FutureCovariates}, but {nameof(FutureColumnName)} is null";
        if (CalendarFields.Count > 0 && TimeColumnName is null)
            yield return $"{nameof(CalendarFields)} require {nameof(TimeColumnName)}, the column with the times";
        if (CalendarFields.Count == 0 && TimeColumnName is not null)
            yield return $"{nameof(TimeColumnName)} is '{TimeColumnName}', but {nameof(CalendarFields)} is empty";
        foreach (var field in CalendarFields.Where(field => !Enum.IsDefined(field)))
            yield return $"{nameof(CalendarFields)} contains {field}, expected {string.Join(", ", Enum.GetNames<CalendarField>())}";
        if (CalendarFields.Distinct().Count() != CalendarFields.Count)
            yield return $"{nameof(CalendarFields)} contains a field twice";
    }
}
