using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Compares stacked layers of this library with TorchSharp's modules of several layers and directions.</summary>
public sealed class TorchStackTests
{
    private const int Input = 3;
    private const int Hidden = 6;
    private const int Batch = 4;
    private const int Time = 9;

    public static TheoryData<string, int, bool> Stacks => [.. from cell in new[] { "rnn", "rnn-relu", "lstm", "gru" }
                                                             from layers in new[] { 1, 2, 3 }
                                                             from bidirectional in new[] { false, true }
                                                             select (cell, layers, bidirectional)];

    [Theory, MemberData(nameof(Stacks))]
    public void Run_SameWeights_MatchesTorch(string name, int layers, bool bidirectional)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var cell = RecurrentCell.Parse(name);
        var direction = bidirectional ? SequenceDirection.Bidirectional : SequenceDirection.Forward;
        using var network = TestNetworks.Create(new NetworkDescription
        {
            Features = Input,
            Layers = TestLayers.Stack(cell, Input, Hidden, layers, direction),
            Task = RecurrentTask.Encode,
            Pooling = SequencePooling.None,
        });
        var input = TestNetworks.Input(Batch, Time, Input, seed: 1);
        var initial = TestNetworks.States(network.Description.Layers, Batch, seed: 1);
        var hidden = cat([.. initial.Select(state => state.HiddenState)], 0);
        var cellState = cell == RecurrentCell.Lstm ? cat([.. initial.Select(state => state.CellState!)], 0) : null;

        var result = network.Run(input, initial);
        var (output, finalHidden, finalCell) = RunTorch(network, cell, layers, bidirectional, input, hidden, cellState);

        Same(output, result.Output);
        Same(finalHidden, cat([.. result.States.Select(state => state.HiddenState)], 0));
        if (finalCell is not null)
            Same(finalCell, cat([.. result.States.Select(state => state.CellState!)], 0));
    }

    private static (Tensor Output, Tensor Hidden, Tensor? Cell) RunTorch(
        RecurrentNetwork network, RecurrentCell cell, int layers, bool bidirectional, Tensor input, Tensor hidden, Tensor? cellState)
    {
        if (cell == RecurrentCell.Lstm)
        {
            using var lstm = nn.LSTM(Input, Hidden, layers, batchFirst: true, bidirectional: bidirectional);
            CopyWeights(network, lstm);
            return lstm.call(input, (hidden, cellState!));
        }

        if (cell == RecurrentCell.Gru)
        {
            using var gru = nn.GRU(Input, Hidden, layers, batchFirst: true, bidirectional: bidirectional);
            CopyWeights(network, gru);
            var (output, final) = gru.call(input, hidden);
            return (output, final, null);
        }

        using var rnn = nn.RNN(
            Input,
            Hidden,
            layers,
            cell == RecurrentCell.RnnRelu ? nn.NonLinearities.ReLU : nn.NonLinearities.Tanh,
            batchFirst: true,
            bidirectional: bidirectional);
        CopyWeights(network, rnn);
        var (outputs, finals) = rnn.call(input, hidden);
        return (outputs, finals, null);
    }

    // PyTorch names them weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0, weight_ih_l0_reverse, ..., weight_ih_l1, ...
    private static void CopyWeights(RecurrentNetwork network, nn.Module torch)
    {
        var weights = torch.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        for (var layer = 0; layer < network.Layers.Count; layer++)
        {
            for (var direction = 0; direction < network.Layers[layer].Directions.Count; direction++)
            {
                var from = network.Layers[layer].Directions[direction];
                var suffix = direction == 0 ? $"l{layer}" : $"l{layer}_reverse";
                weights[$"weight_ih_{suffix}"].copy_(from.InputWeight);
                weights[$"weight_hh_{suffix}"].copy_(from.RecurrentWeight);
                weights[$"bias_ih_{suffix}"].copy_(from.InputBias!);
                weights[$"bias_hh_{suffix}"].copy_(from.RecurrentBias!);
            }
        }
    }

    private static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True((expected - actual).abs().max().item<float>() <= 1e-6f);
    }
}
