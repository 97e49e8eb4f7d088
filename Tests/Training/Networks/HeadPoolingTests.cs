using FsCheck.Xunit;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Pooling of hidden states, compared with explicit sums and maxima.</summary>
public sealed class HeadPoolingTests
{
    [Property(Arbitrary = [typeof(RandomSizes)], MaxTest = 30)]
    public void Run_MeanAndMax_AreThoseOfEveryStep(RandomSizes sizes)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var everyStep = new NetworkDescription
        {
            Features = sizes.Input,
            Layers = sizes.Stack(RecurrentCell.Gru),
            Task = RecurrentTask.Encode,
            Pooling = SequencePooling.None,
        };
        var input = TestNetworks.Input(sizes.Batch, sizes.Time, sizes.Input, sizes.Seed);
        var steps = OracleTensors.Sequences(Run(everyStep));

        var mean = Run(everyStep with { Pooling = SequencePooling.Mean });
        var max = Run(everyStep with { Pooling = SequencePooling.Max });

        for (var sequence = 0; sequence < sizes.Batch; sequence++)
        {
            double[][] units = [.. Enumerable.Range(0, everyStep.HeadInputSize).Select(unit => steps[sequence].Select(step => step[unit]).ToArray())];
            OracleAssert.Same([.. units.Select(unit => unit.Sum() / sizes.Time)], mean[sequence], "mean");
            OracleAssert.Same([.. units.Select(unit => unit.Max())], max[sequence], "maximum");
        }

        Tensor Run(NetworkDescription description)
        {
            using var network = TestNetworks.Create(description, sizes.Seed);
            return network.forward(input).MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void Run_LayerNormalization_NormalizesEachStepSeparately()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var plain = new NetworkDescription
        {
            Features = 2,
            Layers = TestLayers.Stack(RecurrentCell.Lstm, 2, 5),
            Task = RecurrentTask.Encode,
            Pooling = SequencePooling.None,
        };
        using var network = TestNetworks.Create(plain with { HasLayerNormalization = true });
        using var without = RecurrentNetwork.Create(plain);
        WeightLayout.Write(without, WeightLayout.Read(network));
        var input = TestNetworks.Input(batch: 2, time: 4, features: 2, seed: 1);

        var output = network.forward(input);

        var norm = WeightLayout.Read(network).Layers[0].Norm!;
        var hidden = OracleTensors.Sequences(without.forward(input));
        for (var sequence = 0; sequence < 2; sequence++)
            OracleAssert.Same([.. hidden[sequence].Select(Normalized)], output[sequence], $"sequence {sequence}");

        double[] Normalized(double[] step)
        {
            var mean = step.Average();
            var standardDeviation = Math.Sqrt(step.Average(value => (value - mean) * (value - mean)) + 1e-5);
            return [.. step.Select((value, unit) => ((value - mean) / standardDeviation * norm.Scale[unit]) + norm.Shift[unit])];
        }
    }

    [Theory]
    [InlineData(new long[] { 0, 2 }, "The lengths range from 0 to 2, expected 1 to 3, the number of time steps of the batch.")]
    [InlineData(new long[] { 1, 4 }, "The lengths range from 1 to 4, expected 1 to 3, the number of time steps of the batch.")]
    [InlineData(new long[] { 1 }, "The shape of the lengths is [1], expected [2], each size at least 1.")]
    public void Run_InvalidLengths_Throws(long[] lengths, string message)
    {
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 4));
        var input = new NetworkInput(TestNetworks.Input(batch: 2, time: 3, features: 2, seed: 1)) { Lengths = tensor(lengths) };

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => network.Run(input)).Message);
    }

    [Fact]
    public void Run_NonIntegerLengths_Throws()
    {
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 4));
        var input = new NetworkInput(TestNetworks.Input(batch: 2, time: 3, features: 2, seed: 1)) { Lengths = tensor(new[] { 1f, 2f }) };

        Assert.Equal("The lengths have type Float32, expected Int64.", Assert.Throws<ArgumentException>(() => network.Run(input)).Message);
    }

    [Fact]
    public void Run_HeadDropout_AppliesDuringTrainingOnly()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 8) with
        {
            Regularization = new RegularizationDescription { HeadDropout = 0.5 },
        });
        var input = TestNetworks.Input(batch: 6, time: 3, features: 2, seed: 1);
        var expected = OracleTensors.ToDoubles(network.forward(input));

        Assert.Equal(expected, OracleTensors.ToDoubles(network.forward(input)));
        network.train();
        Assert.NotEqual(expected, OracleTensors.ToDoubles(network.forward(input)));
    }
}
