using MlNetRecurrent.Onnx;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent;

/// <summary>An input or output as a graph declares it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The element type.</param>
/// <param name="Axes">The axes; null if no shape is declared.</param>
internal sealed record DeclaredValue(string Name, DataType Type, IReadOnlyList<DeclaredAxis>? Axes)
{
    /// <summary>Whether the elements are integers or Booleans.</summary>
    public bool IsInteger => Type is not (DataType.Float or DataType.Double or DataType.Float16 or DataType.Undefined);

    public static DeclaredValue Read(ValueInfoProto value)
    {
        var tensor = value.Type?.TensorType;
        return new DeclaredValue(value.Name, (DataType)(tensor?.ElemType ?? 0), tensor?.Shape?.Dim.Select(ReadAxis).ToList());
    }

    /// <summary>Whether another value has the same axes, as far as they are known.</summary>
    public bool MayHaveShapeOf(DeclaredValue other) =>
        Axes is null || other.Axes is null
        || (Axes.Count == other.Axes.Count && Axes.Zip(other.Axes).All(pair =>
            pair.First.Size is null || pair.Second.Size is null || pair.First.Size == pair.Second.Size));

    /// <summary>Returns the name, type and shape, such as <c>input Float [batch, time, 3]</c>.</summary>
    public override string ToString()
    {
        var axes = Axes is null
            ? "of unknown shape"
            : $"[{string.Join(", ", Axes.Select(axis => axis.Size is { } size ? FormattableString.Invariant($"{size}") : axis.Name ?? "?"))}]";
        return MessageText.Sanitize($"{Name} {Type} {axes}");
    }

    private static DeclaredAxis ReadAxis(TensorShapeProto.Types.Dimension dimension) =>
        dimension.HasDimValue && dimension.DimValue is >= 0 and <= int.MaxValue
            ? new DeclaredAxis(null, (int)dimension.DimValue)
            : new DeclaredAxis(dimension.DimParam is { Length: > 0 } name ? name : null, null);
}
