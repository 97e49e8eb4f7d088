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

    /// <summary>
    /// Whether what each recurrent layer gives is normalised at each time step by itself, and then scaled and shifted by weights (Ba et al. 2016):
    /// (h - mean(h)) / sqrt(variance(h) + 1e-5) * scale + shift, over the directions * hidden values of the step.
    /// </summary>
    /// <value>Default: false.</value>
    public bool HasLayerNormalization { get; init; }

    /// <summary>Which hidden states the head reads.</summary>
    /// <value>Default: <see cref="SequencePooling.FinalState"/>.</value>
    public SequencePooling Pooling { get; init; }

    /// <summary>How many classes there are to tell apart, at least 2; of a language model the tokens of its embedding; 0 for tasks without classes.</summary>
    public int Classes { get; init; }

    /// <summary>
    /// How many networks of this kind, each with weights of its own, answer together: the mean of their forecasts or quantiles as the networks give
    /// them, scaled and in the space of the transform, or of their probabilities.
    /// </summary>
    /// <value>Default: 1.</value>
    public int EnsembleSize { get; init; } = 1;

    /// <summary>Values per time step that are normalised: the features, and the changes of the targets' history.</summary>
    public int NormalizedFeatures => Features + (Forecast.HasDifferences ? Forecast.TargetFeatures.Count : 0);

    /// <summary>Values per time step that the first layer reads: an embedding; or the columns, and beside them what is known ahead and the mark of the horizon.</summary>
    public int InputSize => Embedding?.EmbeddingSize ?? NormalizedFeatures + (Forecast.FutureCovariates > 0 ? Forecast.FutureCovariates + 1 : 0);

    /// <summary>Time steps that a sequence needs for its base forecast to be what it should be; at least 1.</summary>
    public int MinimumSteps => Forecast.ResidualBaseline switch
    {
        _ when Forecast.SeasonalCovariates.Count > 0 => 1,
        ResidualBaseline.SeasonalNaive => Forecast.SeasonLength,
        ResidualBaseline.SeasonalDrift => Forecast.SeasonLength + 1,
        _ => 1,
    };

    /// <summary>Values per time step that the head reads.</summary>
    public int HeadInputSize => Layers.Count == 0 ? 0 : Layers[^1].OutputSize;

    /// <summary>Values of an answer, at each step where every step is answered: horizon * targets, or classes, or the width where there is no head.</summary>
    public int Outputs => Task switch
    {
        RecurrentTask.Forecast => Forecast.Horizon * Forecast.Targets,
        RecurrentTask.Encode => HeadInputSize,
        _ => Classes,
    };

    /// <summary>
    /// Values that the head gives at once: an answer, with all its quantiles; of one step of the horizon where there are covariates known ahead.
    /// </summary>
    public int HeadOutputSize => (Forecast.FutureCovariates > 0 ? Forecast.Targets : Outputs) * Math.Max(1, Forecast.Quantiles.Count);

    /// <summary>Which of the quantiles is the median; -1 without quantiles.</summary>
    public int MedianIndex => Forecast.Quantiles.Index().Where(level => level.Item == 0.5).Select(level => level.Index).FirstOrDefault(-1);

    /// <summary>Whether a linear layer stands behind the recurrent ones.</summary>
    public bool HasHead => Task != RecurrentTask.Encode;

    /// <summary>Whether the last layers' final states include cell states.</summary>
    public bool HasCellState => Layers.Any(layer => layer.Cell.HasCellState);

    /// <summary>Whether the head reads several steps of a sequence: every one, or those of the horizon.</summary>
    internal bool HasHeadPerStep => HasOutputPerStep || Forecast.FutureCovariates > 0;

    /// <summary>Whether one answer comes for every time step: the output has a time axis.</summary>
    public bool HasOutputPerStep => Pooling == SequencePooling.None;

    /// <summary>How many values the answer to a sequence of so many time steps has.</summary>
    public int GetOutputSize(int time) => HasOutputPerStep ? checked(time * Outputs) : Outputs;

    /// <summary>The layers of every network of the ensemble, one network behind another.</summary>
    public IEnumerable<LayerDescription> MemberLayers => Enumerable.Repeat(Layers, Math.Max(0, EnsembleSize)).SelectMany(layers => layers);

    /// <summary>Trainable numbers of the whole network.</summary>
    public long ParameterCount => EnsembleSize * (
        (Embedding is { } embedding ? (long)embedding.VocabularySize * embedding.EmbeddingSize : 0)
        + Layers.Sum(layer => layer.ParameterCount + (HasLayerNormalization ? 2L * layer.OutputSize : 0))
        + (HasHead ? (long)HeadOutputSize * (HeadInputSize + 1) : 0));

    /// <summary>Multiplications with an addition that a time step takes in the recurrent layers; the head is run once for an answer.</summary>
    public long MultiplyAddsPerStep => EnsembleSize * Layers.Sum(layer => layer.MultiplyAddsPerStep);

    /// <summary>Describes a forecaster of layers that are all alike.</summary>
    /// <param name="cell">The kind of cell.</param>
    /// <param name="featureCount">Values per time step, at least 1.</param>
    /// <param name="hiddenSize">Hidden units of each direction, at least 1.</param>
    /// <param name="layerCount">How many recurrent layers, at least 1.</param>
    /// <param name="bidirectional">Whether each layer walks through time both ways.</param>
    /// <exception cref="ArgumentException">A size is out of range; the message lists every fault.</exception>
    public static NetworkDescription CreateForecaster(RecurrentCell cell, int featureCount, int hiddenSize, int layerCount = 1, bool bidirectional = false)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var description = new NetworkDescription { Features = featureCount, Layers = CreateLayers(cell, featureCount, hiddenSize, layerCount, bidirectional) };
        description.Validate();
        return description;
    }

    /// <summary>Describes a language model of layers that are all alike.</summary>
    /// <param name="cell">The kind of cell.</param>
    /// <param name="vocabularySize">How many tokens there are, at least 2.</param>
    /// <param name="embeddingSize">Values for each token, at least 1.</param>
    /// <param name="hiddenSize">Hidden units, at least 1.</param>
    /// <param name="layerCount">How many recurrent layers, at least 1.</param>
    /// <exception cref="ArgumentException">A size is out of range; the message lists every fault.</exception>
    public static NetworkDescription CreateLanguageModel(RecurrentCell cell, int vocabularySize, int embeddingSize, int hiddenSize, int layerCount = 1)
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

    /// <summary>Layers that are all alike, each reading what the one below gives.</summary>
    internal static IReadOnlyList<LayerDescription> CreateLayers(RecurrentCell cell, int inputSize, int hidden, int layers, bool bidirectional, bool bias = true)
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
                HasBias = bias,
            });
        }

        return stack;
    }

    /// <summary>Checks every size and how they fit together.</summary>
    /// <exception cref="ArgumentException">Something is out of range; the message lists every fault.</exception>
    public void Validate()
    {
        var faults = NetworkValidator.FindErrors(this).ToList();
        if (faults.Count > 0)
            throw new ArgumentException($"The network cannot be built: {string.Join("; ", faults)}.");
    }
}
