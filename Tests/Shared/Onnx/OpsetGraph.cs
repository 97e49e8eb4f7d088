using MlNetRecurrent.Onnx;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Tests;

/// <summary>Builds graphs in the form of an opset: what older ones take as attributes, newer ones take as inputs.</summary>
internal sealed class OpsetGraph(long opset, int seed = 1)
{
    private readonly Random _random = new(seed);
    private int _constants;

    public OnnxGraph Graph { get; } = new("foreign");

    public long Opset => opset;

    public ModelProto Model(string producer = "") => TestGraphs.Model(Graph.Graph, opset, producer);

    public string Node(string operation, string[] inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        Graph.AddNode(operation, inputs, null, attributes);

    public void Input(string name, params object[] dimensions) => Graph.AddInput(name, DataType.Float, dimensions);

    /// <summary>Names a value as an output, of open shape.</summary>
    public void Output(string value, string name, params object[] dimensions)
    {
        Graph.AddNode("Identity", [value], name);
        Graph.AddOutput(name, DataType.Float, dimensions);
    }

    public string Random(params long[] dimensions)
    {
        var count = (int)dimensions.Aggregate(1L, (x, y) => x * y);
        float[] values = [.. Enumerable.Range(0, count).Select(_ => (_random.NextSingle() * 1.6f) - 0.8f)];
        return Graph.AddConstant($"w{++_constants}", values, dimensions);
    }

    public string Integers(params long[] values) => Graph.AddConstant($"i{++_constants}", values.AsSpan(), values.Length);

    public string Scalar(long value) => Graph.AddConstant($"i{++_constants}", [value]);

    public string Transpose(string value, params long[] permutation) => Node("Transpose", [value], OnnxGraph.CreateAttribute("perm", permutation));

    public string Squeeze(string value, params long[] axes) => opset < 13
        ? Node("Squeeze", [value], OnnxGraph.CreateAttribute("axes", axes))
        : Node("Squeeze", [value, Integers(axes)]);

    public string Unsqueeze(string value, params long[] axes) => opset < 13
        ? Node("Unsqueeze", [value], OnnxGraph.CreateAttribute("axes", axes))
        : Node("Unsqueeze", [value, Integers(axes)]);

    public string Slice(string value, long axis, long start, long end, long step = 1) => opset < 10
        ? Node(
            "Slice",
            [value],
            OnnxGraph.CreateAttribute("axes", [axis]),
            OnnxGraph.CreateAttribute("starts", [start]),
            OnnxGraph.CreateAttribute("ends", [end]))
        : Node("Slice", [value, Integers(start), Integers(end), Integers(axis), Integers(step)]);

    public string[] Split(string value, long axis, params long[] sizes) => opset < 13
        ? Graph.AddNodes(
            "Split",
            [value],
            [.. sizes.Select(_ => "")],
            OnnxGraph.CreateAttribute("axis", axis),
            OnnxGraph.CreateAttribute("split", sizes))
        : Graph.AddNodes("Split", [value, Integers(sizes)], [.. sizes.Select(_ => "")], OnnxGraph.CreateAttribute("axis", axis));

    public string Dropout(string value) => opset < 12
        ? Node("Dropout", [value], new AttributeProto { Name = "ratio", Type = AttributeProto.Types.AttributeType.Float, F = 0.5f })
        : Node("Dropout", [value]);

    public string Concat(long axis, params string[] values) => Node("Concat", values, OnnxGraph.CreateAttribute("axis", axis));

    public string Reshape(string value, params long[] shape) => Node("Reshape", [value, Integers(shape)]);

    public string Linear(string value, int width, int outputs) => Node("Add", [Node("MatMul", [value, Random(width, outputs)]), Random(outputs)]);

    /// <summary>The size of an axis of a value, as a vector of one.</summary>
    public string Size(string value, long axis) =>
        Unsqueeze(Node("Gather", [Node("Shape", [value]), Scalar(axis)], OnnxGraph.CreateAttribute("axis", 0)), 0);

    /// <summary>A recurrent node with random weights; gives Y, Y_h and Y_c.</summary>
    public string[] Recurrent(
        RecurrentCell cell,
        string input,
        int inputSize,
        int hidden,
        string direction = "forward",
        bool bias = true,
        string initial = "",
        string lengths = "",
        params AttributeProto[] attributes)
    {
        var directions = direction == "bidirectional" ? 2 : 1;
        var rows = cell.Blocks.Count * hidden;
        List<AttributeProto> all = [OnnxGraph.CreateAttribute("hidden_size", hidden), .. attributes];
        if (direction != "forward")
            all.Add(OnnxGraph.CreateAttribute("direction", direction));
        if (cell == RecurrentCell.RnnRelu)
            all.Add(OnnxGraph.CreateAttribute("activations", Enumerable.Repeat("Relu", directions)));
        if (cell.LinearBeforeReset)
            all.Add(OnnxGraph.CreateAttribute("linear_before_reset", 1));
        return Graph.AddNodes(
            cell.OnnxOperator,
            [
                input,
                Random(directions, rows, inputSize),
                Random(directions, rows, hidden),
                bias ? Random(directions, 2 * rows) : "",
                lengths,
                initial,
                .. cell.HasCellState ? [initial] : Array.Empty<string>(),
            ],
            new string[1 + cell.StateCount].Select(_ => "").ToArray(),
            [.. all]);
    }
}
