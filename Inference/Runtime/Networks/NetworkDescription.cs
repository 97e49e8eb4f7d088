namespace MlNetRecurrent;

/// <summary>
/// What a network is: embedding or features, recurrent layers, head and task. The one description that the TorchSharp module,
/// the ONNX writer, the importer and the scorers translate. Immutable.
/// </summary>
public sealed record NetworkDescription
{
    /// <summary>What the network answers.</summary>
    /// <value>Default: <see cref="RecurrentTask.Forecast"/>.</value>
    public RecurrentTask Task { get; init; }

    /// <summary>Values per time step of the raw input [batch, time, features]; 1 where an embedding reads tokens.</summary>
    public required int Features { get; init; }

    /// <summary>The embedding that reads tokens, or null where the input is numbers.</summary>
    public EmbeddingDescription? Embedding { get; init; }

    /// <summary>How raw values are scaled.</summary>
    /// <value>Default: <see cref="InputNormalization.None"/>.</value>
    public InputNormalization Normalization { get; init; }

    /// <summary>The recurrent layers, first to last; at least one.</summary>
    public required IReadOnlyList<LayerDescription> Layers { get; init; }

    /// <summary>What only forecasts have.</summary>
    /// <value>Default: a forecast of one value, one step ahead.</value>
    public ForecastDescription Forecast { get; init; } = new();

    /// <summary>What only training uses.</summary>
    /// <value>Default: nothing is dropped.</value>
    public RegularizationDescription Regularization { get; init; } = new();

    /// <summary>The share of values that are dropped between layers while training, 0 to less than 1.</summary>
    /// <value>Default: 0.</value>
    public double Dropout { get; init; }

    /// <summary>
    /// The share of recurrent weights that are dropped while training, 0 to less than 1: for each batch a layer leaves out the same ones at every
    /// step, and scales the others up (DropConnect; Merity, Keskar and Socher 2018).
    /// </summary>
    /// <value>Default: 0.</value>
    public double RecurrentDropout { get; init; }

    /// <summary>The share of what the head reads that is dropped while training, 0 to less than 1.</summary>
    /// <value>Default: 0.</value>
    public double HeadDropout { get; init; }

    /// <summary>
    /// Whether what each recurrent layer gives is normalised at each time step by itself, and then scaled and shifted by weights (Ba et al. 2016):
    /// (h - mean(h)) / sqrt(variance(h) + 1e-5) * scale + shift, over the directions * hidden values of the step.
    /// </summary>
    /// <value>Default: false.</value>
    public bool LayerNormalization { get; init; }

    /// <summary>Which hidden states the head reads.</summary>
    /// <value>Default: <see cref="SequenceReading.Last"/>.</value>
    public SequenceReading Read { get; init; }

    /// <summary>How many steps ahead a forecast reaches.</summary>
    /// <value>Default: 1.</value>
    public int Horizon { get; init; } = 1;

    /// <summary>How many values a forecast gives for each step of its horizon.</summary>
    /// <value>Default: 1.</value>
    public int Targets { get; init; } = 1;

    /// <summary>
    /// Covariates whose values are known ahead of time, such as the hour or a holiday: the second input <c>known</c> [batch, time + horizon, covariates]
    /// holds them for the steps of a sequence and, right behind each sequence's own length, for those of the horizon. The layers read them beside
    /// the features; over the horizon they go on with them alone, features at 0 and a mark at 1, and the head answers each step of the
    /// horizon where they stand then.
    /// </summary>
    /// <value>Default: 0.</value>
    public int Known { get; init; }

    /// <summary>
    /// For each target the covariate known ahead, counted from 0, that is the target's own value a season before: a seasonal or drift base is
    /// taken from there, for seasons that are longer than the window, and <see cref="Season"/> is 0. Empty where the base is taken from the window.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<int> SeasonalKnown { get; init; } = [];

    /// <summary>
    /// Which feature each target is, counted from 0: where its history stands in the input. Empty where the targets are not among the features.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<int> TargetFeatures { get; init; } = [];

    /// <summary>In which space the history of the targets is seen and answers are given.</summary>
    /// <value>Default: <see cref="TargetTransform.None"/>.</value>
    public TargetTransform Transform { get; init; }

    /// <summary>What is added to a value before it is transformed.</summary>
    /// <value>Default: 0.</value>
    public double TransformOffset { get; init; }

    /// <summary>The naive forecast that the network's answer is added to, in the space of the transform and before it is turned back.</summary>
    /// <value>Default: <see cref="BaseForecast.None"/>.</value>
    public BaseForecast Base { get; init; }

    /// <summary>Time steps of a season, for a base that has one.</summary>
    /// <value>Default: 0, for none.</value>
    public int Season { get; init; }

    /// <summary>
    /// Whether the layers also see what each target's history changed by since the step before, in the space of the transform; 0 at the first step.
    /// The changes stand behind the features, and are normalised as features are.
    /// </summary>
    /// <value>Default: false.</value>
    public bool Differences { get; init; }

    /// <summary>
    /// The levels of the quantiles that a forecast also gives, above 0 and below 1, ascending, 0.5 among them: the median is the forecast itself.
    /// Empty for none. Quantiles never cross: the head gives the median and the steps from each quantile to the next, as softplus(x) = log(1 + e^x).
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>How many classes there are to tell apart, at least 2; of a language model the tokens of its embedding; 0 for tasks without classes.</summary>
    public int Classes { get; init; }

    /// <summary>
    /// How many networks of this kind, each with weights of its own, answer together: the mean of their forecasts or quantiles as the networks give
    /// them, scaled and in the space of the transform, or of their probabilities.
    /// </summary>
    /// <value>Default: 1.</value>
    public int Ensemble { get; init; } = 1;

    /// <summary>Values per time step that are normalised: the features, and the changes of the targets' history.</summary>
    public int Columns => Features + (Differences ? TargetFeatures.Count : 0);

    /// <summary>Values per time step that the first layer reads: an embedding; or the columns, and beside them what is known ahead and the mark of the horizon.</summary>
    public int InputSize => Embedding?.Size ?? Columns + (Known > 0 ? Known + 1 : 0);

    /// <summary>Time steps that a sequence needs for its base forecast to be what it should be; at least 1.</summary>
    public int MinimumSteps => Base switch
    {
        _ when SeasonalKnown.Count > 0 => 1,
        BaseForecast.Seasonal => Season,
        BaseForecast.Drift => Season + 1,
        _ => 1,
    };

    /// <summary>Values per time step that the head reads.</summary>
    public int Width => Layers.Count == 0 ? 0 : Layers[^1].OutputSize;

    /// <summary>Values of an answer, at each step where every step is answered: horizon * targets, or classes, or the width where there is no head.</summary>
    public int Outputs => Task switch
    {
        RecurrentTask.Forecast => Horizon * Targets,
        RecurrentTask.Encode => Width,
        _ => Classes,
    };

    /// <summary>
    /// Values that the head gives at once: an answer, with all its quantiles; of one step of the horizon where there are covariates known ahead.
    /// </summary>
    public int HeadSize => (Known > 0 ? Targets : Outputs) * Math.Max(1, Quantiles.Count);

    /// <summary>Which of the quantiles is the median; -1 without quantiles.</summary>
    public int Median => Quantiles.Index().Where(level => level.Item == 0.5).Select(level => level.Index).FirstOrDefault(-1);

    /// <summary>Whether a linear layer stands behind the recurrent ones.</summary>
    public bool HasHead => Task != RecurrentTask.Encode;

    /// <summary>Whether the last layers' final states include cell states.</summary>
    public bool HasCellState => Layers.Any(layer => layer.Cell.HasCellState);

    /// <summary>Whether the head reads several steps of a sequence: every one, or those of the horizon.</summary>
    internal bool ReadsSteps => AnswersEveryStep || Known > 0;

    /// <summary>Whether one answer comes for every time step: the output has a time axis.</summary>
    public bool AnswersEveryStep => Read == SequenceReading.Every;

    /// <summary>How many values the answer to a sequence of so many time steps has.</summary>
    public int AnswerSize(int time) => AnswersEveryStep ? checked(time * Outputs) : Outputs;

    /// <summary>The layers of every network of the ensemble, one network behind another.</summary>
    public IEnumerable<LayerDescription> MemberLayers => Enumerable.Repeat(Layers, Math.Max(0, Ensemble)).SelectMany(layers => layers);

    /// <summary>Trainable numbers of the whole network.</summary>
    public long Parameters => Ensemble * (
        (Embedding is { } embedding ? (long)embedding.Vocabulary * embedding.Size : 0)
        + Layers.Sum(layer => layer.Parameters + (LayerNormalization ? 2L * layer.OutputSize : 0))
        + (HasHead ? (long)HeadSize * (Width + 1) : 0));

    /// <summary>Multiplications with an addition that a time step takes in the recurrent layers; the head is run once for an answer.</summary>
    public long MultiplyAddsPerStep => Ensemble * Layers.Sum(layer => layer.MultiplyAddsPerStep);

    /// <summary>Describes a forecaster of layers that are all alike.</summary>
    /// <param name="cell">The kind of cell.</param>
    /// <param name="features">Values per time step, at least 1.</param>
    /// <param name="hidden">Hidden units of each direction, at least 1.</param>
    /// <param name="layers">How many recurrent layers, at least 1.</param>
    /// <param name="bidirectional">Whether each layer walks through time both ways.</param>
    /// <exception cref="ArgumentException">A size is out of range; the message lists every fault.</exception>
    public static NetworkDescription Create(RecurrentCell cell, int features, int hidden, int layers = 1, bool bidirectional = false)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var description = new NetworkDescription { Features = features, Layers = Stack(cell, features, hidden, layers, bidirectional) };
        description.Validate();
        return description;
    }

    /// <summary>Describes a language model of layers that are all alike.</summary>
    /// <param name="cell">The kind of cell.</param>
    /// <param name="vocabulary">How many tokens there are, at least 2.</param>
    /// <param name="embedding">Values for each token, at least 1.</param>
    /// <param name="hidden">Hidden units, at least 1.</param>
    /// <param name="layers">How many recurrent layers, at least 1.</param>
    /// <exception cref="ArgumentException">A size is out of range; the message lists every fault.</exception>
    public static NetworkDescription Language(RecurrentCell cell, int vocabulary, int embedding, int hidden, int layers = 1)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var description = new NetworkDescription
        {
            Task = RecurrentTask.Language,
            Features = 1,
            Embedding = new EmbeddingDescription(vocabulary, embedding),
            Layers = Stack(cell, embedding, hidden, layers, bidirectional: false),
            Read = SequenceReading.Every,
            Classes = vocabulary,
        };
        description.Validate();
        return description;
    }

    /// <summary>Layers that are all alike, each reading what the one below gives.</summary>
    internal static IReadOnlyList<LayerDescription> Stack(RecurrentCell cell, int inputSize, int hidden, int layers, bool bidirectional, bool bias = true)
    {
        var stack = new List<LayerDescription>();
        for (var index = 0; index < layers; index++)
        {
            stack.Add(new LayerDescription
            {
                Cell = cell,
                InputSize = index == 0 ? inputSize : stack[^1].OutputSize,
                HiddenSize = hidden,
                Direction = bidirectional ? SequenceDirection.Bidirectional : SequenceDirection.Forward,
                Bias = bias,
            });
        }

        return stack;
    }

    /// <summary>Checks every size and how they fit together.</summary>
    /// <exception cref="ArgumentException">Something is out of range; the message lists every fault.</exception>
    public void Validate()
    {
        var faults = NetworkFaults.Of(this).ToList();
        if (faults.Count > 0)
            throw new ArgumentException($"The network cannot be built: {string.Join("; ", faults)}.");
    }
}
