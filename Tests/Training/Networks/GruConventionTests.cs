using FsCheck.Xunit;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>In textbooks z admits the new state; in PyTorch and ONNX it keeps the previous one.</summary>
public sealed class GruConventionTests
{
    [Property(Arbitrary = [typeof(RandomSizes)], MaxTest = 60)]
    public void Run_UpdateWeightsNegated_MatchesTheTextbookForm(RandomSizes sizes)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var layer = new RecurrentLayer(TestLayers.Stack(RecurrentCell.GruResetBefore, sizes.Input, sizes.Hidden, bias: sizes.Bias)[0]);
        TestNetworks.Randomize(layer, sizes.Seed);
        var input = TestNetworks.Input(sizes.Batch, sizes.Time, sizes.Input, sizes.Seed);
        // The weights of the layer in the textbook equations: z = sigmoid(W_z [h, x] + b_z), h = (1 - z) * h + z * h~.
        var weights = new StackedWeights(layer.Directions[0], sizes.Hidden);
        var textbookCell = new TextbookGruOracle(update: weights.OfBoth(1), reset: weights.OfBoth(0), candidate: weights.OfBoth(2));
        var textbook = new OracleLayer([textbookCell], SequenceDirection.Forward);

        NegateUpdate(layer.Directions[0], sizes.Hidden);
        var (output, _) = layer.Run(input);

        var sequences = OracleTensors.Sequences(input);
        for (var sequence = 0; sequence < sizes.Batch; sequence++)
            OracleAssert.Same(textbook.Run(sequences[sequence], null).Outputs, output[sequence], $"sequence {sequence}");
    }

    [Fact]
    public void Run_UpdateWeightsUnchanged_DiffersFromTheTextbookForm()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var layer = new RecurrentLayer(TestLayers.Stack(RecurrentCell.GruResetBefore, 2, 4)[0]);
        TestNetworks.Randomize(layer, seed: 1);
        var input = TestNetworks.Input(batch: 1, time: 5, features: 2, seed: 1);
        var before = layer.forward(input).clone();

        NegateUpdate(layer.Directions[0], hidden: 4);

        Assert.True((before - layer.forward(input)).abs().max().item<float>() > 0.01f);
    }

    [Fact]
    public void Run_ResetBeforeAndAfter_DifferWithTheSameWeights()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var before = new RecurrentLayer(TestLayers.Stack(RecurrentCell.GruResetBefore, 2, 4)[0]);
        using var after = new RecurrentLayer(TestLayers.Stack(RecurrentCell.Gru, 2, 4)[0]);
        TestNetworks.Randomize(before, seed: 1);
        WeightLayout.Write(after, WeightLayout.Read(before));
        var input = TestNetworks.Input(batch: 1, time: 5, features: 2, seed: 1);

        Assert.True((before.forward(input) - after.forward(input)).abs().max().item<float>() > 0.01f);
    }

    // PyTorch stacks reset, update, new: the update gate's rows are the second block.
    private static void NegateUpdate(Recurrence recurrence, int hidden)
    {
        foreach (var weight in new[] { recurrence.InputWeight, recurrence.RecurrentWeight, recurrence.InputBias, recurrence.RecurrentBias })
            weight?.narrow(0, hidden, hidden).neg_();
    }
}
