using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Categories in the module: unknown codes, the training of their vector, and what a code changes.</summary>
public sealed class CategoryTests
{
    private static readonly NetworkDescription Network = new()
    {
        Features = 2,
        Categories = [new(3, 2)],
        Layers = NetworkDescription.CreateLayers(RecurrentCell.Gru, 1 + 2, 4, 1, bidirectional: false),
        Forecast = new ForecastDescription { TargetFeatures = [0] },
    };

    [Theory, InlineData(-1f), InlineData(4f), InlineData(1.5f), InlineData(float.PositiveInfinity), InlineData(float.MaxValue)]
    public void Run_InvalidCode_EqualsCodeZero(float code)
    {
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(Network);

        Assert.Equal(Output(network, 0), Output(network, code));
        Assert.NotEqual(Output(network, 0), Output(network, 1));
        Assert.NotEqual(Output(network, 2), Output(network, 1));
    }

    [Fact]
    public void Fit_EveryCodeKnown_TrainsTheUnknownVectorToo()
    {
        using var scope = NewDisposeScope();
        using var network = RecurrentNetwork.Create(Network, seed: 4);
        var before = Table(network);

        Fit(network, seed: 5);

        var after = Table(network);
        for (var code = 0; code <= 3; code++)
            Assert.NotEqual(before[(2 * code)..(2 * (code + 1))], after[(2 * code)..(2 * (code + 1))]);
    }

    // Three series that differ in nothing but their level after the window: only the code tells them apart.
    [Fact]
    public void Fit_LevelByCode_IsLearned()
    {
        using var scope = NewDisposeScope();
        using var network = RecurrentNetwork.Create(Network, seed: 4);

        Fit(network, seed: 5, epochs: 60);

        for (var code = 1; code <= 3; code++)
            Assert.Equal(code, Output(network, code), 0.25f);
        Assert.InRange(Output(network, 0), 1.3f, 2.7f);
    }

    [Fact]
    public void Fit_SameSeed_GivesTheSameBits()
    {
        using var scope = NewDisposeScope();
        float[][] tables = [.. new[] { 1, 2 }.Select(threads =>
        {
            set_num_threads(threads);
            using var network = RecurrentNetwork.Create(Network, seed: 4);
            Fit(network, seed: 5);
            return Table(network);
        })];

        Assert.Equal(tables[0], tables[1]);
    }

    private static void Fit(RecurrentNetwork network, int seed, int epochs = 5)
    {
        using var generator = new Generator((ulong)seed, CPU);
        var codes = randint(1, 4, [300, 1, 1], generator: generator).expand(-1, 6, -1);
        var inputs = cat([randn([300, 6, 1], generator: generator), codes.to(ScalarType.Float32)], 2);
        var targets = codes.narrow(1, 0, 1).to(ScalarType.Float32);
        NetworkFitter.Fit(network, SequenceData.FromTensors(inputs, targets), new FitOptions { Epochs = epochs, Seed = seed, LearningRate = 0.02 });
    }

    private static float Output(RecurrentNetwork network, float code)
    {
        network.eval();
        using var none = no_grad();
        return network.forward(tensor(new[] { 0.3f, code, -0.2f, code, 0, code, 0.1f, code, 0.4f, code, -0.1f, code }, [1, 6, 2])).item<float>();
    }

    private static float[] Table(RecurrentNetwork network) => WeightLayout.Read(network).Categories[0];
}
