namespace MlNetRecurrent.Runtime.Tests;

/// <summary>Networks of all that the managed engine computes, by chance, with small random weights.</summary>
internal static class RandomEngineNetworks
{
    /// <summary>A network whose first layer has so many hidden units.</summary>
    /// <param name="random">Chance.</param>
    /// <param name="hidden">Hidden units of the first layer.</param>
    /// <param name="isForward">Whether it walks forward, over what is known at a step: a stream can compute it.</param>
    public static NetworkDescription Network(Random random, int hidden, bool isForward)
    {
        var features = random.Next(1, 40);
        var network = random.Next(2) == 0
            ? new NetworkDescription { Features = features, Layers = [], Read = Enum.GetValues<SequenceReading>()[random.Next(5)], Targets = random.Next(1, 20) }
            : History(random, features, isForward);
        network = network with
        {
            LayerNormalization = random.Next(4) == 0,
            Ensemble = random.Next(4) == 0 ? random.Next(2, 4) : 1,
            Quantiles = random.Next(4) == 0 ? [0.1, 0.5, 0.75, 0.9] : [],
        };
        network = network with { Layers = Layers(random, network.InputSize, hidden, isForward) };
        network.Validate();
        return network;
    }

    public static NetworkWeights Weights(Random random, NetworkDescription network) => new()
    {
        Layers = [.. network.MemberLayers.Select(layer =>
        {
            var rows = layer.Directions * layer.Cell.Blocks.Count * layer.HiddenSize;
            return new LayerWeights(Numbers(random, rows * layer.InputSize), Numbers(random, rows * layer.HiddenSize), Numbers(random, 2 * rows))
            {
                Norm = network.LayerNormalization ? new NormWeights(Numbers(random, layer.OutputSize), Numbers(random, layer.OutputSize)) : null,
            };
        })],
        HeadWeight = Numbers(random, network.Ensemble * network.Width * network.HeadSize),
        HeadBias = Numbers(random, network.Ensemble * network.HeadSize),
        InputScale = Scale(network, network.Columns),
        KnownScale = network.Known > 0 ? Scale(network, network.Known) : null,
        TargetScale = network.Normalization == InputNormalization.Standard ? Scale(network, network.Targets) : null,
        QuantileShift = network.Quantiles.Count > 0 ? Numbers(random, network.Outputs * network.Quantiles.Count) : null,
    };

    public static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) / 8)];

    private static NetworkDescription History(Random random, int features, bool isForward)
    {
        var targets = random.Next(1, features + 1);
        var naive = Enum.GetValues<BaseForecast>()[random.Next(4)];
        var transform = Enum.GetValues<TargetTransform>()[random.Next(3)];
        var read = Enum.GetValues<SequenceReading>()[random.Next(5)];
        var known = !isForward && read == SequenceReading.Last ? random.Next(1, 4) : 0;
        var normalizations = isForward ? 2 : 3;
        return new NetworkDescription
        {
            Features = features,
            Layers = [],
            Read = read,
            Targets = targets,
            Horizon = read == SequenceReading.Every ? 1 : random.Next(1, 4),
            TargetFeatures = [.. Enumerable.Range(features - targets, targets)],
            Base = naive,
            Season = naive is BaseForecast.Seasonal or BaseForecast.Drift ? random.Next(1, 3) : 0,
            Transform = transform,
            TransformOffset = transform == TargetTransform.None ? 0 : 2,
            Differences = random.Next(2) == 0,
            Normalization = (InputNormalization)random.Next(normalizations),
            Known = known,
        };
    }

    private static LayerDescription[] Layers(Random random, int input, int hidden, bool isForward)
    {
        var first = Layer(random, input, hidden, isForward);
        return random.Next(3) == 0 ? [first, Layer(random, first.OutputSize, random.Next(1, 40), isForward)] : [first];
    }

    private static LayerDescription Layer(Random random, int input, int hidden, bool isForward) => new()
    {
        Cell = RecurrentCell.All[random.Next(RecurrentCell.All.Count)],
        InputSize = input,
        HiddenSize = hidden,
        Direction = isForward || random.Next(2) == 0 ? SequenceDirection.Forward : random.Next(2) == 0 ? SequenceDirection.Reverse : SequenceDirection.Bidirectional,
    };

    private static AffineScale? Scale(NetworkDescription network, int size) => network.Normalization == InputNormalization.None
        ? null
        : new AffineScale([.. Enumerable.Repeat(0.25f, size)], [.. Enumerable.Repeat(0.5f, size)]);
}
