using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Networks with random weights, and random data for them.</summary>
internal static class TestNetworks
{
    // Threads that wait for each other cost networks as small as these more than they give.
    static TestNetworks() => set_num_threads(1);

    /// <summary>A network in evaluation mode whose every weight and bias is random and above or below 0.</summary>
    public static RecurrentNetwork Create(NetworkDescription description, int seed = 1)
    {
        var network = RecurrentNetwork.Create(description, seed);
        Randomize(network, seed);
        if (description.Normalization != InputNormalization.None)
        {
            var random = new Random(seed);
            var turnsBack = description is { Normalization: InputNormalization.Standard, Task: RecurrentTask.Forecast };
            network.SetScales(Scale(random, description.NormalizedFeatures), turnsBack ? Scale(random, description.Forecast.Targets) : null, description.Forecast.FutureCovariates > 0 ? Scale(random, description.Forecast.FutureCovariates) : null);
        }

        if (network.Quantiles is { } quantiles)
        {
            // Some steps wider, some narrower, none for the median.
            var random = new Random(seed);
            quantiles.Shift = [.. quantiles.Shift.Select((_, index) =>
                index % description.Forecast.Quantiles.Count == description.MedianIndex ? 0 : (float)((random.NextDouble() * 1.5) - 1))];
        }

        network.eval();
        return network;
    }

    /// <summary>A network as it is before a fit: with the initial weights of a seed.</summary>
    public static RecurrentNetwork Initial(NetworkDescription description, long seed = 1) => RecurrentNetwork.Create(description, seed);

    /// <summary>Gives every weight and bias of a module another value, between -0.6 and 0.6.</summary>
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

    /// <summary>Random values [batch, time, features], about normal.</summary>
    public static Tensor Input(int batch, int time, int features, int seed)
    {
        using var generator = new Generator((ulong)seed + 1, CPU);
        return randn([batch, time, features], generator: generator);
    }

    /// <summary>Random tokens [sequences, time].</summary>
    public static Tensor Tokens(int sequences, int time, int vocabulary)
    {
        using var generator = new Generator(1, CPU);
        return randint(0, vocabulary, [sequences, time], dtype: ScalarType.Int64, generator: generator);
    }

    /// <summary>A random initial state for each layer.</summary>
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
