using System.Runtime.InteropServices;
using Google.Protobuf;
using MlNetRecurrent.Onnx;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Tests;

/// <summary>Small graphs of the kinds that other programs write, for tests that mutate or measure graphs.</summary>
internal static class ReadingGraphs
{
    private const int Features = 3;
    private const int Hidden = 4;

    /// <summary>Every graph, always in the same order.</summary>
    public static IReadOnlyList<(string Name, ModelProto Model)> All =>
    [
        ("flat input", Flat()),
        ("selected features of a cast input", Selected()),
        ("mask", Mask()),
        ("sorted sequences", Sorted()),
        ("last valid step by lengths", LastValid()),
        ("squeeze by a branch", Branches()),
        ("function", Function()),
        ("variant with peepholes and trained states", Variant()),
        ("quantized weights", Quantized()),
        ("layers, activations and normalization", Layers()),
        ("convolution and pooling", Convolution()),
        ("single step", Step()),
    ];

    private static ModelProto Flat()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "batch", 5 * Features);
        return Finish(graph, graph.Transpose(graph.Reshape("x", -1, 5, Features), 1, 0, 2));
    }

    private static ModelProto Selected()
    {
        var graph = new OpsetGraph(17);
        graph.Graph.AddInput("x", DataType.Double, "batch", "time", 1, 5);
        var cast = Cast(graph, graph.Squeeze("x", 2), DataType.Float);
        var joined = graph.Concat(2, graph.Slice(cast, 2, 0, 1), graph.Slice(cast, 2, 3, 5));
        return Finish(graph, graph.Transpose(joined, 1, 0, 2));
    }

    private static ModelProto Mask()
    {
        var graph = WithInput();
        graph.Input("mask", "batch", "time");
        var sum = graph.Node("ReduceSum", ["mask", graph.Integers(1)], OnnxGraph.CreateAttribute("keepdims", 0));
        return Finish(graph, graph.Transpose("x", 1, 0, 2), Cast(graph, sum, DataType.Int32));
    }

    private static ModelProto Sorted()
    {
        var graph = WithInput();
        graph.Graph.AddInput("lengths", DataType.Int64, "batch");
        var count = graph.Node("Shape", ["lengths"]);
        var sorted = graph.Graph.AddNodes("TopK", ["lengths", count], ["", ""], OnnxGraph.CreateAttribute("axis", 0));
        var zeros = graph.Node("ConstantOfShape", [count], new AttributeProto
        {
            Name = "value",
            Type = AttributeProto.Types.AttributeType.Tensor,
            T = new TensorProto { DataType = (int)DataType.Int64, Dims = { 1 }, Int64Data = { 0 } },
        });
        var range = graph.Node("Range", [graph.Scalar(0), graph.Squeeze(count, 0), graph.Scalar(1)]);
        var inverse = graph.Node("ScatterElements", [zeros, sorted[1], range]);
        var ordered = graph.Node("Gather", ["x", sorted[1]], OnnxGraph.CreateAttribute("axis", 0));
        var layer = graph.Recurrent(
            RecurrentCell.Lstm, graph.Transpose(ordered, 1, 0, 2), Features, Hidden, lengths: Cast(graph, sorted[0], DataType.Int32));
        var restored = graph.Node("Gather", [layer[1], inverse], OnnxGraph.CreateAttribute("axis", 1));
        graph.Output(graph.Linear(graph.Squeeze(restored, 0), Hidden, 2), "y");
        return graph.Model();
    }

    private static ModelProto LastValid()
    {
        var graph = WithInput();
        graph.Graph.AddInput("lengths", DataType.Int64, "batch");
        var layer = graph.Recurrent(RecurrentCell.Gru, graph.Transpose("x", 1, 0, 2), Features, Hidden);
        var states = graph.Transpose(graph.Squeeze(layer[0], 1), 1, 0, 2);
        var last = graph.Unsqueeze(graph.Node("Sub", ["lengths", graph.Scalar(1)]), 1, 2);
        var repeated = graph.Node("Expand", [last, graph.Integers(1, 1, Hidden)]);
        var selected = graph.Node("GatherElements", [states, repeated], OnnxGraph.CreateAttribute("axis", 1));
        graph.Output(graph.Linear(graph.Squeeze(selected, 1), Hidden, 2), "y");
        return graph.Model();
    }

    private static ModelProto Branches()
    {
        var graph = WithInput();
        var layer = graph.Recurrent(RecurrentCell.Gru, graph.Transpose("x", 1, 0, 2), Features, Hidden);
        var value = graph.Linear(graph.Squeeze(layer[1], 0), Hidden, 1);
        var size = graph.Node("Gather", [graph.Node("Shape", [value]), graph.Scalar(1)]);
        var condition = graph.Node("Equal", [size, graph.Scalar(1)]);
        graph.Graph.AddNode("If", [condition], "y", Branch("then_branch", "Squeeze", value), Branch("else_branch", "Identity", value));
        graph.Graph.AddOutput("y", DataType.Float, "batch");
        return graph.Model();
    }

    private static ModelProto Function()
    {
        var graph = WithInput();
        var model = Finish(graph, graph.Transpose("x", 1, 0, 2));
        var layer = model.Graph.Node.Single(node => node.OpType == "GRU");
        var function = new FunctionProto { Name = "Layer", Domain = "pkg", Input = { "x", "W", "R", "B" }, Output = { "all", "last" } };
        function.Attribute.Add("hidden_size");
        var inner = new NodeProto { OpType = "GRU", Input = { "x", "W", "R", "B" }, Output = { "all", "last" } };
        inner.Attribute.Add(OnnxGraph.CreateAttribute("linear_before_reset", 1));
        inner.Attribute.Add(new AttributeProto { Name = "hidden_size", RefAttrName = "hidden_size", Type = AttributeProto.Types.AttributeType.Int });
        function.Node.Add(inner);
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = graph.Opset });
        model.Functions.Add(function);
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "pkg", Version = 1 });
        (layer.OpType, layer.Domain) = ("Layer", "pkg");
        var inputs = layer.Input.Take(4).ToList();
        layer.Input.Clear();
        layer.Input.AddRange(inputs);
        layer.Attribute.Clear();
        layer.Attribute.Add(OnnxGraph.CreateAttribute("hidden_size", Hidden));
        return model;
    }

    private static ModelProto Variant()
    {
        var graph = WithInput();
        var shape = graph.Concat(0, graph.Integers(1), graph.Size("x", 0), graph.Integers(Hidden));
        var state = graph.Node("Expand", [graph.Random(1, 1, Hidden), shape]);
        var layer = graph.Recurrent(
            RecurrentCell.Lstm,
            graph.Transpose("x", 1, 0, 2),
            Features,
            Hidden,
            initial: state,
            attributes:
            [
                OnnxGraph.CreateAttribute("activations", ["HardSigmoid", "Tanh", "LeakyRelu"]),
                OnnxGraph.CreateAttribute("activation_alpha", [0.3f, 0.1f]),
                OnnxGraph.CreateAttribute("activation_beta", [0.4f]),
                OnnxGraph.CreateAttribute("clip", 2f),
                OnnxGraph.CreateAttribute("input_forget", 1),
            ]);
        graph.Graph.Graph.Node.Single(node => node.OpType == "LSTM").Input.Add(graph.Random(1, 3 * Hidden));
        graph.Output(graph.Linear(graph.Squeeze(layer[1], 0), Hidden, 2), "y");
        return graph.Model();
    }

    private static ModelProto Quantized()
    {
        var graph = WithInput();
        sbyte[] values = [.. Enumerable.Range(0, 3 * Hidden * Features).Select(index => (sbyte)((index * 37 % 255) - 127))];
        var stored = graph.Graph.AddConstant("q", DataType.Int8, MemoryMarshal.AsBytes(values.AsSpan()), 1, 3 * Hidden, Features);
        var scales = graph.Random(3 * Hidden);
        var weight = graph.Node("DequantizeLinear", [stored, scales], OnnxGraph.CreateAttribute("axis", 1));
        var model = Finish(graph, graph.Transpose("x", 1, 0, 2));
        model.Graph.Node.Single(node => node.OpType == "GRU").Input[1] = weight;
        return model;
    }

    private static ModelProto Layers()
    {
        var graph = WithInput(17);
        var input = graph.Node("Relu", [graph.Linear("x", Features, Features)]);
        var layer = graph.Recurrent(RecurrentCell.Gru, graph.Transpose(input, 1, 0, 2), Features, Hidden, "bidirectional");
        var joined = graph.Reshape(graph.Transpose(layer[1], 1, 0, 2), 0, 2 * Hidden);
        var normalized = graph.Node("LayerNormalization", [joined, graph.Random(2 * Hidden), graph.Random(2 * Hidden)]);
        var hidden = graph.Node("Tanh", [graph.Linear(normalized, 2 * Hidden, 3)]);
        graph.Output(graph.Node("LogSoftmax", [graph.Linear(hidden, 3, 3)], OnnxGraph.CreateAttribute("axis", -1)), "y");
        return graph.Model();
    }

    private static ModelProto Convolution()
    {
        var graph = WithInput();
        var turned = graph.Transpose("x", 0, 2, 1);
        string[] weights = [turned, graph.Random(Features, Features, 3), graph.Random(Features)];
        var convolved = graph.Node("Conv", weights, OnnxGraph.CreateAttribute("pads", [1, 1]));
        var layer = graph.Recurrent(RecurrentCell.Gru, graph.Transpose(graph.Node("Relu", [convolved]), 2, 0, 1), Features, Hidden);
        var steps = graph.Squeeze(layer[0], 1);
        var pooled = graph.Node("ReduceMax", [steps], OnnxGraph.CreateAttribute("axes", [0]), OnnxGraph.CreateAttribute("keepdims", 0));
        graph.Output(graph.Linear(pooled, Hidden, 2), "y");
        return graph.Model();
    }

    private static ModelProto Step()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "batch", Features);
        return Finish(graph, graph.Unsqueeze("x", 0));
    }

    private static OpsetGraph WithInput(long opset = 13)
    {
        var graph = new OpsetGraph(opset);
        graph.Input("x", "batch", "time", Features);
        return graph;
    }

    private static ModelProto Finish(OpsetGraph graph, string sequence, string lengths = "")
    {
        var layer = graph.Recurrent(RecurrentCell.Gru, sequence, Features, Hidden, lengths: lengths);
        graph.Output(graph.Linear(graph.Squeeze(layer[1], 0), Hidden, 2), "y");
        return graph.Model();
    }

    private static string Cast(OpsetGraph graph, string value, DataType type) =>
        graph.Node("Cast", [value], OnnxGraph.CreateAttribute("to", (long)type));

    private static AttributeProto Branch(string name, string operation, string value)
    {
        var graph = new GraphProto { Name = name };
        var node = new NodeProto { OpType = operation, Input = { value }, Output = { $"{name} output" } };
        if (operation == "Squeeze")
        {
            var axes = new NodeProto { OpType = "Constant", Output = { $"{name} axes" } };
            axes.Attribute.Add(OnnxGraph.CreateAttribute("value_ints", [1]));
            graph.Node.Add(axes);
            node.Input.Add($"{name} axes");
        }

        graph.Node.Add(node);
        graph.Output.Add(new ValueInfoProto { Name = $"{name} output" });
        return new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Graph, G = graph.ToByteString() };
    }
}
