using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Networks with random weights, and random data for them.</summary>
internal static class TestNetworks
{
    // For networks as small as these, several threads are slower than one.
    static TestNetworks() => set_num_threads(1);

    /// <summary>Creates a network in evaluation mode, in which every weight and bias is random.</summary>
    public static RecurrentNetwork Create(NetworkDescription description, int seed = 1)
    {
        var network = RecurrentNetwork.Create(description, seed);
        Randomize(network, seed);
        if (description.Normalization != InputNormalization.None)
        {
            var random = new Random(seed);
            var hasTargetScale = description is { Normalization: not InputNormalization.Window, Task: RecurrentTask.Forecast };
            var (covariates, scales) = (description.Forecast.FutureCovariates, description.ScaleCount);
            network.SetScales(
                Scale(random, scales * description.NormalizedFeatures),
                hasTargetScale ? Scale(random, scales * description.Forecast.Targets) : null,
                covariates > 0 ? Scale(random, scales * covariates) : null);
        }

        if (network.Quantiles is { } quantiles)
        {
            // Some steps become larger, some smaller; the median has no shift.
            var random = new Random(seed);
            quantiles.Shift = [.. quantiles.Shift.Select((_, index) =>
                index % description.Forecast.Quantiles.Count == description.MedianIndex ? 0 : (float)((random.NextDouble() * 1.5) - 1))];
        }

        network.eval();
        return network;
    }

    /// <summary>Creates a network with the initial weights of a seed.</summary>
    public static RecurrentNetwork Initial(NetworkDescription description, long seed = 1) => RecurrentNetwork.Create(description, seed);

    /// <summary>Sets every weight and bias of a module to a random value between -0.6 and 0.6.</summary>
    public static void Randomize(nn.Module module, int seed)
    {
        using var none = no_grad();
        using var generator = new Generator((ulong)seed, CPU);
        foreach (var parameter in module.parameters())
        {
            using var scope = NewDisposeScope();
            parameter.copy_((rand(parameter.shape, generator: generator) * 1.2) - 0.6);
        }
    }

    /// <summary>Creates random values [batch, time, features] with a standard normal distribution.</summary>
    public static Tensor Input(int batch, int time, int features, int seed)
    {
        using var generator = new Generator((ulong)seed + 1, CPU);
        return randn([batch, time, features], generator: generator);
    }

    /// <summary>Creates random tokens [sequences, time].</summary>
    public static Tensor Tokens(int sequences, int time, int vocabulary)
    {
        using var generator = new Generator(1, CPU);
        return randint(0, vocabulary, [sequences, time], dtype: ScalarType.Int64, generator: generator);
    }

    /// <summary>Creates a random initial state for each layer.</summary>
    public static IReadOnlyList<RecurrentState> States(IEnumerable<LayerDescription> layers, int batch, int seed)
    {
        using var generator = new Generator((ulong)seed + 2, CPU);
        return [.. layers.Select(layer => new RecurrentState(
            randn([layer.DirectionCount, batch, layer.HiddenSize], generator: generator).tanh(),
            layer.Cell == RecurrentCell.Lstm ? randn([layer.DirectionCount, batch, layer.HiddenSize], generator: generator) : null))];
    }

    private static AffineScale Scale(Random random, int size) => new(
        [.. Enumerable.Range(0, size).Select(_ => (float)((random.NextDouble() * 4) - 2))],
        [.. Enumerable.Range(0, size).Select(_ => (float)(0.5 + random.NextDouble()))]);
}
