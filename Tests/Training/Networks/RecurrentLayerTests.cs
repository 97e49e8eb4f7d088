using FsCheck.Xunit;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class RecurrentLayerTests
{
    [Property(Arbitrary = [typeof(RandomSizes)], MaxTest = 60)]
    public void Run_EveryCellAndRandomSizes_AgreesWithEquations(RandomSizes sizes)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        foreach (var cell in RecurrentCell.All)
        {
            var layer = new RecurrentLayer(sizes.Stack(cell)[0]);
            TestNetworks.Randomize(layer, sizes.Seed);
            var input = TestNetworks.Input(sizes.Batch, sizes.Time, sizes.Input, sizes.Seed);
            var initial = sizes.InitialStates ? TestNetworks.States([layer.Description], sizes.Batch, sizes.Seed)[0] : null;

            var (output, final) = layer.Run(input, initial);

            var oracle = OracleLayer.FromLayer(layer);
            var sequences = OracleTensors.Sequences(input);
            for (var sequence = 0; sequence < sizes.Batch; sequence++)
            {
                var (outputs, finals) = oracle.Run(sequences[sequence], initial is null ? null : OracleTensors.State(initial, sequence));
                OracleAssert.Same(outputs, output[sequence], $"{cell}, sequence {sequence}, output");
                OracleAssert.Same(finals, final, sequence, $"{cell}, sequence {sequence}");
            }
        }
    }

    [Property(Arbitrary = [typeof(RandomSizes)], MaxTest = 20)]
    public void Run_Lengths_GivesTheStatesOfEachSequenceAlone(RandomSizes sizes)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var random = new Random(sizes.Seed);
        foreach (var cell in RecurrentCell.All)
        {
            using var layer = new RecurrentLayer(sizes.Stack(cell)[0]);
            var input = TestNetworks.Input(sizes.Batch, sizes.Time, sizes.Input, sizes.Seed);
            var initial = sizes.InitialStates ? TestNetworks.States([layer.Description], sizes.Batch, sizes.Seed)[0] : null;
            var lengths = Enumerable.Range(0, sizes.Batch).Select(_ => random.NextInt64(1, sizes.Time + 1)).ToArray();

            var result = RecurrentLayer.Run(
                [layer], [input], [initial], new SequenceLengths(tensor(lengths), sizes.Time), returnsOutput: true, cell.StateCount)[0];

            for (var sequence = 0; sequence < sizes.Batch; sequence++)
            {
                var state = initial is null ? null : new RecurrentState(
                    initial.HiddenState.narrow(1, sequence, 1), initial.CellState?.narrow(1, sequence, 1));
                var (output, final) = layer.Run(input.narrow(0, sequence, 1).narrow(1, 0, lengths[sequence]), state);
                var what = $"{cell}, sequence {sequence} of {sizes}";
                TensorAssert.Close(output, result.Output!.narrow(0, sequence, 1).narrow(1, 0, lengths[sequence]), 1e-5, what);
                TensorAssert.Close(final.HiddenState, result.Final.HiddenState.narrow(1, sequence, 1), 1e-5, what);
                if (cell.HasCellState)
                    TensorAssert.Close(final.CellState!, result.Final.CellState!.narrow(1, sequence, 1), 1e-5, what);
            }
        }
    }

    [Fact]
    public void Run_Lstm_HasTheDocumentedShapes()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var layer = new RecurrentLayer(new LayerDescription { Cell = RecurrentCell.Lstm, InputSize = 10, HiddenSize = 20 });

        var (output, final) = layer.Run(TestNetworks.Input(batch: 5, time: 3, features: 10, seed: 1));

        Assert.Equal([5, 3, 20], output.shape);
        Assert.Equal([1, 5, 20], final.HiddenState.shape);
        Assert.Equal([1, 5, 20], final.CellState!.shape);
    }

    [Theory]
    [InlineData("rnn")]
    [InlineData("rnn-relu")]
    [InlineData("gru")]
    [InlineData("gru-reset-before")]
    public void Run_CellWithOneState_HasTheDocumentedShapesAndNoCellState(string cell)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var layer = new RecurrentLayer(new LayerDescription { Cell = RecurrentCell.Parse(cell), InputSize = 10, HiddenSize = 20 });

        var (output, final) = layer.Run(TestNetworks.Input(batch: 5, time: 3, features: 10, seed: 1));

        Assert.Equal([5, 3, 20], output.shape);
        Assert.Equal([1, 5, 20], final.HiddenState.shape);
        Assert.Null(final.CellState);
    }

    [Fact]
    public void Run_Bidirectional_FinalStatesAreAtBothEnds()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var layer = new RecurrentLayer(TestLayers.Stack(RecurrentCell.Gru, 2, 4, direction: SequenceDirection.Bidirectional)[0]);

        var (output, final) = layer.Run(TestNetworks.Input(batch: 3, time: 6, features: 2, seed: 1));

        Assert.Equal([3, 6, 8], output.shape);
        Assert.Equal([2, 3, 4], final.HiddenState.shape);
        Assert.Equal(OracleTensors.ToDoubles(output.select(1, 5).narrow(1, 0, 4)), OracleTensors.ToDoubles(final.HiddenState[0]));
        Assert.Equal(OracleTensors.ToDoubles(output.select(1, 0).narrow(1, 4, 4)), OracleTensors.ToDoubles(final.HiddenState[1]));
    }
}
