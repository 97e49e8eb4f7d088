using System.Runtime.InteropServices;
using MlNetRecurrent.Onnx;
using Xunit;
using static MlNetRecurrent.Onnx.TensorProto.Types;
using static MlNetRecurrent.Tests.LayerGraphs;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Recurrent nodes with other activations, clipping, coupled gates, peepholes, trained initial states, and weights of other types.</summary>
public sealed class CellReadingTests
{
    public static TheoryData<string, string[], float[], float[], string> Activations => new()
    {
        { "Rnn", ["Sigmoid"], [], [], "sigmoid" },
        { "Rnn", ["LeakyRelu"], [0.2f], [], "leaky-relu 0.2" },
        { "Rnn", ["Affine"], [0.3f], [0.1f], "affine 0.3 0.1" },
        { "Gru", ["HardSigmoid", "Softsign"], [], [], "hard-sigmoid 0.2 0.5/softsign" },
        { "Gru", ["sigmoid", "elu"], [0.7f], [], "sigmoid/elu 0.7" },
        { "Lstm", ["Sigmoid", "Relu", "Relu"], [], [], "sigmoid/relu/relu" },
        { "Lstm", ["HardSigmoid", "Tanh", "Softplus"], [0.25f], [0.4f], "hard-sigmoid 0.25 0.4/tanh/softplus" },
    };

    [Theory, MemberData(nameof(Activations))]
    public void Read_OtherActivations_AreAVariant(string cell, string[] names, float[] alphas, float[] betas, string expected)
    {
        List<AttributeProto> attributes = [OnnxGraph.CreateAttribute("activations", names)];
        if (alphas.Length > 0)
            attributes.Add(OnnxGraph.CreateAttribute("activation_alpha", alphas.AsSpan()));
        if (betas.Length > 0)
            attributes.Add(OnnxGraph.CreateAttribute("activation_beta", betas.AsSpan()));
        var graph = WithLayer(Cell(cell), "forward", [.. attributes]);

        var variant = ReadBatches.AssertRead(graph).Network.Layers[0].Variant!;

        ActivationFunction[] functions = cell switch
        {
            "Rnn" => [variant.Candidate],
            "Gru" => [variant.Gate, variant.Candidate],
            _ => [variant.Gate, variant.Candidate, variant.Output],
        };
        Assert.Equal(expected, string.Join('/', functions.Select(function => function.ToString())));
    }

    [Theory]
    [InlineData("Rnn", "Tanh")]
    [InlineData("Rnn", "Relu")]
    [InlineData("Gru", "Sigmoid", "Tanh")]
    [InlineData("Lstm", "Sigmoid", "Tanh", "Tanh")]
    public void Read_DefaultActivations_AreTheStandardCell(string cell, params string[] names)
    {
        var graph = WithLayer(Cell(cell), "bidirectional", OnnxGraph.CreateAttribute("activations", [.. names, .. names]));

        var layer = ReadBatches.AssertRead(graph).Network.Layers[0];

        Assert.Null(layer.Variant);
        Assert.Equal(names is ["Relu"] ? RecurrentCell.RnnRelu : Cell(cell), layer.Cell);
    }

    [Fact]
    public void Read_ActivationsThatDifferBetweenDirections_AreRefused() => ReadGraphs.AssertRefused(
        "RNN node 'RNN_1': attribute 'activations' is [Tanh, Relu], which differs between the directions.",
        WithLayer(RecurrentCell.Rnn, "bidirectional", OnnxGraph.CreateAttribute("activations", ["Tanh", "Relu"])));

    [Theory]
    [InlineData("Rnn")]
    [InlineData("Gru")]
    [InlineData("Lstm")]
    public void Read_Clip_BoundsTheInputsOfActivations(string cell)
    {
        var graph = WithLayer(Cell(cell), "bidirectional", OnnxGraph.CreateAttribute("clip", 0.3f));

        Assert.Equal(0.3f, ReadBatches.AssertRead(graph).Network.Layers[0].Variant!.Clip);
    }

    [Fact]
    public void Read_ClipOfTheLargestFloat_IsNone() =>
        Assert.Null(ReadBatches.AssertRead(WithLayer(RecurrentCell.Gru, "forward", OnnxGraph.CreateAttribute("clip", float.MaxValue)))
            .Network.Layers[0].Variant);

    [Fact]
    public void Read_InputForget_CouplesTheForgetGate()
    {
        var graph = WithLayer(RecurrentCell.Lstm, "reverse", OnnxGraph.CreateAttribute("input_forget", 1));

        Assert.True(ReadBatches.AssertRead(graph).Network.Layers[0].Variant!.CouplesForgetGate);
    }

    [Theory]
    [InlineData("forward", 1)]
    [InlineData("bidirectional", 2)]
    public void Read_Peepholes_ArePartOfTheLayer(string direction, int directions)
    {
        var graph = WithLayer(RecurrentCell.Lstm, direction);
        var node = graph.Graph.Graph.Node.Single(node => node.OpType == "LSTM");
        node.Input.Add(graph.Random(directions, 3 * Hidden));

        var read = ReadBatches.AssertRead(graph);

        Assert.True(read.Network.Layers[0].Variant!.HasPeepholes);
        Assert.Equal(directions * 3 * Hidden, read.Weights.Layers[0].Peepholes!.Length);
    }

    [Fact]
    public void Read_PeepholesOfZeros_AreNone()
    {
        var graph = WithLayer(RecurrentCell.Lstm, "forward");
        graph.Graph.Graph.Node.Single(node => node.OpType == "LSTM").Input.Add(graph.Graph.AddConstant("P", new float[3 * Hidden], 1, 3 * Hidden));

        Assert.Null(ReadBatches.AssertRead(graph).Network.Layers[0].Variant);
    }

    [Theory]
    [InlineData("Expand")]
    [InlineData("Tile")]
    [InlineData("Unsqueeze, Expand")]
    [InlineData("stacked")]
    [InlineData("batch last")]
    public void Read_InitialStatesForEachSequence_AreTrained(string kind)
    {
        var graph = WithInput(13);
        var sequence = graph.Transpose("x", 1, 0, 2);
        var batch = graph.Size("x", 0);
        var shape = graph.Concat(0, graph.Integers(2), batch, graph.Integers(Hidden));
        var state = kind switch
        {
            "Expand" => graph.Node("Expand", [graph.Random(2, 1, Hidden), shape]),
            "Tile" => graph.Node("Tile", [graph.Random(2, 1, Hidden), graph.Concat(0, graph.Integers(1), batch, graph.Integers(1))]),
            "Unsqueeze, Expand" => graph.Node("Expand", [graph.Unsqueeze(graph.Random(2, Hidden), 1), shape]),
            "stacked" => graph.Slice(
                graph.Node("Expand", [graph.Random(4, 1, Hidden), graph.Concat(0, graph.Integers(4), batch, graph.Integers(Hidden))]), 0, 1, 3),
            _ => graph.Transpose(
                graph.Node("Expand", [graph.Random(2, Hidden, 1), graph.Concat(0, graph.Integers(2, Hidden), batch)]), 0, 2, 1),
        };
        var layer = graph.Recurrent(RecurrentCell.Lstm, sequence, Features, Hidden, "bidirectional", initial: state);
        graph.Finish(graph.Linear(graph.Reshape(graph.Transpose(layer[1], 1, 0, 2), 0, 2 * Hidden), 2 * Hidden, 2));

        var read = ReadBatches.AssertRead(graph);

        Assert.True(read.Network.HasLearnedInitialState);
        Assert.Equal((2 * Hidden, 2 * Hidden), (read.Weights.InitialHidden!.Length, read.Weights.InitialCell!.Length));
    }

    [Fact]
    public void Read_InitialStateOfOneLayer_IsZerosInTheOther()
    {
        var graph = WithInput(13);
        var batch = graph.Size("x", 0);
        var state = graph.Node("Expand", [graph.Random(1, 1, Hidden), graph.Concat(0, graph.Integers(1), batch, graph.Integers(Hidden))]);
        var first = graph.Recurrent(RecurrentCell.Gru, graph.Transpose("x", 1, 0, 2), Features, Hidden);
        var second = graph.Recurrent(RecurrentCell.Gru, graph.Squeeze(first[0], 1), Hidden, Hidden, initial: state);
        graph.Finish(graph.Linear(graph.Squeeze(second[1], 0), Hidden, 2));

        var read = ReadBatches.AssertRead(graph);

        Assert.All(read.Weights.InitialHidden![..Hidden], value => Assert.Equal(0, value));
        Assert.Contains(read.Weights.InitialHidden![Hidden..], value => value != 0);
    }

    [Fact]
    public void Read_ConstantStateOfTheBatch_IsTheSameForAllSequences()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "time", 2, Features);
        var row = Enumerable.Range(0, Hidden).Select(unit => unit / 7f);
        var state = graph.Graph.AddConstant("h", [.. row, .. row], 1, 2, Hidden);
        graph.Finish(graph.Linear(graph.Squeeze(graph.Recurrent(RecurrentCell.Rnn, "x", Features, Hidden, initial: state)[1], 0), Hidden, 1));

        Assert.True(ReadBatches.AssertRead(graph).Network.HasLearnedInitialState);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Read_ReverseLayer_KeepsOrTurnsItsOrder(bool turnsInput, bool turnsOutput)
    {
        var graph = WithInput(13, 6);
        var sequence = graph.Transpose("x", 1, 0, 2);
        if (turnsInput)
            sequence = graph.Slice(sequence, 0, -1, long.MinValue + 1, -1);
        var states = graph.Squeeze(graph.Recurrent(RecurrentCell.Gru, sequence, Features, Hidden, turnsInput ? "forward" : "reverse")[0], 1);
        if (turnsOutput)
            states = graph.Slice(states, 0, -1, long.MinValue + 1, -1);
        graph.Finish(graph.Linear(graph.Transpose(states, 1, 0, 2), Hidden, 1));

        var network = ReadBatches.AssertRead(graph).Network;

        Assert.Equal((SequenceDirection.Reverse, turnsInput && !turnsOutput), (network.Layers[0].Direction, network.ReversesOutput));
    }

    [Theory]
    [InlineData("tensor, int8")]
    [InlineData("tensor, uint8 with zero point")]
    [InlineData("row, int8")]
    [InlineData("float16")]
    [InlineData("double")]
    [InlineData("sliced")]
    public void Read_WeightsOfOtherTypes_AreConverted(string kind)
    {
        var graph = WithInput(13);
        var cell = RecurrentCell.Gru;
        var layer = graph.Recurrent(cell, graph.Transpose("x", 1, 0, 2), Features, Hidden);
        graph.Finish(graph.Linear(graph.Squeeze(layer[1], 0), Hidden, 2));
        var node = graph.Graph.Graph.Node.Single(node => node.OpType == "GRU");
        int[] dimensions = [1, 3 * Hidden, Features];
        node.Input[1] = Weight(graph, kind, dimensions);
        Sort(graph.Graph.Graph);

        _ = ReadBatches.AssertRead(graph);
    }

    private static string Weight(OpsetGraph graph, string kind, int[] dimensions)
    {
        var count = dimensions[1] * dimensions[2];
        sbyte[] quantized = [.. Enumerable.Range(0, count).Select(index => (sbyte)((index * 37 % 255) - 127))];
        long[] shape = [.. dimensions.Select(size => (long)size)];
        switch (kind)
        {
            case "tensor, int8":
                var int8 = graph.Graph.AddConstant("q", DataType.Int8, MemoryMarshal.AsBytes(quantized.AsSpan()), shape);
                return graph.Node("DequantizeLinear", [int8, graph.Float(0.01f)]);
            case "tensor, uint8 with zero point":
                var uint8 = graph.Graph.AddConstant("q", DataType.Uint8, [.. quantized.Select(value => (byte)(value + 128))], shape);
                return graph.Node("DequantizeLinear", [uint8, graph.Float(0.01f), graph.Graph.AddConstant("zero point", DataType.Uint8, [120])]);
            case "row, int8":
                var rows = graph.Graph.AddConstant("q", DataType.Int8, MemoryMarshal.AsBytes(quantized.AsSpan()), shape);
                var scales = graph.Floats([.. Enumerable.Range(1, dimensions[1]).Select(row => 0.002f * row)]);
                return graph.Node("DequantizeLinear", [rows, scales], OnnxGraph.CreateAttribute("axis", 1));
            case "float16":
                Half[] halves = [.. quantized.Select(value => (Half)(value / 100f))];
                var float16 = graph.Graph.AddConstant("q", DataType.Float16, MemoryMarshal.AsBytes(halves.AsSpan()), shape);
                return graph.Node("Cast", [float16], OnnxGraph.CreateAttribute("to", (long)DataType.Float));
            case "double":
                double[] doubles = [.. quantized.Select(value => value / 100.0)];
                var wide = graph.Graph.AddConstant("q", DataType.Double, MemoryMarshal.AsBytes(doubles.AsSpan()), shape);
                return graph.Node("Cast", [wide], OnnxGraph.CreateAttribute("to", (long)DataType.Float));
            default:
                var stacked = graph.Random(dimensions[1] + 5, dimensions[2]);
                return graph.Unsqueeze(graph.Slice(stacked, 0, 2, dimensions[1] + 2), 0);
        }
    }

    private static OpsetGraph WithLayer(RecurrentCell cell, string direction, params AttributeProto[] attributes)
    {
        var graph = WithInput(13);
        var layer = graph.Recurrent(cell, graph.Transpose("x", 1, 0, 2), Features, Hidden, direction, attributes: attributes);
        var directions = direction == "bidirectional" ? 2 : 1;
        graph.Finish(graph.Linear(graph.Reshape(graph.Transpose(layer[1], 1, 0, 2), 0, directions * Hidden), directions * Hidden, 2));
        return graph;
    }

    private static RecurrentCell Cell(string name) => name switch
    {
        "Rnn" => RecurrentCell.Rnn,
        "Gru" => RecurrentCell.Gru,
        _ => RecurrentCell.Lstm,
    };

    // Each node after those that give its inputs.
    private static void Sort(GraphProto graph)
    {
        var left = graph.Node.ToList();
        var known = graph.Input.Select(input => input.Name).Concat(graph.Initializer.Select(tensor => tensor.Name)).ToHashSet();
        graph.Node.Clear();
        while (left.Count > 0)
        {
            var next = left.First(node => node.Input.All(input => input.Length == 0 || known.Contains(input)));
            left.Remove(next);
            graph.Node.Add(next);
            known.UnionWith(next.Output);
        }
    }
}
