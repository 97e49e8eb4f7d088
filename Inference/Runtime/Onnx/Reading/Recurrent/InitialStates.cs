using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// Reads the initial states of a recurrent node: zeros, an input of the graph, or trained states that are the same for all sequences.
/// </summary>
internal static class InitialStates
{
    /// <summary>The input of the graph that sets a state, or null if a constant does.</summary>
    public static string? ReadInput(GraphNode node, int index, string name) => node.Input(index) switch
    {
        null or FilledValue or RepeatedValue or ConstantValue { Tensor.IsFloat: true } => null,
        { } value when DerivedValue.TryCreate(value) is { Type: DataType.Float or DataType.Float16 or DataType.Double, Offset: 0 } derived =>
            derived.Input,
        _ => throw node.CreateError($"{name} is computed by the graph; supported: constants, and inputs of the graph"),
    };

    /// <summary>The trained state [directions, hidden], or null for zeros and for an input.</summary>
    public static float[]? ReadValues(GraphNode node, int index, string name, bool batchFirst, int directions, int hidden)
    {
        var values = node.Input(index) switch
        {
            ConstantValue { Tensor: { IsFloat: true } tensor } => Select(node, name, tensor, batchFirst, directions, hidden),
            RepeatedValue { Tensor: { IsFloat: true } tensor } => Select(node, name, tensor, batchFirst, directions, hidden),
            FilledValue { Element: { IsFloat: true } element, IsZero: false } =>
                [.. Enumerable.Repeat(element.Floats[0], node.Budget.Charge([directions, hidden]))],
            _ => null,
        };
        if (values is null || !values.AsSpan().ContainsAnyExcept(0f))
            return null;
        return !values.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue)
            ? values
            : throw node.CreateError($"{name} holds a NaN or an infinity");
    }

    // [directions, batch, hidden], or [batch, directions, hidden], where all sequences have the same state.
    private static float[] Select(GraphNode node, string name, ConstantTensor tensor, bool batchFirst, int directions, int hidden)
    {
        var (stackAxis, batchAxis) = batchFirst ? (1, 0) : (0, 1);
        if (tensor.Rank != 3
            || tensor.Dimensions[batchAxis] < 1
            || tensor.Dimensions[2] is not 1 && tensor.Dimensions[2] != hidden
            || tensor.Dimensions[stackAxis] is not 1 && tensor.Dimensions[stackAxis] != directions)
        {
            throw node.CreateError(
                $"{name} '{tensor.Name}' has the shape [{string.Join(", ", tensor.Dimensions)}], "
                + $"expected {directions} directions and {hidden} units");
        }

        var strides = ConstantLayout.Strides(tensor.Dimensions);
        var values = new float[node.Budget.Charge([directions, hidden])];
        for (var direction = 0; direction < directions; direction++)
        {
            for (var unit = 0; unit < hidden; unit++)
            {
                var first = (tensor.Dimensions[stackAxis] == 1 ? 0 : direction * strides[stackAxis]) + (tensor.Dimensions[2] == 1 ? 0 : unit);
                values[(direction * hidden) + unit] = tensor.Floats[first];
                for (var sequence = 1; sequence < tensor.Dimensions[batchAxis]; sequence++)
                {
                    if (tensor.Floats[first + (sequence * strides[batchAxis])] != tensor.Floats[first])
                    {
                        throw node.CreateError(
                            $"{name} is the constant '{tensor.Name}', which differs between sequences; "
                            + "supported: one state for all sequences, and inputs of the graph");
                    }
                }
            }
        }

        return values;
    }
}
