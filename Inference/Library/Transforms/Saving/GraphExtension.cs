using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>Adds nodes, constants and outputs to a graph, with names that start with <see cref="StockNames.Prefix"/>.</summary>
internal sealed class GraphExtension(GraphProto graph)
{
    private const string Stored = StockNames.Prefix + "stored.";

    private int _count;

    /// <summary>
    /// Turns float16 initializers into nodes: stock transformers read the types of all initializers, and do not support this one.
    /// </summary>
    public static void MoveInitializers(GraphProto graph)
    {
        foreach (var tensor in graph.Initializer.Where(tensor => tensor.DataType == (int)TensorProto.Types.DataType.Float16).ToList())
        {
            graph.Initializer.Remove(tensor);
            var node = new NodeProto { OpType = "Constant", Name = Stored + tensor.Name };
            node.Output.Add(tensor.Name);
            node.Attribute.Add(new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = tensor });
            graph.Node.Insert(0, node);
        }
    }

    /// <summary>Undoes <see cref="MoveInitializers"/>.</summary>
    public static void RestoreInitializers(GraphProto graph)
    {
        foreach (var node in graph.Node.Where(node => node.Name.StartsWith(Stored, StringComparison.Ordinal)))
            graph.Initializer.AddRange(node.Attribute.Select(attribute => attribute.T).OfType<TensorProto>());
    }

    /// <summary>Removes everything that was added to a graph.</summary>
    public static void Remove(GraphProto graph)
    {
        RemoveAdded(graph.Node, node => node.Name);
        RemoveAdded(graph.Initializer, tensor => tensor.Name);
        RemoveAdded(graph.Input, input => input.Name);
        RemoveAdded(graph.Output, output => output.Name);
    }

    /// <summary>Adds a node with one output.</summary>
    /// <returns>The name of the output.</returns>
    public string Node(string type, string[] inputs, params AttributeProto[] attributes) =>
        Node(type, $"{StockNames.Prefix}{_count++}", inputs, attributes);

    /// <summary>Adds a node with one named output.</summary>
    /// <returns>The name of the output.</returns>
    public string Node(string type, string output, string[] inputs, params AttributeProto[] attributes)
    {
        var name = output.StartsWith(StockNames.Prefix, StringComparison.Ordinal) ? output : StockNames.Prefix + output;
        var node = new NodeProto { OpType = type, Name = name };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        node.Attribute.AddRange(attributes);
        graph.Node.Add(node);
        return output;
    }

    /// <summary>Adds a scalar constant.</summary>
    /// <returns>The name of the constant.</returns>
    public string Scalar(float value)
    {
        var tensor = new TensorProto { Name = $"{StockNames.Prefix}{_count++}", DataType = (int)TensorProto.Types.DataType.Float };
        tensor.FloatData.Add(value);
        graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Adds a constant vector of numbers.</summary>
    /// <returns>The name of the constant.</returns>
    public string Vector(params float[] values)
    {
        var tensor = new TensorProto { Name = $"{StockNames.Prefix}{_count++}", DataType = (int)TensorProto.Types.DataType.Float };
        tensor.Dims.Add(values.Length);
        tensor.FloatData.AddRange(values);
        graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Adds a constant vector of integers.</summary>
    /// <returns>The name of the constant.</returns>
    public string Vector(params long[] values)
    {
        var tensor = new TensorProto { Name = $"{StockNames.Prefix}{_count++}", DataType = (int)TensorProto.Types.DataType.Int64 };
        tensor.Dims.Add(values.Length);
        tensor.Int64Data.AddRange(values);
        graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Creates an integer attribute.</summary>
    public static AttributeProto Integer(string name, long value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    /// <summary>Declares a single-precision value as a graph output; -1 represents an axis of any size.</summary>
    public void Output(string name, params long[] shape) => graph.Output.Add(CreateValue(name, TensorProto.Types.DataType.Float, shape));

    /// <summary>Creates the declaration of an input or output; -1 represents an axis of any size.</summary>
    public static ValueInfoProto CreateValue(string name, TensorProto.Types.DataType type, long[] shape)
    {
        var dimensions = new TensorShapeProto();
        foreach (var size in shape)
        {
            dimensions.Dim.Add(size < 0
                ? new TensorShapeProto.Types.Dimension { DimParam = $"{name}.{dimensions.Dim.Count}" }
                : new TensorShapeProto.Types.Dimension { DimValue = size });
        }

        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dimensions };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    private static void RemoveAdded<T>(Google.Protobuf.Collections.RepeatedField<T> entries, Func<T, string> name)
    {
        for (var index = entries.Count - 1; index >= 0; index--)
        {
            if (name(entries[index]).StartsWith(StockNames.Prefix, StringComparison.Ordinal))
                entries.RemoveAt(index);
        }
    }
}
