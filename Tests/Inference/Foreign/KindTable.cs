using Google.Protobuf;
using MlNetRecurrent.Onnx;
using static MlNetRecurrent.Tests.LayerGraphs;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>A file for each row of the table of kinds in the page of the ONNX reader.</summary>
internal static class KindTable
{
    /// <summary>Creates the file of each row, by its first cell.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> Files { get; } = new Dictionary<string, Func<byte[]>>
    {
        ["a linear head"] = () => Head(graph => graph.Linear(graph.Last(graph.States()), Hidden, 2)),
        ["a head of several linear layers with activations"] = () => Head(graph =>
            graph.Linear(graph.Node("Gelu", [graph.Linear(graph.Last(graph.States()), Hidden, 4)]), 4, 2), opset: 20),
        ["an activation or bounds of the outputs"] = () => Head(graph =>
            graph.Node("Clip", [graph.Linear(graph.Last(graph.States()), Hidden, 2), graph.Float(0)])),
        ["Softmax or LogSoftmax"] = () => Head(graph => graph.Node("LogSoftmax", [graph.Linear(graph.Last(graph.States()), Hidden, 3)])),
        ["batch normalization"] = () => Head(graph => graph.Linear(graph.BatchNormalization(graph.Last(graph.States()), Hidden), Hidden, 2)),
        ["layer normalization before the head"] = () => Head(graph => graph.Linear(
            graph.Node("LayerNormalization", [graph.Last(graph.States()), graph.Random(Hidden), graph.Random(Hidden)]), Hidden, 2)),
        ["mean or maximum over time"] = () => Head(graph => graph.Linear(
            graph.Node("ReduceMax", [graph.States()], OnnxGraph.CreateAttribute("axes", [1L]), OnnxGraph.CreateAttribute("keepdims", 0)), Hidden, 2)),
        ["the last k time steps"] = () => Head(graph =>
            graph.Linear(graph.Reshape(graph.Slice(graph.States(), 1, -3, int.MaxValue), -1, 3 * Hidden), 3 * Hidden, 2)),
        ["linear layers before or between recurrent layers"] = () => Head(graph => graph.Linear(
            graph.Last(graph.States(graph.Node("Relu", [graph.Linear("x", Features, 4)]), 4)), Hidden, 2)),
        ["convolutions over time before recurrent layers"] = () => Head(graph => graph.Linear(
            graph.Last(graph.States(
                graph.Transpose(graph.Node("Conv", [graph.Transpose("x", 0, 2, 1), graph.Random(4, Features, 3)]), 0, 2, 1), 4)),
            Hidden,
            2)),
        ["summed or averaged directions"] = () => Head(graph =>
        {
            var layer = graph.Recurrent(RecurrentCell.Gru, graph.Transpose("x", 1, 0, 2), Features, Hidden, "bidirectional")[0];
            var summed = graph.Node("ReduceSum", [layer, graph.Integers(1)], OnnxGraph.CreateAttribute("keepdims", 0));
            return graph.Linear(graph.Last(graph.Transpose(summed, 1, 0, 2)), Hidden, 2);
        }),
        ["token IDs with an embedding"] = () => ForeignGraphs.Build(graph =>
        {
            graph.Node("Gather", "x", [graph.Weights("table", 7, 3), graph.Input("tokens", TensorProto.Types.DataType.Int64, "b", "t")]);
            var last = graph.Lstm("l", graph.Node("Transpose", "tm", ["x"], ForeignGraphs.List("perm", 1, 0, 2)), 3, 4);
            graph.Node("MatMul", "y", [last, graph.Weights("head", 4, 2)]);
            graph.Output("y", TensorProto.Types.DataType.Float, "b", 2);
        }),
        ["labels, constants and echoes beside the output"] = () => ForeignGraphs.Build(graph =>
        {
            var x = graph.Input("x", TensorProto.Types.DataType.Float, "b", "t", 3);
            var last = graph.Lstm("l", graph.Node("Transpose", "tm", [x], ForeignGraphs.List("perm", 1, 0, 2)), 3, 4);
            graph.Node("Softmax", "p", [graph.Node("MatMul", "logits", [last, graph.Weights("head", 4, 3)])], ForeignGraphs.Integer("axis", 1));
            graph.Node("ArgMax", "label", ["p"], ForeignGraphs.Integer("axis", 1));
            graph.Node("Identity", "echo", [x]);
            graph.Node("Identity", "version", [graph.Integers("v", 2)]);
            graph.Output("p", TensorProto.Types.DataType.Float, "b", 3);
            graph.Output("label", TensorProto.Types.DataType.Int64, "b", 1);
            graph.Output("echo", TensorProto.Types.DataType.Float, "b", "t", 3);
            graph.Output("version", TensorProto.Types.DataType.Int64, 1);
        }),
        ["static features, or a second sequence"] = () => ForeignKinds.Create("static"),
        ["several outputs at once"] = () => ForeignKinds.Create("strided"),
        ["attention"] = () => Head(graph =>
        {
            var states = graph.States();
            var weights = graph.Node("Softmax", [graph.Linear(states, Hidden, 1)], OnnxGraph.CreateAttribute("axis", 1));
            var weighted = graph.Node("Mul", [states, weights]);
            var context = graph.Node("ReduceSum", [weighted, graph.Integers(1)], OnnxGraph.CreateAttribute("keepdims", 0));
            return graph.Linear(context, Hidden, 2);
        }),
        ["skip connections"] = () => ForeignKinds.Create("step"),
        ["encoders and decoders"] = () => Head(graph =>
        {
            var encoder = graph.Recurrent(RecurrentCell.Gru, graph.Transpose("x", 1, 0, 2), Features, Hidden, "forward");
            var repeated = graph.Node("Expand", [graph.Squeeze(encoder[1], 0), graph.Integers(4, 1, 1)]);
            var decoder = graph.Recurrent(RecurrentCell.Gru, repeated, Hidden, Hidden, "forward")[0];
            return graph.Linear(graph.Transpose(graph.Squeeze(decoder, 1), 1, 0, 2), Hidden, 2);
        }),
        ["cells written out as single operators"] = () => ForeignKinds.Create("cell"),
        ["convolutions with a stride"] = () => Head(graph =>
        {
            string[] inputs = [graph.Transpose("x", 0, 2, 1), graph.Random(4, Features, 3)];
            var convolution = graph.Node("Conv", inputs, OnnxGraph.CreateAttribute("strides", [2L]));
            return graph.Linear(graph.Last(graph.States(graph.Transpose(convolution, 0, 2, 1), 4)), Hidden, 2);
        }),
        ["sequences that are combined within a batch"] = () => ForeignKinds.Create("batch mean"),
        ["If, Loop or Scan"] = () => ForeignGraphs.Build(graph =>
        {
            var x = graph.Input("x", TensorProto.Types.DataType.Float, "b", "t", 3);
            var last = graph.Lstm("l", graph.Node("Transpose", "tm", [x], ForeignGraphs.List("perm", 1, 0, 2)), 3, 4);
            graph.Node("ReduceMax", "most", [x], ForeignGraphs.Integer("keepdims", 0));
            graph.Node("Greater", "condition", ["most", graph.Node("ReduceMin", "least", [x], ForeignGraphs.Integer("keepdims", 0))]);
            graph.Node("MatMul", "scores", [last, graph.Weights("head", 4, 2)]);
            graph.Node("If", "y", ["condition"], Branch("then_branch", "Tanh"), Branch("else_branch", "Relu"));
            graph.Output("y", TensorProto.Types.DataType.Float, "b", 2);
        }),
    };

    /// <summary>What a user has to say about a kind to score it.</summary>
    public static RecurrentModelOptions GetOptions(string kind, bool allowAnyGraph) => new()
    {
        AllowAnyGraph = allowAnyGraph,
        OutputNames = kind == "several outputs at once" ? ["whole", "frames"] : [],
    };

    private static byte[] Head(Func<OpsetGraph, string> build, long opset = 17)
    {
        var graph = WithInput(opset);
        graph.Finish(build(graph));
        return graph.Model().ToByteArray();
    }

    private static AttributeProto Branch(string name, string operation)
    {
        var graph = new GraphProto { Name = name };
        var node = new NodeProto { OpType = operation, Name = name };
        node.Input.Add("scores");
        node.Output.Add($"{name}.y");
        graph.Node.Add(node);
        graph.Output.Add(new ValueInfoProto
        {
            Name = $"{name}.y",
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float } },
        });
        return new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Graph, G = graph.ToByteString() };
    }
}
