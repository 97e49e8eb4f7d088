using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>An input of a graph, as the reader understands it.</summary>
/// <param name="Name">The name of the input.</param>
/// <param name="Type">The element type.</param>
/// <param name="Kind">The role of the input.</param>
/// <param name="Axes">The role of each axis, and its size if the file fixes it.</param>
internal sealed record InputBinding(string Name, DataType Type, InputKind Kind, IReadOnlyList<(AxisRole Role, long? Size)> Axes)
{
    /// <summary>The size that the graph fixes for a role, or null if it is dynamic or there is no such axis.</summary>
    public long? GetFixedSize(AxisRole role) => Axes.FirstOrDefault(axis => axis.Role == role).Size;

    /// <summary>Whether the batch axis precedes the time axis, or null if one of them is missing.</summary>
    public bool? BatchFirst
    {
        get
        {
            var roles = Axes.Select(axis => axis.Role).ToList();
            var (batch, time) = (roles.IndexOf(AxisRole.Batch), roles.IndexOf(AxisRole.Time));
            return batch < 0 || time < 0 ? null : batch < time;
        }
    }
}
