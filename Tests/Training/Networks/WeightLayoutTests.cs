using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class WeightLayoutTests
{
    [Property]
    public Property Reorder_ThenInverse_ReturnsTheSource() => Prop.ForAll(
        Arb.From(from order in Gen.Choose(1, 6).SelectMany(count => Gen.Shuffle(Enumerable.Range(0, count)))
                 from size in Gen.Choose(1, 5)
                 select (order, size)),
        drawn =>
        {
            float[] blocks = [.. Enumerable.Range(0, drawn.order.Length * drawn.size).Select(index => (float)index)];

            var reordered = WeightLayout.Reorder(blocks, drawn.order);

            Assert.Equal(blocks, WeightLayout.Reorder(reordered, WeightLayout.Invert(drawn.order)));
            Assert.Equal(blocks, WeightLayout.Reorder(WeightLayout.Reorder(blocks, WeightLayout.Invert(drawn.order)), drawn.order));
        });

    // The gates in the order of the ONNX operators: RNN one block; LSTM iofc; GRU zrh.
    [Theory]
    [InlineData("rnn", "tanh")]
    [InlineData("rnn-relu", "relu")]
    [InlineData("lstm", "input, output, forget, cell")]
    [InlineData("gru", "update, reset, new")]
    [InlineData("gru-reset-before", "update, reset, new")]
    public void OnnxGateOrder_EveryCell_MatchesTheOperator(string name, string expected)
    {
        var cell = RecurrentCell.Parse(name);

        Assert.Equal(expected, string.Join(", ", cell.OnnxGateOrder.ToArray().Select(block => cell.Blocks[block])));
    }

    [Fact]
    public void Read_BidirectionalLstm_StacksDirectionsWithInputBiasesFirst()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var layer = new RecurrentLayer(
            TestLayers.Stack(RecurrentCell.Lstm, input: 1, hidden: 1, direction: SequenceDirection.Bidirectional)[0]);
        Fill(layer.Directions[0], 1);
        Fill(layer.Directions[1], 101);

        var weights = WeightLayout.Read(layer);

        // PyTorch's i, f, g, o become ONNX's i, o, f, c; B = [Wb, Rb] of each direction.
        Assert.Equal([1, 4, 2, 3, 101, 104, 102, 103], weights.Input);
        Assert.Equal([11, 14, 12, 13, 111, 114, 112, 113], weights.Recurrent);
        Assert.Equal([21, 24, 22, 23, 31, 34, 32, 33, 121, 124, 122, 123, 131, 134, 132, 133], weights.Bias!);
    }

    [Property(Arbitrary = [typeof(RandomSizes)], MaxTest = 30)]
    public void Write_WeightsOfAnotherNetwork_CopiesWeightsAndOutputs(RandomSizes sizes)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        foreach (var cell in RecurrentCell.All)
        {
            var description = new NetworkDescription
            {
                Features = sizes.Input,
                Layers = sizes.Stack(cell),
                Normalization = InputNormalization.Standard,
                Forecast = new ForecastDescription { Horizon = 2, Targets = 3 },
            };
            using var source = TestNetworks.Create(description, sizes.Seed);
            using var copy = TestNetworks.Create(description, sizes.Seed - 1);
            var weights = WeightLayout.Read(source);

            WeightLayout.Write(copy, weights);

            Assert.Equal(source.parameters().SelectMany(OracleTensors.ToDoubles), copy.parameters().SelectMany(OracleTensors.ToDoubles));
            var input = TestNetworks.Input(sizes.Batch, sizes.Time, sizes.Input, sizes.Seed);
            Assert.Equal(OracleTensors.ToDoubles(source.forward(input)), OracleTensors.ToDoubles(copy.forward(input)));
            Assert.Equivalent(weights, WeightLayout.Read(copy), strict: true);
        }
    }

    [Fact]
    public void Write_EmbeddingOfAnotherNetwork_CopiesTheTable()
    {
        var description = new NetworkDescription
        {
            Features = 1,
            Embedding = new EmbeddingDescription(5, 3),
            Layers = TestLayers.Stack(RecurrentCell.Gru, 3, 4),
            Task = RecurrentTask.Classify,
            Classes = 2,
        };
        using var source = TestNetworks.Create(description, seed: 1);
        using var copy = TestNetworks.Create(description, seed: 2);

        WeightLayout.Write(copy, WeightLayout.Read(source));

        Assert.Equal(OracleTensors.ToDoubles(source.EmbeddingTable!.weight!), OracleTensors.ToDoubles(copy.EmbeddingTable!.weight!));
        Assert.Equal(OracleTensors.ToDoubles(source.Head!.weight!), OracleTensors.ToDoubles(copy.Head!.weight!));
    }

    // Blocks i, f, g, o have the values n + 1 to n + 4, with another multiple of ten n for each weight.
    private static void Fill(Recurrence recurrence, int first)
    {
        var weights = new[] { recurrence.InputWeight, recurrence.RecurrentWeight, recurrence.InputBias!, recurrence.RecurrentBias! };
        for (var index = 0; index < weights.Length; index++)
            weights[index].copy_(arange(first + (10 * index), first + (10 * index) + 4).reshape(weights[index].shape));
    }
}
