using FsCheck.Xunit;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class RecurrentNetworkTests
{
    [Property(Arbitrary = [typeof(RandomSizes)], MaxTest = 60)]
    public void Run_EveryCellAndRandomSizes_AgreesWithEquations(RandomSizes sizes)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        foreach (var cell in RecurrentCell.All)
        {
            using var network = TestNetworks.Create(
                new NetworkDescription
                {
                    Features = sizes.Input,
                    Layers = sizes.Stack(cell),
                    Task = RecurrentTask.Encode,
                    Pooling = SequencePooling.None,
                },
                sizes.Seed);
            var input = TestNetworks.Input(sizes.Batch, sizes.Time, sizes.Input, sizes.Seed);
            var initial = sizes.InitialStates ? TestNetworks.States(network.Description.Layers, sizes.Batch, sizes.Seed) : null;

            var result = network.Run(input, initial);

            var oracle = OracleStack.FromNetwork(network);
            var sequences = OracleTensors.Sequences(input);
            for (var sequence = 0; sequence < sizes.Batch; sequence++)
            {
                var (outputs, finals) = oracle.Run(sequences[sequence], initial?.Select(state => OracleTensors.State(state, sequence)).ToArray());
                OracleAssert.Same(outputs, result.Output[sequence], $"{cell}, sequence {sequence}, output");
                for (var layer = 0; layer < finals.Length; layer++)
                    OracleAssert.Same(finals[layer], result.States[layer], sequence, $"{cell}, sequence {sequence}, layer {layer}");
            }
        }
    }

    [Property(Arbitrary = [typeof(RandomSizes)], MaxTest = 30)]
    public void Run_ScaledForecast_IsLinearInTheFinalStates(RandomSizes sizes)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(
            new NetworkDescription
            {
                Features = sizes.Input,
                Layers = sizes.Stack(RecurrentCell.Rnn),
                Normalization = InputNormalization.Standard,
                Forecast = new ForecastDescription { Horizon = 3, Targets = 2 },
            },
            sizes.Seed);
        var input = TestNetworks.Input(sizes.Batch, sizes.Time, sizes.Input, sizes.Seed);

        var output = network.forward(input);

        Assert.Equal([sizes.Batch, 3, 2], output.shape);
        var (inputScale, targetScale) = (network.InputScale!, network.TargetScale!);
        var head = Head(network);
        var sequences = OracleTensors.Sequences(input);
        for (var sequence = 0; sequence < sizes.Batch; sequence++)
        {
            // Scaled inputs: (x - mean) / standard deviation.
            double[][] scaled = [.. sequences[sequence].Select(step =>
                step.Select((value, feature) => (value - inputScale.Mean[feature]) / inputScale.StandardDeviation[feature]).ToArray())];
            var (_, finals) = OracleStack.FromNetwork(network).Run(scaled);
            // y = W_y h + c for each step of the horizon and each target, followed by y * standard deviation + mean.
            var expected = head.Apply([.. finals[^1].SelectMany(state => state.Hidden)])
                .Select((value, index) => (value * targetScale.StandardDeviation[index % 2]) + targetScale.Mean[index % 2]);
            OracleAssert.Same([.. expected], output[sequence], $"sequence {sequence}");
        }
    }

    [Fact]
    public void Run_Classes_OutputsTheSoftmaxOfTheHead()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(new NetworkDescription
        {
            Features = 2,
            Layers = TestLayers.Stack(RecurrentCell.Gru, 2, 5),
            Task = RecurrentTask.Tag,
            Pooling = SequencePooling.None,
            Classes = 3,
        });
        var input = TestNetworks.Input(batch: 4, time: 6, features: 2, seed: 1);

        var output = network.forward(input);

        Assert.Equal([4, 6, 3], output.shape);
        var head = Head(network);
        var (hidden, _) = OracleStack.FromNetwork(network).Run(OracleTensors.Sequences(input)[3]);
        double[][] probabilities =
            [.. hidden.Select(head.Apply).Select(logits => logits.Select(logit => Math.Exp(logit) / logits.Sum(Math.Exp)).ToArray())];
        OracleAssert.Same(probabilities, output[3], "probabilities");
    }

    [Fact]
    public void Run_Embedding_UsesTheRowOfEachToken()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(new NetworkDescription
        {
            Features = 1,
            Embedding = new EmbeddingDescription(VocabularySize: 4, EmbeddingSize: 3),
            Layers = TestLayers.Stack(RecurrentCell.Lstm, 3, 5),
            Task = RecurrentTask.Encode,
        });

        var output = network.forward(tensor(new long[] { 2, 0, 3 }, [1, 3]));

        var table = OracleTensors.ToDoubles(network.EmbeddingTable!.weight!).Chunk(3).ToArray();
        var (_, finals) = OracleStack.FromNetwork(network).Run([table[2], table[0], table[3]]);
        OracleAssert.Same(finals[0][0].Hidden, output[0], "final state");
    }

    [Fact]
    public void Create_SameSeed_CreatesTheSameWeights()
    {
        var description = NetworkDescription.CreateForecaster(
            RecurrentCell.GruResetBefore, featureCount: 2, hiddenSize: 4, layerCount: 2, bidirectional: true);
        using var first = RecurrentNetwork.Create(description, seed: 7);
        using var again = RecurrentNetwork.Create(description, seed: 7);
        using var other = RecurrentNetwork.Create(description, seed: 8);

        Assert.Equal(Weights(first), Weights(again));
        Assert.NotEqual(Weights(first), Weights(other));

        static double[] Weights(RecurrentNetwork network) => [.. network.parameters().SelectMany(OracleTensors.ToDoubles)];
    }

    [Fact]
    public void ParameterCount_EveryCell_MatchesTheParameters()
    {
        foreach (var cell in RecurrentCell.All)
        {
            using var network = RecurrentNetwork.Create(
                NetworkDescription.CreateForecaster(cell, featureCount: 3, hiddenSize: 5, layerCount: 2, bidirectional: true));

            Assert.Equal(network.Description.ParameterCount, network.parameters().Sum(parameter => parameter.numel()));
        }
    }

    [Fact]
    public void Constructor_HiddenSizeZero_Throws()
    {
        var description = new NetworkDescription { Features = 1, Layers = TestLayers.Stack(RecurrentCell.Rnn, 1, 0) };

        var exception = Assert.Throws<ArgumentException>(() => new RecurrentNetwork(description));

        Assert.Equal("The network cannot be built: hidden size is 0, expected 1 to 65536.", exception.Message);
    }

    private static Affine Head(RecurrentNetwork network) => new(
        [.. OracleTensors.ToDoubles(network.Head!.weight!).Chunk(network.Description.HeadInputSize)],
        OracleTensors.ToDoubles(network.Head.bias!));
}
