using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Follows an input of the graph that is cut and joined on its way to an initial state, or changed on its way to the lengths.</summary>
internal static class DerivedRules
{
    public static DerivedValue Apply(GraphNode node)
    {
        var source = node.Inputs.Select(DerivedValue.Of).OfType<DerivedValue>().First();
        return node.Operator switch
        {
            "Transpose" or "Squeeze" or "Unsqueeze" or "Reshape" or "Flatten" or "Slice" or "Split" or "Expand" or "Tile" => source,
            "Gather" when DerivedValue.Of(node.Required(0)) is { } data => data,
            "Concat" when node.Inputs.All(value => DerivedValue.Of(value)?.Input == source.Input) => source,
            "Cast" => source with { Type = (DataType)(node.GetInteger("to") ?? 0) },
            "Add" or "Sub" => Shifted(node, source),
            // Lengths below 0 that stand for full ones.
            "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "Equal" or "Where" or "Min" or "Clip" when source.Type is DataType.Int32 or DataType.Int64 or DataType.Bool =>
                node.Inputs.Select(DerivedValue.Of).OfType<DerivedValue>().Last(),
            _ => throw node.CreateError($"is not supported on input '{source.Input}' of the graph"),
        };
    }

    // A state plus a number is another state; lengths - 1 are the places of the last steps.
    private static DerivedValue Shifted(GraphNode node, DerivedValue source)
    {
        if (source.Type is not (DataType.Int32 or DataType.Int64) || node.Input(1) is not ConstantValue { Tensor: { IsFloat: false } tensor } || tensor.Uniform()?.GetIntegers() is not [var shift])
            throw node.CreateError($"is not supported on input '{source.Input}' of the graph");
        return source with { Offset = checked(source.Offset + (node.Operator == "Add" ? shift : -shift)) };
    }
}
