using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Puts nodes into a graph that make much out of little, on the way of values that are used.</summary>
internal static class GrowingNodes
{
    private static readonly string[] Operators =
    [
        "ConstantOfShape", "Expand", "Tile", "Range", "Concat", "MatMul", "Mul", "Gather", "GatherND", "Reshape", "Slice", "Split", "Where", "Gemm", "Transpose", "Unsqueeze", "Squeeze", "Flatten", "Shape", "Cast",
        "LSTM", "GRU", "RNN", "Pad", "Resize", "Loop", "If", "Scan", "NonZero", "OneHot", "Einsum", "Softmax", "LayerNormalization", "ReduceProd", "DynamicQuantizeLSTM", "ReverseSequence", "Identity",
    ];

    public static string AnyOperator(Random random) => StructureMutation.Any(Operators, random);

    /// <summary>Adds a node that reads values of the graph or new numbers, and lets others read what it gives.</summary>
    public static void Insert(GraphProto graph, Random random)
    {
        var made = $"grown_{graph.Node.Count}";
        var place = random.Next(graph.Node.Count + 1);
        var node = new NodeProto { OpType = AnyOperator(random), Name = made };
        var twice = StructureMutation.Name(graph, random);
        for (var input = random.Next(1, 4); input > 0; input--)
            node.Input.Add(random.Next(3) switch { 0 => Integers(graph, random), 1 => twice, _ => StructureMutation.Name(graph, random) });
        node.Output.Add(made);
        if (random.Next(2) == 0)
            node.Attribute.Add(OnnxGraph.CreateAttribute("axis", random.Next(-2, 3)));
        graph.Node.Insert(place, node);
        // On the way to where the value was read: doubling after doubling.
        var reader = graph.Node[random.Next(graph.Node.Count)];
        if (reader != node && reader.Input.Count > 0)
            reader.Input[random.Next(reader.Input.Count)] = made;
    }

    private static string Integers(GraphProto graph, Random random)
    {
        var tensor = new TensorProto { Name = $"numbers_{graph.Initializer.Count}", DataType = (int)TensorProto.Types.DataType.Int64 };
        tensor.Int64Data.AddRange(Enumerable.Range(0, random.Next(0, 5)).Select(_ => StructureMutation.Number(random)));
        tensor.Dims.Add(tensor.Int64Data.Count);
        graph.Initializer.Add(tensor);
        return tensor.Name;
    }
}
