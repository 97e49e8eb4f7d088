using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class MemoryReachTests
{
    private const int Time = 12;

    [Property(MaxTest = 20)]
    public Property Measure_OneUnitLinearNetwork_IsAPowerOfItsWeight() => Prop.ForAll(
        Arb.From(from weight in Gen.Choose(20, 95)
                 from input in Gen.Choose(50, 300)
                 from head in Gen.Choose(50, 300)
                 select (weight / 100.0, input / 100.0, head / 100.0)),
        weights =>
        {
            var (recurrent, input, head) = weights;
            using var network = Linear(recurrent, input, head);
            using var data = Data(rand([5, Time, 1]));

            var reach = MemoryReach.Measure(network, data);

            // d y / d x[T-k] = head * w^k * input
            Assert.Equal(Time, reach.Gradients.Count);
            for (var lag = 0; lag < Time; lag++)
                Assert.Equal(head * input * Math.Pow(recurrent, lag), reach.Gradients[lag], 1e-4 * head * input);
            var halfLife = Math.Log(2) / -Math.Log(recurrent);
            Assert.Equal(Math.Min(halfLife, Time - 1), reach.HalfLife, 1e-3 * halfLife);
            Assert.Equal(halfLife > Time - 1, reach.IsWholeSequence);
        });

    [Theory]
    [InlineData("rnn", 1)]
    [InlineData("lstm", 1)]
    [InlineData("gru", 3)]
    public void Measure_Cell_IsTheNormOfTheOutputGradients(string cell, int classes)
    {
        var network = new NetworkDescription
        {
            Task = classes > 1 ? RecurrentTask.Classify : RecurrentTask.Forecast,
            Classes = classes > 1 ? classes : 0,
            Features = 2,
            Layers = NetworkDescription.CreateLayers(RecurrentCell.Parse(cell), 2, 4, 2, bidirectional: false),
        };
        using var module = TestNetworks.Create(network);
        using var inputs = TestNetworks.Input(3, 5, 2, seed: 4);
        using var data = SequenceData.FromTensors(inputs.clone(), classes > 1 ? zeros(3, dtype: ScalarType.Int64) : zeros(3, 1, 1));

        var reach = MemoryReach.Measure(module, data);

        for (var lag = 0; lag < 5; lag++)
        {
            var norms = Enumerable.Range(0, 3)
                .Select(row => Math.Sqrt(Enumerable.Range(0, 2).Sum(feature => SquaredSlopes(module, inputs, row, 4 - lag, feature))));
            Assert.Equal(norms.Average(), reach.Gradients[lag], 2e-3);
        }
    }

    [Fact]
    public void Measure_RaggedSequences_CountsLagsFromTheEndOfEach()
    {
        var frame = TestFrames.Read("id,c,x\na,p,1\na,p,2\na,p,3\nb,q,4\n", new DataColumns { Features = ["x"], Sequence = "id", Label = "c" });
        using var sequences = new FrameSequences(frame, new FrameShape { Task = RecurrentTask.Classify });
        using var data = sequences.GetSequences(DataPart.Train);
        using var network = Linear(0.5, 1, 1, classes: 2);

        // Two logits of weight 1 each: the norm of their gradients is sqrt(2).
        Assert.Equal([Math.Sqrt(2), Math.Sqrt(2) / 2, Math.Sqrt(2) / 4], MemoryReach.Measure(network, data).Gradients,
            (expected, actual) => Math.Abs(expected - actual) < 1e-6);
    }

    [Fact]
    public void Measure_ManyOutputs_SamplesThem()
    {
        using var network = Linear(0.5, 1, 1, horizon: 100);
        using var data = SequenceData.FromTensors(rand(4, Time, 1), zeros(4, 100, 1));

        // A hundred outputs of weight 1 each.
        Assert.Equal(10, MemoryReach.Measure(network, data).Gradients[0], 1e-4);
    }

    [Fact]
    public void Measure_Network_LeavesItUnchanged()
    {
        using var network = TestNetworks.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 3));
        using var data = Data(rand([2, Time, 1]));
        var before = network.parameters().SelectMany(OracleTensors.ToDoubles).ToList();

        MemoryReach.Measure(network, data);

        Assert.Equal(before, network.parameters().SelectMany(OracleTensors.ToDoubles));
        Assert.All(network.parameters(), parameter => Assert.Null(parameter.grad));
        Assert.Null(network.Augmentation);
    }

    [Fact]
    public void Measure_NetworkOfTokens_IsRefused()
    {
        using var network = TestNetworks.Initial(new NetworkDescription
        {
            Task = RecurrentTask.Classify,
            Classes = 2,
            Features = 1,
            Embedding = new EmbeddingDescription(3, 2),
            Layers = NetworkDescription.CreateLayers(RecurrentCell.Rnn, 2, 2, 1, bidirectional: false),
        });
        using var data = SequenceData.FromTensors(TestNetworks.Tokens(2, 3, 3), zeros(2, dtype: ScalarType.Int64));

        Assert.Equal(
            "The input of the network is tokens, which have no gradient: memory reach can be measured only for networks with numeric inputs. "
                + "(Parameter 'network')",
            Assert.Throws<ArgumentException>(() => MemoryReach.Measure(network, data)).Message);
    }

    [Theory]
    [InlineData(new[] { 8.0, 4, 2, 1 }, 1)]
    [InlineData(new[] { 4.0, 1 }, 0.5)]
    [InlineData(new[] { 4.0, 0 }, 0)]
    [InlineData(new[] { 4.0, 1, 1, 8, 1 }, 3.6666666666666665)]
    [InlineData(new[] { 4.0, 1, 9 }, 2)]
    [InlineData(new[] { 4.0 }, 0)]
    [InlineData(new[] { 0.0, 1 }, double.NaN)]
    [InlineData(new[] { double.PositiveInfinity, 1 }, double.NaN)]
    public void HalfLife_Gradients_IsTheLastLagWithHalfOfTheFirst(double[] gradients, double expected) =>
        Assert.Equal(expected, MemoryReach.FromGradients(gradients).HalfLife, 1e-12);

    // h[t] = max(0, w h[t-1] + u x[t]), which is linear where all are positive; y = v h[T].
    private static RecurrentNetwork Linear(double recurrent, double input, double head, int classes = 0, int horizon = 1)
    {
        var network = TestNetworks.Initial(NetworkDescription.CreateForecaster(RecurrentCell.RnnRelu, featureCount: 1, hiddenSize: 1) with
        {
            Task = classes > 0 ? RecurrentTask.Classify : RecurrentTask.Forecast,
            Classes = classes,
            Forecast = new ForecastDescription { Horizon = horizon },
        });
        using var none = no_grad();
        foreach (var parameter in network.parameters())
            parameter.zero_();
        var layer = network.Layers[0].Directions[0];
        layer.InputWeight.fill_(input);
        layer.RecurrentWeight.fill_(recurrent);
        network.Head!.weight!.fill_(head);
        return network;
    }

    private static SequenceData Data(Tensor inputs) => SequenceData.FromTensors(inputs, zeros(inputs.shape[0], 1, 1));

    // The sum over outputs of (d output / d input)^2, by central differences.
    private static double SquaredSlopes(RecurrentNetwork network, Tensor inputs, int row, int step, int feature)
    {
        const double width = 1e-2;
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var slopes = (Moved(width) - Moved(-width)) / (2 * width);
        return slopes.square().sum().item<float>();

        Tensor Moved(double by)
        {
            var moved = inputs.clone();
            moved[row, step, feature] += by;
            return network.ComputeScores(moved).Scores[row].flatten();
        }
    }
}
