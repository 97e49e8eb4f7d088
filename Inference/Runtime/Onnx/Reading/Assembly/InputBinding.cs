using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>An input that a foreign graph must be fed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Axes">Its axes: what each counts, and how many where the file fixes it.</param>
internal sealed record InputBinding(string Name, DataType Type, InputKind Kind, IReadOnlyList<(AxisRole Role, long? Size)> Axes)
{
    /// <summary>The size that a graph fixes for a role, or null where it is open or has no such axis.</summary>
    public long? Fixed(AxisRole role) => Axes.FirstOrDefault(axis => axis.Role == role).Size;

    /// <summary>Whether the batch comes before the time, or null where one of them is missing.</summary>
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
