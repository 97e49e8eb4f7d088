using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Inserts nodes that produce large values from small ones, and connects them to nodes whose outputs are used.</summary>
internal static class GrowingNodes
{
    private static readonly string[] Operators =
    [
        "ConstantOfShape", "Expand", "Tile", "Range", "Concat", "MatMul", "Mul", "Gather", "GatherND", "Reshape", "Slice", "Split", "Where",
        "Gemm", "Transpose", "Unsqueeze", "Squeeze", "Flatten", "Shape", "Cast", "LSTM", "GRU", "RNN", "Pad", "Resize", "Loop", "If", "Scan",
        "NonZero", "OneHot", "Einsum", "Softmax", "LayerNormalization", "ReduceProd", "DynamicQuantizeLSTM", "ReverseSequence", "Identity",
    ];

    public static string AnyOperator(Random random) => StructureMutation.Any(Operators, random);

    /// <summary>Adds a node whose inputs are values of the graph or new constants, and connects its output to another node.</summary>
    public static void Insert(GraphProto graph, Random random)
    {
        var output = $"grown_{graph.Node.Count}";
        var position = random.Next(graph.Node.Count + 1);
        var node = new NodeProto { OpType = AnyOperator(random), Name = output };
        var repeated = StructureMutation.Name(graph, random);
        for (var input = random.Next(1, 4); input > 0; input--)
            node.Input.Add(random.Next(3) switch { 0 => Integers(graph, random), 1 => repeated, _ => StructureMutation.Name(graph, random) });
        node.Output.Add(output);
        if (random.Next(2) == 0)
            node.Attribute.Add(OnnxGraph.CreateAttribute("axis", random.Next(-2, 3)));
        graph.Node.Insert(position, node);
        // Another node uses the output, so that several insertions can multiply sizes.
        var reader = graph.Node[random.Next(graph.Node.Count)];
        if (reader != node && reader.Input.Count > 0)
            reader.Input[random.Next(reader.Input.Count)] = output;
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
