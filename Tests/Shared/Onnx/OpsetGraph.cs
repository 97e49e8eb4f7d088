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

    public string Node(string operation, string[] inputs, params ReadOnlySpan<AttributeProto> attributes) => Graph.Node(operation, inputs, null, attributes);

    public void Input(string name, params object[] dimensions) => Graph.Input(name, DataType.Float, dimensions);

    /// <summary>Names a value as an output, of open shape.</summary>
    public void Output(string value, string name, params object[] dimensions)
    {
        Graph.Node("Identity", [value], name);
        Graph.Output(name, DataType.Float, dimensions);
    }

    public string Random(params long[] dimensions) =>
        Graph.Constant($"w{++_constants}", [.. Enumerable.Range(0, (int)dimensions.Aggregate(1L, (x, y) => x * y)).Select(_ => (_random.NextSingle() * 1.6f) - 0.8f)], dimensions);

    public string Integers(params long[] values) => Graph.Constant($"i{++_constants}", values.AsSpan(), values.Length);

    public string Scalar(long value) => Graph.Constant($"i{++_constants}", [value]);

    public string Transpose(string value, params long[] permutation) => Node("Transpose", [value], OnnxGraph.Attribute("perm", permutation));

    public string Squeeze(string value, params long[] axes) => opset < 13
        ? Node("Squeeze", [value], OnnxGraph.Attribute("axes", axes))
        : Node("Squeeze", [value, Integers(axes)]);

    public string Unsqueeze(string value, params long[] axes) => opset < 13
        ? Node("Unsqueeze", [value], OnnxGraph.Attribute("axes", axes))
        : Node("Unsqueeze", [value, Integers(axes)]);

    public string Slice(string value, long axis, long start, long end, long step = 1) => opset < 10
        ? Node("Slice", [value], OnnxGraph.Attribute("axes", [axis]), OnnxGraph.Attribute("starts", [start]), OnnxGraph.Attribute("ends", [end]))
        : Node("Slice", [value, Integers(start), Integers(end), Integers(axis), Integers(step)]);

    public string[] Split(string value, long axis, params long[] sizes) => opset < 13
        ? Graph.Nodes("Split", [value], [.. sizes.Select(_ => "")], OnnxGraph.Attribute("axis", axis), OnnxGraph.Attribute("split", sizes))
        : Graph.Nodes("Split", [value, Integers(sizes)], [.. sizes.Select(_ => "")], OnnxGraph.Attribute("axis", axis));

    public string Dropout(string value) => opset < 12
        ? Node("Dropout", [value], new AttributeProto { Name = "ratio", Type = AttributeProto.Types.AttributeType.Float, F = 0.5f })
        : Node("Dropout", [value]);

    public string Concat(long axis, params string[] values) => Node("Concat", values, OnnxGraph.Attribute("axis", axis));

    public string Reshape(string value, params long[] shape) => Node("Reshape", [value, Integers(shape)]);

    public string Linear(string value, int width, int outputs) => Node("Add", [Node("MatMul", [value, Random(width, outputs)]), Random(outputs)]);

    /// <summary>The size of an axis of a value, as a vector of one.</summary>
    public string Size(string value, long axis) => Unsqueeze(Node("Gather", [Node("Shape", [value]), Scalar(axis)], OnnxGraph.Attribute("axis", 0)), 0);

    /// <summary>A recurrent node with random weights; gives Y, Y_h and Y_c.</summary>
    public string[] Recurrent(RecurrentCell cell, string input, int inputSize, int hidden, string direction = "forward", bool bias = true, string initial = "", string lengths = "", params AttributeProto[] attributes)
    {
        var directions = direction == "bidirectional" ? 2 : 1;
        var rows = cell.Blocks.Count * hidden;
        List<AttributeProto> all = [OnnxGraph.Attribute("hidden_size", hidden), .. attributes];
        if (direction != "forward")
            all.Add(OnnxGraph.Attribute("direction", direction));
        if (cell == RecurrentCell.RnnRelu)
            all.Add(OnnxGraph.Attribute("activations", Enumerable.Repeat("Relu", directions)));
        if (cell.LinearBeforeReset)
            all.Add(OnnxGraph.Attribute("linear_before_reset", 1));
        return Graph.Nodes(
            cell.OnnxOperator,
            [input, Random(directions, rows, inputSize), Random(directions, rows, hidden), bias ? Random(directions, 2 * rows) : "", lengths, initial, .. cell.HasCellState ? [initial] : Array.Empty<string>()],
            new string[1 + cell.States].Select(_ => "").ToArray(),
            [.. all]);
    }
}
