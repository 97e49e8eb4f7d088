namespace MlNetRecurrent;

/// <summary>
/// The architecture of a network: task, features or embedding, recurrent layers and head. The training module, the ONNX writer, the importer and the
/// scoring engines all work from this description. Immutable.
/// </summary>
public sealed record NetworkDescription
{
    /// <summary>The kind of output that the network produces.</summary>
    /// <value>Default: <see cref="RecurrentTask.Forecast"/>.</value>
    public RecurrentTask Task { get; init; }

    /// <summary>The number of values per time step of the raw input [batch, time, features]; 1 for a network with an embedding.</summary>
    public required int Features { get; init; }

    /// <summary>The embedding of the input tokens; null for a network whose input is numeric values.</summary>
    public EmbeddingDescription? Embedding { get; init; }

    /// <summary>
    /// The categories, whose codes are the last features of each time step, in this order. The layers receive a trained vector for each code, after
    /// all their other values. Over the horizon of a network with future covariates, the codes of the last time step continue.
    /// </summary>
    /// <value>Default: none, every feature is a number.</value>
    public IReadOnlyList<CategoryDescription> Categories { get; init; } = [];

    /// <summary>
    /// The indices of the features that are constant within a series, such as the size of a shop. <see cref="InputNormalization.Window"/> and
    /// <see cref="InputNormalization.Series"/>, which would make them 0, normalize them with the statistics of all training data; other
    /// normalizations, which do so in any case, require it to be empty.
    /// </summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<int> StaticFeatures { get; init; } = [];

    /// <summary>How raw values are normalized.</summary>
    /// <value>Default: <see cref="InputNormalization.None"/>.</value>
    public InputNormalization Normalization { get; init; }

    /// <summary>The recurrent layers, first to last; at least one.</summary>
    public required IReadOnlyList<LayerDescription> Layers { get; init; }

    /// <summary>The settings that apply to forecasts only.</summary>
    /// <value>Default: a forecast of one value, one step ahead.</value>
    public ForecastDescription Forecast { get; init; } = new();

    /// <summary>
    /// The inputs and outputs of the graph of another program, for <see cref="RecurrentTask.Custom"/>; null for all other tasks. Model cards never
    /// contain it.
    /// </summary>
    /// <value>Default: null.</value>
    public GraphDescription? Graph { get; init; }

    /// <summary>The settings that are used in training only.</summary>
    /// <value>Default: no dropout.</value>
    public RegularizationDescription Regularization { get; init; } = new();

    /// <summary>
    /// Whether each recurrent layer is followed by layer normalization (Ba et al. 2016), which is computed for each time step over its
    /// directions * hidden values: (h - mean(h)) / sqrt(variance(h) + epsilon) * scale + shift, with trainable scale and shift.
    /// </summary>
    /// <value>Default: false.</value>
    public bool HasLayerNormalization { get; init; }

    /// <summary>Whether layer normalization is applied to the input of the head, after pooling.</summary>
    /// <value>Default: false.</value>
    public bool HasHeadNormalization { get; init; }

    /// <summary>The constant that layer normalization adds to the variance, above 0.</summary>
    /// <value>Default: 1e-5, that of PyTorch and ONNX.</value>
    public double LayerNormalizationEpsilon { get; init; } = NormalizationEpsilon.Layer;

    /// <summary>
    /// Whether each layer starts from trained states instead of zeros. A batch with initial states, and a stream after its first step, replace them.
    /// </summary>
    /// <value>Default: false.</value>
    public bool HasLearnedInitialState { get; init; }

    /// <summary>Which hidden states feed the head.</summary>
    /// <value>Default: <see cref="SequencePooling.FinalState"/>.</value>
    public SequencePooling Pooling { get; init; }

    /// <summary>The number of steps that <see cref="SequencePooling.LastSteps"/> concatenates, at least 1; other pooling ignores it.</summary>
    /// <value>Default: 1.</value>
    public int PooledSteps { get; init; } = 1;

    /// <summary>
    /// Whether the outputs of a network with an output at every time step are in the reverse order: the first output is that of the last time step.
    /// </summary>
    /// <value>Default: false.</value>
    public bool ReversesOutput { get; init; }

    /// <summary>The hidden layers of the head, between pooling and the output layer; first to last. They have a kernel size of 1.</summary>
    /// <value>Default: none, a single linear layer.</value>
    public IReadOnlyList<LinearLayerDescription> HeadLayers { get; init; } = [];

    /// <summary>
    /// The activation of the outputs of a forecast, such as <see cref="ActivationFunction.Relu"/> for values that cannot be negative. It is applied
    /// to the normalized outputs, before they are denormalized.
    /// </summary>
    /// <value>Default: <see cref="ActivationFunction.Identity"/>.</value>
    public ActivationFunction OutputActivation { get; init; } = ActivationFunction.Identity;

    /// <summary>Whether the outputs of a network with classes are the logarithms of the probabilities.</summary>
    /// <value>Default: false, the probabilities.</value>
    public bool HasLogProbabilities { get; init; }

    /// <summary>The number of classes, at least 2; for a language model, the size of its vocabulary; 0 for tasks without classes.</summary>
    public int Classes { get; init; }

    /// <summary>
    /// The number of networks in the ensemble, which share this description but not their weights. The output is the mean of their probabilities, or,
    /// on the normalized and transformed scale, of their forecasts and quantiles.
    /// </summary>
    /// <value>Default: 1.</value>
    public int EnsembleSize { get; init; } = 1;

    /// <summary>The number of features that are not codes of categories; they are the first ones.</summary>
    internal int NumericFeatures => Features - Categories.Count;

    /// <summary>The number of normalized values per time step: the numeric features and, if used, the differences of the targets.</summary>
    internal int NormalizedFeatures => NumericFeatures + (Forecast.HasDifferences ? Forecast.TargetFeatures.Count : 0);

    /// <summary>The number of scales, one for each code of the series and one for code 0; 1 unless each series has its own.</summary>
    internal int ScaleCount => Normalization == InputNormalization.Series && Categories.Count > 0 ? Categories[0].Count + 1 : 1;

    /// <summary>The number of values per time step in the vectors of the categories. Does not allocate.</summary>
    internal int EmbeddedFeatures
    {
        get
        {
            var size = 0;
            for (var index = 0; index < Categories.Count; index++)
                size += Categories[index]?.EmbeddingSize ?? 0;
            return size;
        }
    }

    /// <summary>
    /// The input size of the first layer: the embedding size; or the number of normalized values plus, with future covariates, their number and 1 for
    /// the indicator feature of the horizon, plus the embedding sizes of the categories.
    /// </summary>
    public int InputSize => Embedding?.EmbeddingSize
        ?? NormalizedFeatures + (Forecast.FutureCovariates > 0 ? Forecast.FutureCovariates + 1 : 0) + EmbeddedFeatures;

    /// <summary>
    /// The minimum number of time steps in a sequence, which the residual baseline, convolutions and pooling determine; at least 1.
    /// </summary>
    public int MinSteps => Math.Max(LayerSteps, BaselineSteps);

    /// <summary>The minimum number of time steps in a sequence for which the residual baseline is defined.</summary>
    internal int BaselineSteps => Forecast.ResidualBaseline switch
    {
        _ when Graph is { } graph => graph.FixedSteps ?? 1,
        _ when Forecast.SeasonalCovariates.Count > 0 => 1,
        ResidualBaseline.SeasonalNaive => Forecast.SeasonLength,
        ResidualBaseline.SeasonalDrift => Forecast.SeasonLength + 1,
        _ => 1,
    };

    /// <summary>The minimum number of time steps in a sequence for which convolutions and pooling are defined.</summary>
    internal int LayerSteps
    {
        get
        {
            // At least one step remains after each convolution, and after the last one all those that are pooled. Loops do not allocate.
            var (lost, most) = (0, 0);
            for (var layer = 0; layer < Layers.Count; layer++)
            {
                for (var linear = 0; linear < Layers[layer].InputLayers.Count; linear++)
                {
                    lost += Layers[layer].InputLayers[linear].LostSteps;
                    most = Math.Max(most, lost);
                }
            }

            return Math.Max(most + 1, lost + (Pooling == SequencePooling.LastSteps ? PooledSteps : 1));
        }
    }

    /// <summary>The number of values that feed the head: those of one time step, or of several with <see cref="PooledSteps"/>.</summary>
    internal int HeadInputSize => Layers.Count == 0 ? 0 : Layers[^1].OutputSize * (Pooling == SequencePooling.LastSteps ? PooledSteps : 1);

    /// <summary>The number of values that feed the output layer: those of the last head layer, or <see cref="HeadInputSize"/>.</summary>
    internal int OutputLayerInputSize => HeadLayers.Count > 0 ? HeadLayers[^1].OutputSize : HeadInputSize;

    /// <summary>The number of time steps by which convolutions shorten a sequence. Does not allocate: every batch is checked against it.</summary>
    internal int LostSteps
    {
        get
        {
            var lost = 0;
            for (var layer = 0; layer < Layers.Count; layer++)
                lost += Layers[layer].LostSteps;
            return lost;
        }
    }

    /// <summary>Whether any convolution precedes a recurrent layer.</summary>
    internal bool HasConvolutions => Layers.Any(layer => layer.InputLayers.Any(linear => linear.KernelSize > 1));

    /// <summary>
    /// The number of values in one output: horizon * targets, classes, or directions * hidden for a network without a head. If the network has an
    /// output at every time step, this is the number of values per step. For the graph of another program: the values of all its outputs.
    /// </summary>
    public int OutputSize => Task switch
    {
        RecurrentTask.Forecast => Forecast.Horizon * Forecast.Targets,
        RecurrentTask.Encode => HeadInputSize,
        RecurrentTask.Custom => Graph?.OutputSize ?? 0,
        _ => Classes,
    };

    /// <summary>
    /// The output size of the head: one output with all its quantiles, or that of one step of the horizon if there are future covariates.
    /// </summary>
    internal int HeadOutputSize => (Forecast.FutureCovariates > 0 ? Forecast.Targets : OutputSize) * Math.Max(1, Forecast.Quantiles.Count);

    /// <summary>The index of the median among the quantiles; -1 without quantiles.</summary>
    internal int MedianIndex => Forecast.Quantiles.Index().Where(level => level.Item == 0.5).Select(level => level.Index).FirstOrDefault(-1);

    /// <summary>Whether a linear layer follows the recurrent layers.</summary>
    public bool HasHead => Task != RecurrentTask.Encode;

    /// <summary>Whether any layer has a cell state.</summary>
    internal bool HasCellState => Layers.Any(layer => layer.Cell.HasCellState);

    /// <summary>Whether the head is applied at several steps: at every time step, or at those of the horizon.</summary>
    internal bool HasHeadPerStep => HasOutputPerStep || Forecast.FutureCovariates > 0;

    /// <summary>Whether the network has one output per time step, so that its output has a time axis.</summary>
    public bool HasOutputPerStep => Pooling == SequencePooling.None;

    /// <summary>The number of output values for a sequence of the given number of time steps.</summary>
    /// <param name="steps">The number of time steps, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The number of steps is negative, or the output has more values than an array can hold.
    /// </exception>
    public int GetOutputSize(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        if (Graph is not null)
            return ToSize(Graph.GetOutputSize(steps), steps);
        return HasOutputPerStep ? ToSize((long)steps * OutputSize, steps) : OutputSize;
    }

    /// <summary>The number of quantile values for a sequence of the given number of time steps: one for each output value and level.</summary>
    internal int GetQuantilesSize(int steps) => ToSize((long)GetOutputSize(steps) * Forecast.Quantiles.Count, steps);

    /// <summary>The layers of all networks of the ensemble, concatenated.</summary>
    internal IEnumerable<LayerDescription> MemberLayers => Enumerable.Repeat(Layers, Math.Max(0, EnsembleSize)).SelectMany(layers => layers);

    /// <summary>The number of trainable parameters of the whole network.</summary>
    public long ParameterCount => EnsembleSize * (
        (Embedding is { } embedding ? (long)embedding.VocabularySize * embedding.EmbeddingSize : 0)
        + Categories.Sum(category => category.TableSize)
        + Layers.Sum(layer => layer.ParameterCount + (HasLayerNormalization ? 2L * layer.OutputSize : 0))
        + (HasLearnedInitialState ? Layers.Sum(layer => (long)layer.OutputSize * layer.Cell.StateCount) : 0)
        + (HasHeadNormalization ? 2L * HeadInputSize : 0)
        + HeadLayers.Sum(layer => layer.ParameterCount)
        + (HasHead ? (long)HeadOutputSize * (OutputLayerInputSize + 1) : 0));

    /// <summary>The number of multiply-adds per time step in the recurrent layers; the head is not included.</summary>
    public long MultiplyAddsPerStep => EnsembleSize * Layers.Sum(layer => layer.MultiplyAddsPerStep);

    /// <summary>Describes a forecaster with identical recurrent layers.</summary>
    /// <param name="cell">The kind of cell.</param>
    /// <param name="featureCount">The number of values per time step, at least 1.</param>
    /// <param name="hiddenSize">The number of hidden units in each direction, at least 1.</param>
    /// <param name="layerCount">The number of recurrent layers, at least 1.</param>
    /// <param name="bidirectional">Whether each layer is bidirectional.</param>
    /// <exception cref="ArgumentException">A size is out of range; the message lists every error.</exception>
    public static NetworkDescription CreateForecaster(
        RecurrentCell cell, int featureCount, int hiddenSize, int layerCount = 1, bool bidirectional = false)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var layers = CreateLayers(cell, featureCount, hiddenSize, layerCount, bidirectional);
        var description = new NetworkDescription { Features = featureCount, Layers = layers };
        description.Validate();
        return description;
    }

    /// <summary>Describes a language model with identical recurrent layers.</summary>
    /// <param name="cell">The kind of cell.</param>
    /// <param name="vocabularySize">The number of tokens, at least 2.</param>
    /// <param name="embeddingSize">The number of values per token, at least 1.</param>
    /// <param name="hiddenSize">The number of hidden units, at least 1.</param>
    /// <param name="layerCount">The number of recurrent layers, at least 1.</param>
    /// <exception cref="ArgumentException">A size is out of range; the message lists every error.</exception>
    public static NetworkDescription CreateLanguageModel(
        RecurrentCell cell, int vocabularySize, int embeddingSize, int hiddenSize, int layerCount = 1)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var description = new NetworkDescription
        {
            Task = RecurrentTask.Language,
            Features = 1,
            Embedding = new EmbeddingDescription(vocabularySize, embeddingSize),
            Layers = CreateLayers(cell, embeddingSize, hiddenSize, layerCount, bidirectional: false),
            Pooling = SequencePooling.None,
            Classes = vocabularySize,
        };
        description.Validate();
        return description;
    }

    /// <summary>Creates a stack of layers that differ in their input size only.</summary>
    /// <exception cref="ArgumentException">The number of layers is out of range.</exception>
    internal static IReadOnlyList<LayerDescription> CreateLayers(
        RecurrentCell cell, int inputSize, int hidden, int layers, bool bidirectional, bool bias = true)
    {
        if (NetworkValidator.CheckRange("layers", layers, NetworkValidator.MaxLayers) is { } error)
            throw new ArgumentException($"The network cannot be built: {error}.");
        var stack = new List<LayerDescription>();
        for (var index = 0; index < layers; index++)
        {
            stack.Add(new LayerDescription
            {
                Cell = cell,
                InputSize = index == 0 ? inputSize : stack[^1].OutputSize,
                HiddenSize = hidden,
                Direction = bidirectional ? SequenceDirection.Bidirectional : SequenceDirection.Forward,
                HasBias = bias,
            });
        }

        return stack;
    }

    /// <summary>Checks every setting, and that the sizes are consistent.</summary>
    /// <exception cref="ArgumentException">Something is out of range; the message lists every error.</exception>
    public void Validate()
    {
        var errors = NetworkValidator.FindErrors(this).ToList();
        if (errors.Count > 0)
            throw new ArgumentException($"The network cannot be built: {string.Join("; ", errors)}.");
    }

    private static int ToSize(long size, int steps) => size <= Array.MaxLength
        ? (int)size
        : throw new ArgumentOutOfRangeException(
            nameof(steps), steps, $"The output for {steps} steps has {size:N0} values: an array can hold at most {Array.MaxLength:N0}.");
}
