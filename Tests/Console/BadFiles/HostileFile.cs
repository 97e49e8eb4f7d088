using Google.Protobuf;
using MlNetRecurrent.Onnx;
using MlNetRecurrent.Training;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Creates hostile files from a legitimate exported file with its card: an LSTM with 3 hidden units.</summary>
internal static class HostileFile
{
    private static readonly Lazy<byte[]> Exported = new(() =>
    {
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 3), seed: 1);
        return OnnxExporter.Export(network).Bytes.ToArray();
    });

    /// <summary>The legitimate file.</summary>
    public static byte[] Legitimate() => [.. Exported.Value];

    /// <summary>The legitimate file with changes.</summary>
    public static byte[] With(Action<ModelProto> change)
    {
        var model = OnnxFile.Parse(Exported.Value, "legitimate");
        change(model);
        return model.ToByteArray();
    }

    /// <summary>The legitimate file with additional nodes that no output needs; the network reader ignores them, hosts do not.</summary>
    public static byte[] WithNodes(Action<GraphProto> add) => With(model => add(model.Graph));

    /// <summary>Adds a node with one output, named as the node.</summary>
    public static string Node(this GraphProto graph, string operation, string name, params string[] inputs)
    {
        var node = new NodeProto { OpType = operation, Name = name };
        node.Input.AddRange(inputs);
        node.Output.Add(name);
        graph.Node.Add(node);
        return name;
    }

    /// <summary>Adds an attribute to the last node.</summary>
    public static void Attribute(this GraphProto graph, string name, long value) =>
        graph.Node[^1].Attribute.Add(new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value });

    /// <summary>Adds a vector of int64.</summary>
    public static string Integers(this GraphProto graph, string name, params long[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)DataType.Int64 };
        tensor.Dims.Add(values.Length);
        tensor.Int64Data.AddRange(values);
        graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>The input weight W of the LSTM [1, 12, 2].</summary>
    public static TensorProto Weight(this ModelProto model) => model.Graph.Initializer.Single(tensor => tensor.Name == "layers.0.W");

    /// <summary>Marks the values of a tensor as stored in another file.</summary>
    public static void StoreExternally(this TensorProto tensor, string location, long? offset = null, long? length = null)
    {
        tensor.ClearRawData();
        tensor.DataLocation = DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        if (offset is { } start)
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = FormattableString.Invariant($"{start}") });
        if (length is { } count)
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = FormattableString.Invariant($"{count}") });
    }

    /// <summary>Adds a node with nested subgraphs.</summary>
    public static void Nest(GraphProto graph, int depth)
    {
        var other = new GraphProto { Name = "other", Output = { new ValueInfoProto { Name = "lengths.none" } } }.ToByteString();
        graph.Node("If", "nested", "lengths.none");
        var bytes = ByteString.Empty;
        for (var level = 0; level < depth; level++)
        {
            var inner = new GraphProto { Name = "inner", Output = { new ValueInfoProto { Name = "nested" } } };
            inner.Node("If", "nested", "lengths.none");
            inner.Node[0].Attribute.Add(Branch(bytes));
            inner.Node[0].Attribute.Add(Branch(other, "else_branch"));
            bytes = inner.ToByteString();
        }

        graph.Node[^1].Attribute.Add(Branch(bytes));
        graph.Node[^1].Attribute.Add(Branch(other, "else_branch"));
    }

    private static AttributeProto Branch(ByteString graph, string name = "then_branch") =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Graph, G = graph };
}
