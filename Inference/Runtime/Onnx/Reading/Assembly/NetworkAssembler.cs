namespace MlNetRecurrent.Onnx;

/// <summary>Builds the network from the main output and the layers that feed it.</summary>
internal static class NetworkAssembler
{
    public static (NetworkDescription Network, NetworkWeights Weights) Assemble(GraphOutput output, LayerStack layers, FoldingBudget budget)
    {
        var input = layers.Input;
        var pooling = output.Pooling;
        var normalization = NormalizationLayout.Find(layers, output.Steps, pooling);
        var (features, inputScale, inputSteps) = InputReader.Read(layers);
        var read = ReadLayers(layers, inputSteps, normalization, budget);
        ChainStep[] steps = [.. output.Steps.SkipWhile(step => step is NormalizationStep)];
        var hasScore = steps is [.., SoftmaxStep];
        // Normalized states that are the outputs are those of an output layer that changes nothing.
        var isEncoder = steps.Length == 0 && normalization.OfHead is null;
        var (horizon, targets) = isEncoder || hasScore ? (1, 1) : HorizonAndTargets(output);
        var head = isEncoder
            ? null
            : new HeadReader(HeadSize(output), budget).Read(steps, hasScore || input.Embedding is not null ? null : targets);
        var task = head is null ? RecurrentTask.Encode
            : !head.HasSoftmax ? RecurrentTask.Forecast
            : output.IsPerStep ? RecurrentTask.Tag : RecurrentTask.Classify;
        var initial = layers.GetInitialStates();
        var scaled = inputScale is not null || head?.TargetScale is not null;
        var network = new NetworkDescription
        {
            Task = task,
            Features = features,
            Embedding = input.Embedding is { } table ? new EmbeddingDescription(table.Dimensions[0], table.Dimensions[1]) : null,
            Normalization = scaled ? InputNormalization.Standard : InputNormalization.None,
            Layers = [.. read.Select(layer => layer.Layer)],
            Pooling = pooling,
            ReversesOutput = output.IsReversed,
            HasLearnedInitialState = initial is not null,
            PooledSteps = (int)(output.States.PooledSteps?.Size ?? 1),
            HasLayerNormalization = normalization.OfLayers is not null,
            HasHeadNormalization = normalization.OfHead is not null,
            LayerNormalizationEpsilon = normalization.Epsilon,
            HeadLayers = head?.Layers ?? [],
            OutputActivation = head?.OutputActivation ?? ActivationFunction.Identity,
            HasLogProbabilities = head?.HasLogProbabilities ?? false,
            Forecast = new ForecastDescription
            {
                Horizon = task == RecurrentTask.Forecast ? horizon : 1,
                Targets = task == RecurrentTask.Forecast ? targets : 1,
                Minimum = head?.Minimum,
                Maximum = head?.Maximum,
            },
            Classes = head is { HasSoftmax: true } ? head.Outputs : 0,
        };
        var weights = new NetworkWeights
        {
            Embedding = input.Embedding?.FloatArray,
            Layers = [.. read.Select(layer => layer.Weights)],
            InitialHidden = initial?.Hidden,
            InitialCell = initial?.Cell,
            HeadNorm = normalization.OfHead is { } headNorm ? new NormWeights(headNorm.Scale, headNorm.Shift) : null,
            HeadLayers = head?.LayerWeights ?? [],
            HeadWeight = head?.Output.Weight,
            HeadBias = head?.Output.Bias,
            // A network that scales its inputs or its targets has scales for both; the missing one is the identity.
            InputScale = inputScale ?? (scaled ? Identity(network.Features) : null),
            TargetScale = head?.TargetScale ?? (scaled && task == RecurrentTask.Forecast ? Identity(targets) : null),
        };
        Validate(network, weights);
        return (network, weights);
    }

    private static List<(LayerDescription Layer, LayerWeights Weights)> ReadLayers(
        LayerStack layers, IReadOnlyList<ChainStep> inputSteps, NormalizationLayout normalization, FoldingBudget budget)
    {
        var read = new List<(LayerDescription Layer, LayerWeights Weights)>();
        for (var index = 0; index < layers.Layers.Count; index++)
        {
            var node = layers.Layers[index][0].Node;
            ChainStep[] steps = index == 0 ? [.. inputSteps] : [.. node.Source.Steps.SkipWhile(step => step is NormalizationStep)];
            var size = steps.Select(SourceSize).FirstOrDefault(size => size is not null) ?? node.InputSize;
            var (layer, weights) = LayerReader.Read(layers.Layers[index], steps, size, budget);
            var norm = normalization.OfLayers is { } all ? new NormWeights(all[index].Scale, all[index].Shift) : null;
            read.Add((layer, weights with { Norm = norm }));
        }

        return read;
    }

    /// <summary>The number of features before a step, if the step determines it.</summary>
    private static int? SourceSize(ChainStep step) => step switch
    {
        LinearStep linear => linear.Inputs,
        ConvolutionStep convolution => convolution.Inputs,
        _ => null,
    };

    private static int HeadSize(GraphOutput output) =>
        output.States.Entries.Sum(entry => entry.Node.HiddenSize) * (int)(output.States.PooledSteps?.Size ?? 1);

    // [batch, horizon, targets], [batch, targets] for a horizon of 1, or [batch] for a horizon of 1 and one target.
    private static (int Horizon, int Targets) HorizonAndTargets(GraphOutput output)
    {
        var outputs = output.Signal.Content.Units!.Aggregate(1L, (product, unit) => product * (unit.Size ?? 0));
        if (output.IsPerStep)
            return (1, (int)outputs);
        var sizes = output.Signal.Axes
            .Where(axis => axis.Factors.All(factor => factor.Role is AxisRole.Unit or AxisRole.Stack))
            .Select(axis => (int)(axis.Size.Number ?? 0)).ToList();
        var coversHead = sizes.Aggregate(1L, (product, size) => product * size) == outputs;
        return (coversHead, sizes) switch
        {
            (true, []) => (1, 1),
            (true, [var targets]) => (1, targets),
            (true, [var horizon, var targets]) => (horizon, targets),
            _ => throw new RecurrentModelException(
                $"Output '{output.Name}' has the shape [{string.Join(", ", output.Signal.Axes.Select(axis => axis.Size))}]; "
                + "supported: [batch, targets] and [batch, horizon, targets]."),
        };
    }

    private static AffineScale Identity(int size) => new(new float[size], [.. Enumerable.Repeat(1f, size)]);

    private static void Validate(NetworkDescription network, NetworkWeights weights)
    {
        (string Name, float[]? Values)[] parameters =
        [
            ("the embedding", weights.Embedding),
            ("the head's weight", weights.HeadWeight),
            ("the head's bias", weights.HeadBias),
            ("the input's mean", weights.InputScale?.Mean),
            ("the input's standard deviation", weights.InputScale?.StandardDeviation),
            ("the targets' mean", weights.TargetScale?.Mean),
            ("the targets' standard deviation", weights.TargetScale?.StandardDeviation),
        ];
        var linear = weights.Layers.SelectMany(layer => layer.InputLayers).Concat(weights.HeadLayers)
            .SelectMany(layer => new[] { ("a linear layer's weight", layer.Weight), ("a linear layer's bias", (float[]?)layer.Bias) });
        var recurrent = weights.Layers
            .SelectMany(layer => new[] { ("the input weights", layer.Input), ("the bias of a recurrent layer", layer.Bias) });
        var norms = weights.Layers.Select(layer => layer.Norm).Append(weights.HeadNorm).OfType<NormWeights>()
            .SelectMany(norm => new[] { ("the scale of a normalization", norm.Scale), ("the shift of a normalization", (float[]?)norm.Shift) });
        foreach (var (name, values) in parameters.Concat(linear).Concat(recurrent).Concat(norms))
        {
            if (values.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
                throw new RecurrentModelException($"The graph has a NaN or an infinity in {name}.");
        }

        try
        {
            network.Validate();
        }
        catch (ArgumentException exception)
        {
            throw new RecurrentModelException(exception.Message, exception);
        }
    }
}
