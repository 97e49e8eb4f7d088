using Google.Protobuf;
using MlNetRecurrent.Onnx;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Tests;

/// <summary>Builds small files of the kinds that other programs write, with random weights.</summary>
internal sealed class ForeignGraphs
{
    private readonly GraphProto _graph = new() { Name = "g" };
    private readonly Random _random = new(1);

    public static byte[] Build(Action<ForeignGraphs> build, long opset = 17)
    {
        var graphs = new ForeignGraphs();
        build(graphs);
        return TestGraphs.Model(graphs._graph, opset).ToByteArray();
    }

    public string Input(string name, DataType type, params object[] axes)
    {
        _graph.Input.Add(Value(name, type, axes));
        return name;
    }

    public void Output(string name, DataType type, params object[] axes) => _graph.Output.Add(Value(name, type, axes));

    public string Weights(string name, params long[] dimensions) => Weights(name, DataType.Float, dimensions);

    public string Weights(string name, DataType type, params long[] dimensions)
    {
        var count = (int)dimensions.Aggregate(1L, (product, size) => product * size);
        var tensor = new TensorProto { Name = name, DataType = (int)type };
        tensor.Dims.AddRange(dimensions);
        for (var index = 0; index < count; index++)
        {
            var value = (_random.NextDouble() - 0.5) * 0.8;
            if (type == DataType.Double)
                tensor.DoubleData.Add(value);
            else
                tensor.FloatData.Add((float)value);
        }

        _graph.Initializer.Add(tensor);
        return name;
    }

    public string Integers(string name, params long[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)DataType.Int64 };
        tensor.Dims.Add(values.Length);
        tensor.Int64Data.AddRange(values);
        _graph.Initializer.Add(tensor);
        return name;
    }

    public string Node(string type, string output, string[] inputs, params AttributeProto[] attributes)
    {
        Node(type, [output], inputs, attributes);
        return output;
    }

    public void Node(string type, string[] outputs, string[] inputs, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = type, Name = $"{type}_{_graph.Node.Count}" };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes);
        _graph.Node.Add(node);
    }

    /// <summary>Adds a forward LSTM over [time, batch, features], and returns its last hidden states [batch, hidden].</summary>
    public string Lstm(string name, string input, long features, long hidden, string initialHidden = "", string initialCell = "")
    {
        Node(
            "LSTM",
            [$"{name}.y", $"{name}.h", $"{name}.c"],
            [
                input, Weights($"{name}.w", 1, 4 * hidden, features), Weights($"{name}.r", 1, 4 * hidden, hidden),
                Weights($"{name}.b", 1, 8 * hidden), "", initialHidden, initialCell,
            ],
            Integer("hidden_size", hidden));
        return Node("Squeeze", $"{name}.last", [$"{name}.h", Integers($"{name}.axes", 0)]);
    }

    public static AttributeProto Integer(string name, long value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    public static AttributeProto List(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    private static ValueInfoProto Value(string name, DataType type, object[] axes)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(axes.Select(axis => axis is int size
            ? new TensorShapeProto.Types.Dimension { DimValue = size }
            : new TensorShapeProto.Types.Dimension { DimParam = (string)axis }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } },
        };
    }
}
