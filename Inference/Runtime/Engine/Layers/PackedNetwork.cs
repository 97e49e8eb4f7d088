namespace MlNetRecurrent.Engine;

/// <summary>A network with its weights packed for one vector width. Immutable; any number of runners can share it.</summary>
internal sealed class PackedNetwork
{
    /// <summary>Packs a network.</summary>
    /// <exception cref="RecurrentModelException">The network has a cell that the kernels do not implement.</exception>
    public PackedNetwork(NetworkDescription network, NetworkWeights weights, VectorWidth width, KernelMemory memory)
    {
        Network = network;
        Width = width;
        RowMath = width.CreateRowMath();
        Normalization = width.CreateLayerNormalization();
        State = new StateLayout(network);
        Stream = new StreamLayout(network);
        Embedding = weights.Embedding;
        InputScale = weights.InputScale;
        FutureCovariateScale = weights.FutureCovariateScale;
        TargetScale = weights.TargetScale;
        QuantileShift = weights.QuantileShift;
        BaselineSteps = BaselineSteps.Create(network);
        NeedsHistory = network.Forecast.ResidualBaseline != ResidualBaseline.None || network.Forecast.HasDifferences;
        NeedsInputPreparation = NeedsHistory
            || network.Forecast.FutureCovariates > 0
            || network.Normalization == InputNormalization.Window
            || (network.Forecast.Transform != TargetTransform.None && network.Forecast.TargetFeatures.Count > 0);
        IsForward = network.Layers.All(layer => layer.Direction == SequenceDirection.Forward);
        PoolsOverTime = TimePooling.GetPanelCount(network.Pooling) > 0;
        IsPlainStep = !NeedsInputPreparation && Stream.Carried == 0 && network.Forecast.Quantiles.Count == 0;
        StepWork = network.EnsembleSize
            * (network.Layers.Sum(layer => layer.ParameterCount) + ((double)network.HeadInputSize * network.HeadOutputSize));
        MaxOutputSize = network.Layers.Max(layer => layer.OutputSize);
        Layers = [.. network.MemberLayers.Select((layer, index) => Enumerable.Range(0, layer.DirectionCount)
            .Select(direction => Pack(layer, weights.Layers[index], index, direction, memory)).ToArray())];
        Norms = [.. weights.Layers.Select(layer => layer.Norm)];
        if (network.HasHead)
            Heads = [.. Enumerable.Range(0, network.EnsembleSize).Select(member => PackHead(network, weights.Member(network, member), memory))];
    }

    /// <summary>Describes a part of a network that the kernels do not compute, as a sentence; null if there is none.</summary>
    public static string? FindUnsupportedPart(NetworkDescription network) =>
        network.Layers.Any(layer => layer.InputLayers.Count > 0) ? "it has linear layers before its recurrent layers."
        : network.Layers.Any(layer => layer.Variant is not null) ? "it has cells that differ from the standard ones."
        : network.HeadLayers.Count > 0 || network.HasHeadNormalization ? "its head has several layers."
        : network.OutputActivation != ActivationFunction.Identity || network.HasLogProbabilities ? "its outputs have an activation."
        : network.HasLearnedInitialState ? "its initial states are trained."
        : network.Pooling == SequencePooling.LastSteps || network.ReversesOutput ? "its pooling is not supported."
        : network.Forecast.Minimum is not null || network.Forecast.Maximum is not null ? "its outputs have bounds."
        : network.LayerNormalizationEpsilon != NormalizationEpsilon.Layer ? "its layer normalization has another epsilon."
        : null;

    public NetworkDescription Network { get; }

    public VectorWidth Width { get; }

    public RowMath RowMath { get; }

    public LayerNormalization Normalization { get; }

    public StateLayout State { get; }

    /// <summary>The layout of a stream's state.</summary>
    public StreamLayout Stream { get; }

    /// <summary>The directions of each layer; the layers of an ensemble's networks are concatenated.</summary>
    public PackedDirection[][] Layers { get; }

    /// <summary>The layer normalization after each layer; null for a layer without.</summary>
    public NormWeights?[] Norms { get; }

    /// <summary>The head of each network of the ensemble; empty if the network has no head.</summary>
    public StageKernel[] Heads { get; } = [];

    /// <summary>The embedding tables, [network of the ensemble, vocabulary, size]; null for a network without an embedding.</summary>
    public float[]? Embedding { get; }

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

    /// <summary>Whether the input of the head is the mean or maximum over time.</summary>
    public bool PoolsOverTime { get; }

    /// <summary>Whether a step of a stream depends only on its input values and the states of the layers.</summary>
    public bool IsPlainStep { get; }

    /// <summary>Whether all layers are forward, so that each time step can pass through all of them before the next one.</summary>
    public bool IsForward { get; }

    /// <summary>The number of multiplications for one time step of one sequence.</summary>
    public double StepWork { get; }

    /// <summary>The number of values in the hidden states of the widest layer.</summary>
    public int MaxOutputSize { get; }

    private PackedDirection Pack(LayerDescription layer, LayerWeights weights, int index, int direction, KernelMemory memory)
    {
        var stages = CellStages.GetStages(layer.Cell);
        if (stages.Count == 0)
            throw new RecurrentModelException($"The managed engine does not support the cell '{layer.Cell}'.");
        var rows = layer.Cell.Blocks.Count * layer.HiddenSize;
        var source = new StageWeights(
            Slice(weights.Input, direction, rows * layer.InputSize),
            Slice(weights.Recurrent, direction, rows * layer.HiddenSize),
            // B = [Wb, Rb]
            Slice(weights.Bias, 2 * direction, rows),
            Slice(weights.Bias, (2 * direction) + 1, rows));
        return new PackedDirection(
            layer,
            reverse: layer.Direction == SequenceDirection.Reverse || direction == 1,
            State.GetHiddenOffset(index, direction),
            State.GetCellOffset(index, direction),
            [.. stages.Select(stage => Width.CreateKernel(
                stage,
                new PackedStage(stage.Lines, layer.HiddenSize, layer.InputSize, layer.HiddenSize, source, memory)))]);
    }

    private static ReadOnlyMemory<float> Slice(float[]? values, int index, int size) =>
        values.AsMemory(values is null ? 0 : index * size, values is null ? 0 : size);

    private StageKernel PackHead(NetworkDescription network, NetworkWeights weights, KernelMemory memory)
    {
        // [width, head size] -> [head size, width]
        var transposed = new float[weights.HeadWeight!.Length];
        for (var index = 0; index < transposed.Length; index++)
            transposed[(index % network.HeadOutputSize * network.HeadInputSize) + (index / network.HeadOutputSize)] = weights.HeadWeight[index];
        var source = new StageWeights(transposed, default, weights.HeadBias, default);
        return Width.CreateKernel(
            CellStages.Linear,
            new PackedStage(CellStages.Linear.Lines, network.HeadOutputSize, network.HeadInputSize, 0, source, memory));
    }
}
