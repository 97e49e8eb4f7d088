using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>An output of a graph and its role.</summary>
/// <param name="Name">The name of the output.</param>
/// <param name="Type">The declared element type.</param>
/// <param name="Kind">The role of the output.</param>
/// <param name="StateInput">The input of the initial states to which these final states belong; null for other outputs.</param>
/// <param name="Axes">
/// The role and the fixed size of each axis, <see cref="AxisRole.Unknown"/> for an axis that joins several; null if the reader does not know them.
/// </param>
internal sealed record OutputStructure(
    string Name, DataType Type, OutputKind Kind, string? StateInput, IReadOnlyList<(AxisRole Role, long? Size)>? Axes);
