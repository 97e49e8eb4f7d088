using System.Runtime.InteropServices;
using Google.Protobuf;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// Stores weights as float16, which are cast to float32 when the file is loaded. ONNX Runtime folds the casts, so outputs match those of the
/// rounded weights bit for bit, at the speed of float32.
/// </summary>
internal static class Float16Constants
{
    // Smaller constants are not worth the additional Cast node.
    private const int MinValues = 64;

    /// <summary>Stores as float16 every constant of a graph that float16 represents exactly.</summary>
    public static void Store(GraphProto graph) => Store(graph, Exactly);

    /// <summary>Stores constants of a graph as float16.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="halves">Returns the bytes of a constant as float16, or null to leave the constant unchanged.</param>
    public static void Store(GraphProto graph, Func<TensorProto, ByteString?> halves)
    {
        // The default value of an optional input must have the type of the input.
        var inputs = graph.Input.Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
        var casts = new List<NodeProto>();
        foreach (var constant in graph.Initializer.Where(constant => constant.DataType == (int)DataType.Float && !inputs.Contains(constant.Name)))
        {
            if (halves(constant) is not { } bytes)
                continue;
            var cast = new NodeProto { OpType = "Cast", Name = $"Cast.{constant.Name}" };
            cast.Output.Add(constant.Name);
            constant.Name = WeightNames.Float16(constant.Name);
            constant.DataType = (int)DataType.Float16;
            constant.RawData = bytes;
            cast.Input.Add(constant.Name);
            cast.Attribute.Add(OnnxGraph.CreateAttribute("to", (long)DataType.Float));
            casts.Add(cast);
        }

        // Nodes must be in topological order.
        foreach (var cast in Enumerable.Reverse(casts))
            graph.Node.Insert(0, cast);
    }

    /// <summary>The bytes of a constant as float16, or null if the constant is small or float16 does not represent it exactly.</summary>
    public static ByteString? Exactly(TensorProto constant)
    {
        var values = MemoryMarshal.Cast<byte, float>(constant.RawData.Span);
        if (values.Length < MinValues)
            return null;
        var halves = new Half[values.Length];
        for (var index = 0; index < values.Length; index++)
        {
            halves[index] = (Half)values[index];
            if ((float)halves[index] != values[index])
                return null;
        }

        return ByteString.CopyFrom(MemoryMarshal.AsBytes(halves.AsSpan()));
    }
}
