using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>An input of a graph and its role.</summary>
/// <param name="Name">The name of the input.</param>
/// <param name="Type">The element type; integers of a sequence are token IDs.</param>
/// <param name="Kind">
/// The role of the input. <see cref="InputKind.Other"/> if it affects an output in a way that is not known, which is so for all inputs of a graph
/// without recurrent nodes.
/// </param>
/// <param name="Axes">
/// The role of each declared axis, <see cref="AxisRole.Unknown"/> if it is not known, and its size if the file fixes it; null if the input has no
/// declared shape.
/// </param>
internal sealed record InputStructure(string Name, DataType Type, InputKind Kind, IReadOnlyList<(AxisRole Role, long? Size)>? Axes);
