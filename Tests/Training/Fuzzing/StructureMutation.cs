using Google.Protobuf;
using MlNetRecurrent.Onnx;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Changes the graph of a file; the file can still be parsed.</summary>
internal static class StructureMutation
{
    private static readonly long[] Numbers = [-1, 0, 1, 2, 3, 5, 7, 64, 1000, 65_536, 1 << 20, int.MaxValue, 1L << 40, long.MaxValue, long.MinValue];

    private static readonly string[] AttributeNames =
        ["axis", "axes", "perm", "direction", "layout", "clip", "value", "to", "batch_dims", "hidden_size", "linear_before_reset"];

    public static void Apply(ModelProto model, Random random)
    {
        var graph = model.Graph;
        var node = graph.Node.Count > 0 ? Any(graph.Node, random) : new NodeProto();
        switch (random.Next(12))
        {
            case 0:
                Wire(graph, node, random);
                break;
            case 1:
                node.OpType = random.Next(4) == 0 ? GrowingNodes.AnyOperator(random) : Any(graph.Node, random).OpType;
                break;
            case 2 or 3 when node.Attribute.Count > 0:
                Attribute(node, random);
                break;
            case 4 or 5 when graph.Initializer.Count > 0:
                Tensor(Any(graph.Initializer, random), random);
                break;
            case 6 when graph.Node.Count > 1:
                Nodes(graph, random);
                break;
            case 7 or 8:
                GrowingNodes.Insert(graph, random);
                break;
            case 9:
                Declaration(graph, random);
                break;
            case 10:
                CardMutation.Apply(model, random);
                break;
            default:
                Rest(model, node, random);
                break;
        }
    }

    /// <summary>Returns a random element of a list.</summary>
    public static T Any<T>(IReadOnlyList<T> list, Random random) => list[random.Next(list.Count)];

    /// <summary>Returns a number that is unusual as a size, axis or count.</summary>
    public static long Number(Random random) => Any(Numbers, random);

    /// <summary>Returns the name of a random value of a graph.</summary>
    public static string Name(GraphProto graph, Random random)
    {
        var outputs = graph.Node.SelectMany(other => other.Output);
        var initializers = graph.Initializer.Select(tensor => tensor.Name);
        return Any([.. outputs, .. initializers, .. graph.Input.Select(input => input.Name), "", "nothing"], random);
    }

    private static void Wire(GraphProto graph, NodeProto node, Random random)
    {
        switch (random.Next(4))
        {
            case 0 when node.Input.Count > 0:
                node.Input[random.Next(node.Input.Count)] = Name(graph, random);
                break;
            case 1 when node.Input.Count > 0:
                node.Input.RemoveAt(random.Next(node.Input.Count));
                break;
            case 2 when node.Output.Count > 0:
                node.Output[random.Next(node.Output.Count)] = Name(graph, random);
                break;
            default:
                node.Input.Add(Name(graph, random));
                break;
        }
    }

    private static void Attribute(NodeProto node, Random random)
    {
        var attribute = Any(node.Attribute, random);
        switch (random.Next(7))
        {
            case 0:
                attribute.I = Number(random);
                break;
            case 1 when attribute.Ints.Count > 0:
                attribute.Ints[random.Next(attribute.Ints.Count)] = Number(random);
                break;
            case 2:
                attribute.Type = (AttributeProto.Types.AttributeType)random.Next(15);
                break;
            case 3:
                attribute.S = ByteString.CopyFromUtf8(Any(["bidirectional", "reverse", "forward", "", "x"], random));
                break;
            case 4 when attribute.T is { } tensor:
                Tensor(tensor, random);
                break;
            case 5:
                attribute.Name = Any(AttributeNames, random);
                break;
            default:
                node.Attribute.Remove(attribute);
                break;
        }
    }

    private static void Tensor(TensorProto tensor, Random random)
    {
        switch (random.Next(8))
        {
            case 0 when tensor.Dims.Count > 0:
                tensor.Dims[random.Next(tensor.Dims.Count)] = Number(random);
                break;
            case 1:
                tensor.DataType = random.Next(17);
                break;
            case 2 when tensor.RawData.Length == sizeof(long):
                tensor.RawData = ByteString.CopyFrom(BitConverter.GetBytes(Number(random)));
                break;
            case 3 when tensor.RawData.Length >= sizeof(float):
                var bytes = tensor.RawData.ToByteArray();
                var offset = random.Next(bytes.Length / sizeof(float)) * sizeof(float);
                BitConverter.TryWriteBytes(bytes.AsSpan(offset), Any([float.NaN, float.PositiveInfinity, 1e30f, 0f, float.Epsilon], random));
                tensor.RawData = ByteString.CopyFrom(bytes);
                break;
            case 4:
                tensor.RawData = ByteString.CopyFrom(tensor.RawData.Span[..random.Next(tensor.RawData.Length + 1)]);
                break;
            case 5:
                tensor.DataLocation = DataLocation.External;
                var location = Any(["weights.bin", "../weights.bin", "/etc/passwd", ""], random);
                tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
                break;
            case 6:
                tensor.Dims.Add(Number(random));
                break;
            default:
                tensor.Name = "other";
                break;
        }
    }

    private static void Nodes(GraphProto graph, Random random)
    {
        var index = random.Next(graph.Node.Count);
        var node = graph.Node[index];
        switch (random.Next(3))
        {
            case 0:
                graph.Node.RemoveAt(index);
                break;
            case 1:
                graph.Node.RemoveAt(index);
                graph.Node.Insert(random.Next(graph.Node.Count + 1), node);
                break;
            default:
                var copy = node.Clone();
                for (var output = 0; output < copy.Output.Count; output++)
                    copy.Output[output] += "'";
                graph.Node.Insert(index + 1, copy);
                break;
        }
    }

    private static void Declaration(GraphProto graph, Random random)
    {
        var values = random.Next(3) switch { 0 => graph.Output, 1 when graph.ValueInfo.Count > 0 => graph.ValueInfo, _ => graph.Input };
        if (values.Count == 0)
            return;
        var value = Any(values, random);
        var shape = value.Type?.TensorType?.Shape;
        switch (random.Next(6))
        {
            case 0 when shape?.Dim.Count > 0:
                shape.Dim[random.Next(shape.Dim.Count)] = new TensorShapeProto.Types.Dimension { DimValue = Number(random) };
                break;
            case 1 when shape?.Dim.Count > 0:
                shape.Dim[random.Next(shape.Dim.Count)] = new TensorShapeProto.Types.Dimension { DimParam = Any(["batch", "time", "n"], random) };
                break;
            case 2 when shape is not null:
                shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = Number(random) });
                break;
            case 3 when value.Type?.TensorType is { } tensor:
                tensor.ElemType = random.Next(14);
                break;
            case 4:
                values.Remove(value);
                break;
            default:
                value.Name = Name(graph, random);
                break;
        }
    }

    private static void Rest(ModelProto model, NodeProto node, Random random)
    {
        switch (random.Next(7))
        {
            case 0 when model.OpsetImport.Count > 0:
                Any(model.OpsetImport, random).Version = random.Next(3) == 0 ? Number(random) : random.Next(5, 27);
                break;
            case 1:
                node.Domain = Any(["com.microsoft", "ai.onnx", "ai.onnx.ml", "other"], random);
                break;
            case 2:
                var body = ByteString.CopyFrom(new byte[random.Next(40)]);
                node.Attribute.Add(new AttributeProto { Name = "body", Type = AttributeProto.Types.AttributeType.Graph, G = body });
                break;
            case 3:
                model.Functions.Add(Function(node, random));
                break;
            case 4:
                model.Graph.SparseInitializer.Add(ByteString.CopyFrom(new byte[random.Next(40)]));
                break;
            case 5:
                model.IrVersion = random.Next(0, 14);
                break;
            default:
                node.Name = new string('\n', random.Next(3000));
                break;
        }
    }

    // The node becomes a call of a function that holds it, and perhaps of itself.
    private static FunctionProto Function(NodeProto node, Random random)
    {
        var function = new FunctionProto { Name = "Called", Domain = Any(["other", "other", "com.microsoft", ""], random) };
        function.Input.AddRange(node.Input.Distinct());
        function.Output.AddRange(node.Output);
        function.Node.Add(node.Clone());
        function.Attribute.AddRange(node.Attribute.Select(attribute => attribute.Name));
        if (random.Next(2) == 0)
        {
            foreach (var attribute in function.Node[0].Attribute)
                attribute.RefAttrName = attribute.Name;
        }

        (node.OpType, node.Domain) = (function.Name, function.Domain);
        var inputs = node.Input.Distinct().ToList();
        node.Input.Clear();
        node.Input.AddRange(inputs);
        if (random.Next(4) == 0)
            function.Node.Add(node.Clone());
        return function;
    }
}
