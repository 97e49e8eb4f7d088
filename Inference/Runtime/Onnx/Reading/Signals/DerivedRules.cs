using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// Rules for values derived from an input of the graph: sliced and concatenated to initial states, or transformed to lengths.
/// </summary>
internal static class DerivedRules
{
    public static DerivedValue Apply(GraphNode node)
    {
        var source = node.Inputs.Select(DerivedValue.TryCreate).OfType<DerivedValue>().First();
        return node.Operator switch
        {
            "Transpose" or "Squeeze" or "Unsqueeze" or "Reshape" or "Flatten" or "Slice" or "Split" or "Expand" or "Tile" => source,
            "Gather" when DerivedValue.TryCreate(node.RequireInput(0)) is { } data => data,
            "Concat" when node.Inputs.All(value => DerivedValue.TryCreate(value)?.Input == source.Input) => source,
            "Cast" => source with { Type = (DataType)(node.GetInteger("to") ?? 0) },
            "Add" or "Sub" => Shift(node, source),
            // Negative lengths that mean the whole sequence.
            "Not" or "And" or "Or" or "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "Equal" or "Where" or "Min" or "Max" or "Clip"
                when source.Type is DataType.Int32 or DataType.Int64 or DataType.Bool =>
                node.Inputs.Select(DerivedValue.TryCreate).OfType<DerivedValue>().Last(),
            _ => throw node.CreateError($"is not supported on input '{source.Input}' of the graph"),
        };
    }

    // A state plus a number is a different state; lengths - 1 are the indices of the last steps.
    private static DerivedValue Shift(GraphNode node, DerivedValue source)
    {
        if (source.Type is not (DataType.Int32 or DataType.Int64)
            || node.Input(1) is not ConstantValue { Tensor: { IsFloat: false } tensor }
            || tensor.TryGetUniformElement()?.GetIntegers() is not [var shift])
        {
            throw node.CreateError($"is not supported on input '{source.Input}' of the graph");
        }

        return source with { Offset = checked(source.Offset + (node.Operator == "Add" ? shift : -shift)) };
    }
}
