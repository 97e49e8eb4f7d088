namespace MlNetRecurrent.Engine;

/// <summary>A network with its weights packed for one vector width. Immutable; any number of runners can share it.</summary>
internal sealed unsafe class PackedNetwork
{
    private readonly KernelBuffer? _initialState;

    /// <summary>Packs a network.</summary>
    /// <exception cref="RecurrentModelException">The network has a cell that the kernels do not implement.</exception>
    public PackedNetwork(NetworkDescription network, NetworkWeights weights, VectorWidth width, KernelMemory memory)
    {
        Network = network;
        Width = width;
        RowMath = width.CreateRowMath();
        Normalization = width.CreateLayerNormalization((float)network.LayerNormalizationEpsilon);
        State = new StateLayout(network);
        Stream = new StreamLayout(network);
        Embedding = weights.Embedding;
        Categories = [.. weights.Categories];
        InputScale = weights.InputScale;
        FutureCovariateScale = weights.FutureCovariateScale;
        TargetScale = weights.TargetScale;
        QuantileShift = weights.QuantileShift;
        BaselineSteps = BaselineSteps.Create(network);
        NeedsHistory = network.Forecast.ResidualBaseline != ResidualBaseline.None || network.Forecast.HasDifferences;
        NeedsInputPreparation = NeedsHistory
            || network.Forecast.FutureCovariates > 0
            || network.Categories.Count > 0
            || network.Normalization == InputNormalization.Window
            || (network.Forecast.Transform != TargetTransform.None && network.Forecast.TargetFeatures.Count > 0);
        RunsStepByStep = !network.HasConvolutions && network.Layers.All(layer => layer.Direction == SequenceDirection.Forward);
        PoolsOverTime = TimePooling.GetPanelCount(network.Pooling) > 0;
        IsPlainStep = !NeedsInputPreparation && Stream.Carried == 0 && network.Forecast.Quantiles.Count == 0;
        StepWork = network.EnsembleSize
            * (network.Layers.Sum(layer => layer.ParameterCount)
                + network.HeadLayers.Sum(layer => (double)layer.ParameterCount)
                + ((double)network.OutputLayerInputSize * network.HeadOutputSize));
        MaxOutputSize = network.Layers.Max(layer => layer.OutputSize);
        Sequence = new SequenceLayout(network);
        var packing = new NetworkPacking(network, weights, State, width, memory);
        Layers = [.. network.MemberLayers.Select((layer, index) =>
            Enumerable.Range(0, layer.DirectionCount).Select(direction => packing.PackDirection(index, direction)).ToArray())];
        if (network.Layers.Any(layer => layer.InputLayers.Count > 0))
            InputLayers = [.. Enumerable.Range(0, Layers.Length).Select(packing.PackInputLayers)];
        Norms = [.. weights.Layers.Select(layer => layer.Norm)];
        var members = Enumerable.Range(0, network.EnsembleSize);
        HeadNorms = [.. members.Select(member => weights.Member(network, member).HeadNorm)];
        HeadLayers = [.. members.Select(packing.PackHeadLayers)];
        if (network.HasHead)
            Heads = [.. members.Select(packing.PackOutputLayer)];
        if (packing.CreateInitialState() is { } initial)
        {
            _initialState = new KernelBuffer(memory);
            initial.CopyTo(new Span<float>(_initialState.Reserve(initial.Length), initial.Length));
        }
    }

    public NetworkDescription Network { get; }

    public VectorWidth Width { get; }

    public RowMath RowMath { get; }

    public LayerNormalization Normalization { get; }

    public StateLayout State { get; }

    /// <summary>The layout of a stream's state.</summary>
    public StreamLayout Stream { get; }

    /// <summary>The directions of each layer; the layers of an ensemble's networks are concatenated.</summary>
    public PackedDirection[][] Layers { get; }

    /// <summary>The linear layers and convolutions before each layer; null if no layer has any.</summary>
    public PackedLinear[][]? InputLayers { get; }

    /// <summary>The layer normalization after each layer; null for a layer without.</summary>
    public NormWeights?[] Norms { get; }

    /// <summary>The layer normalization of the head's input, of each network of the ensemble; null for none.</summary>
    public NormWeights?[] HeadNorms { get; }

    /// <summary>The hidden layers of the head of each network of the ensemble.</summary>
    public PackedLinear[][] HeadLayers { get; }

    /// <summary>The output layer of each network of the ensemble; empty if the network has no head.</summary>
    public PackedLinear[] Heads { get; } = [];

    /// <summary>
    /// The trained state from which sequences start; null for zeros. Callers must keep this object alive while they use the pointer.
    /// </summary>
    public float* InitialState => _initialState is null ? null : _initialState.Pointer;

    /// <summary>The sizes of sequences that are passed from layer to layer.</summary>
    public SequenceLayout Sequence { get; }

    /// <summary>The embedding tables, [network of the ensemble, vocabulary, size]; null for a network without an embedding.</summary>
    public float[]? Embedding { get; }

    /// <summary>The table of each category, [count + 1, size]; the tables of an ensemble's networks are concatenated.</summary>
    public float[][] Categories { get; }

    public AffineScale? InputScale { get; }

    public AffineScale? FutureCovariateScale { get; }

    public AffineScale? TargetScale { get; }

    /// <summary>The calibration shifts of the quantiles, [horizon, targets, levels]; null without quantiles.</summary>
    public float[]? QuantileShift { get; }

    /// <summary>The steps that the residual baseline takes from the history; null if there is no baseline, or if it is a future covariate.</summary>
    public BaselineSteps? BaselineSteps { get; }

    /// <summary>Whether the input of the layers is more than the scaled input values.</summary>
    public bool NeedsInputPreparation { get; }

    /// <summary>Whether the history of the targets is required.</summary>
    public bool NeedsHistory { get; }

    /// <summary>Whether the input of the head is the mean, the maximum or several steps of the last layer's output.</summary>
    public bool PoolsOverTime { get; }

    /// <summary>Whether a step of a stream depends only on its input values and the states of the layers.</summary>
    public bool IsPlainStep { get; }

    /// <summary>
    /// Whether each time step can pass through all layers before the next one: they are all forward, and there are no convolutions.
    /// </summary>
    public bool RunsStepByStep { get; }

    /// <summary>The number of multiplications for one time step of one sequence.</summary>
    public double StepWork { get; }

    /// <summary>The number of values in the hidden states of the widest layer.</summary>
    public int MaxOutputSize { get; }
}
