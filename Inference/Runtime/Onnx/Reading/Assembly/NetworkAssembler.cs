namespace MlNetRecurrent.Onnx;

/// <summary>Builds the network from the main output and the layers that feed it.</summary>
internal static class NetworkAssembler
{
    public static (NetworkDescription Network, NetworkWeights Weights) Assemble(GraphOutput output, LayerStack layers)
    {
        var head = output.Head;
        var (horizon, targets) = head is null || output.IsPerStep ? (1, head?.Outputs ?? 1) : HorizonAndTargets(output, head);
        var task = head is null ? RecurrentTask.Encode
            : !head.HasSoftmax ? RecurrentTask.Forecast
            : output.IsPerStep ? RecurrentTask.Tag : RecurrentTask.Classify;
        var input = layers.Input;
        var inputScale = InputScale(input, layers.Describe(0).InputSize);
        var targetScale = task == RecurrentTask.Forecast && input.Embedding is null && head is not null
            ? HeadFolding.TargetScale(head, targets)
            : null;
        if (head is not null && targetScale is null)
            head = HeadFolding.Fold(head);
        var scaled = inputScale is not null || targetScale is not null;
        var network = new NetworkDescription
        {
            Task = task,
            Features = input.Embedding is null ? layers.Describe(0).InputSize : 1,
            Embedding = input.Embedding is { } table ? new EmbeddingDescription(table.Dimensions[0], table.Dimensions[1]) : null,
            Normalization = scaled ? InputNormalization.Standard : InputNormalization.None,
            Layers = [.. Enumerable.Range(0, layers.Layers.Count).Select(layers.Describe)],
            Pooling = output.Pooling,
            Forecast = new ForecastDescription
            {
                Horizon = task == RecurrentTask.Forecast ? horizon : 1,
                Targets = task == RecurrentTask.Forecast ? targets : 1,
            },
            Classes = head is { HasSoftmax: true } ? head.Outputs : 0,
        };
        var weights = new NetworkWeights
        {
            Embedding = input.Embedding?.FloatArray,
            Layers = [.. Enumerable.Range(0, layers.Layers.Count).Select(layers.GetWeights)],
            HeadWeight = head?.Weight,
            HeadBias = head is null ? null : head.Bias ?? new float[head.Outputs],
            // A network that scales its inputs or its targets has scales for both; the missing one is the identity.
            InputScale = inputScale ?? (scaled ? Identity(network.Features) : null),
            TargetScale = targetScale ?? (scaled && task == RecurrentTask.Forecast ? Identity(targets) : null),
        };
        Validate(network, weights);
        return (network, weights);
    }

    // [batch, horizon, targets], [batch, targets] for a horizon of 1, or [batch] for a horizon of 1 and one target.
    private static (int Horizon, int Targets) HorizonAndTargets(GraphOutput output, HeadContent head)
    {
        var sizes = output.Signal.Axes
            .Where(axis => axis.Factors.All(factor => factor.Role == AxisRole.Unit))
            .Select(axis => (int)(axis.Size.Number ?? 0)).ToList();
        var coversHead = sizes.Aggregate(1L, (product, size) => product * size) == head.Outputs;
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

    private static AffineScale? InputScale(InputContent input, int features)
    {
        if (input.Mean is null && input.StandardDeviation is null)
            return null;
        var scale = new AffineScale(ToFeatures(input.Mean ?? [0]), ToFeatures(input.StandardDeviation ?? [1]));
        if (scale.StandardDeviation.Any(divisor => !(divisor > 0)))
        {
            throw new RecurrentModelException(
                $"Input '{input.Name}' is divided by a value that is not positive: only positive divisors are supported.");
        }

        return scale;

        float[] ToFeatures(float[] values) => values.Length == 1 ? [.. Enumerable.Repeat(values[0], features)]
            : values.Length == features ? values
            : throw new RecurrentModelException($"Input '{input.Name}' is scaled by {values.Length} values, but has {features} features.");
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
        foreach (var (name, values) in parameters)
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
