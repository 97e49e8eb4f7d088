using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>Random networks of every kind that the managed engine computes, with small random weights.</summary>
internal static class RandomEngineNetworks
{
    /// <summary>Creates a network with a given hidden size of the first layer.</summary>
    /// <param name="random">The random generator.</param>
    /// <param name="hidden">The hidden size of the first layer.</param>
    /// <param name="isForward">Whether a stream can compute the network: its layers are forward, and it needs nothing but past steps.</param>
    public static NetworkDescription Network(Random random, int hidden, bool isForward)
    {
        var features = random.Next(1, 40);
        var network = random.Next(2) == 0
            ? new NetworkDescription
            {
                Features = features,
                Layers = [],
                Pooling = Enum.GetValues<SequencePooling>()[random.Next(5)],
                Forecast = new ForecastDescription { Targets = random.Next(1, 20) },
            }
            : History(random, features, isForward);
        network = network with
        {
            HasLayerNormalization = random.Next(4) == 0,
            EnsembleSize = random.Next(4) == 0 ? random.Next(2, 4) : 1,
            Forecast = network.Forecast with { Quantiles = random.Next(4) == 0 ? [0.1, 0.5, 0.75, 0.9] : [] },
        };
        if (random.Next(3) == 0)
            network = WithCategories(random, network);
        network = network with { Layers = Layers(random, network.InputSize, hidden, isForward) };
        if (random.Next(2) == 0)
            network = RandomParts.Add(random, network, isForward);
        network.Validate();
        return network;
    }

    public static NetworkWeights Weights(Random random, NetworkDescription network)
    {
        var weights = WeightList.Allocate(network);
        foreach (var entry in WeightList.GetEntries(network))
            CreateValues(random, (int)entry.Count).CopyTo(entry.Values(weights));
        return weights with
        {
            InputScale = Scale(network, network.NormalizedFeatures),
            FutureCovariateScale = network.Forecast.FutureCovariates > 0 ? Scale(network, network.Forecast.FutureCovariates) : null,
            TargetScale = network.Normalization is InputNormalization.Standard or InputNormalization.Series
                ? Scale(network, network.Forecast.Targets)
                : null,
        };
    }

    public static float[] CreateValues(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) / 8)];

    private static NetworkDescription History(Random random, int features, bool isForward)
    {
        var targets = random.Next(1, features + 1);
        var baseline = Enum.GetValues<ResidualBaseline>()[random.Next(4)];
        var transform = Enum.GetValues<TargetTransform>()[random.Next(3)];
        var pooling = Enum.GetValues<SequencePooling>()[random.Next(5)];
        var futureCovariates = pooling == SequencePooling.FinalState ? random.Next(1, 4) : 0;
        var normalization = (InputNormalization)random.Next(isForward ? 2 : 3);
        var hasLags = futureCovariates > 0 && normalization == InputNormalization.Window;
        return new NetworkDescription
        {
            Features = features,
            Layers = [],
            Pooling = pooling,
            Forecast = new ForecastDescription
            {
                Targets = targets,
                Horizon = pooling == SequencePooling.None ? 1 : random.Next(1, 4),
                TargetFeatures = [.. Enumerable.Range(features - targets, targets)],
                ResidualBaseline = baseline,
                SeasonLength = baseline is ResidualBaseline.SeasonalNaive or ResidualBaseline.SeasonalDrift ? random.Next(1, 3) : 0,
                Transform = transform,
                TransformOffset = transform == TargetTransform.None ? 0 : 2,
                HasDifferences = random.Next(2) == 0,
                FutureCovariates = futureCovariates,
                // The second covariate is not a lag.
                LagFeatures = hasLags
                    ? [.. Enumerable.Range(0, futureCovariates).Select(index => index == 1 ? (int?)null : random.Next(features))]
                    : [],
            },
            Normalization = normalization,
        };
    }

    private static NetworkDescription WithCategories(Random random, NetworkDescription network)
    {
        CategoryDescription[] categories =
            [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new CategoryDescription(random.Next(1, 9), random.Next(1, 20)))];
        return network with
        {
            Features = network.Features + categories.Length,
            Categories = categories,
            Normalization = network.Normalization == InputNormalization.Standard && random.Next(2) == 0
                ? InputNormalization.Series
                : network.Normalization,
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
        Direction = isForward || random.Next(2) == 0 ? SequenceDirection.Forward
            : random.Next(2) == 0 ? SequenceDirection.Reverse
            : SequenceDirection.Bidirectional,
    };

    private static AffineScale? Scale(NetworkDescription network, int size) => network.Normalization == InputNormalization.None
        ? null
        : new AffineScale([.. Enumerable.Repeat(0.25f, network.ScaleCount * size)], [.. Enumerable.Repeat(0.5f, network.ScaleCount * size)]);
}
