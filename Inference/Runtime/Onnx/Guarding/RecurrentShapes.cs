namespace MlNetRecurrent.Onnx;

/// <summary>Output sizes of recurrent layers. They follow from the shapes of the weights, which must match each other.</summary>
internal static class RecurrentShapes
{
    public static IReadOnlyList<SizedValue> Recurrent(SizedNode node)
    {
        var batchFirst = node.GetInteger("layout") is not (null or 0);
        var (input, recurrent) = (Weight(node, 1, "W"), Weight(node, 2, "R"));
        var hidden = recurrent[2];
        var blocks = node.Operator switch { "LSTM" => 4, "GRU" => 3, _ => 1 };
        if (input[0] != recurrent[0] || input[1] != recurrent[1] || recurrent[1] != blocks * hidden)
        {
            throw node.CreateError(
                $"weights W {Text(input)} and R {Text(recurrent)} do not match, "
                + $"expected [directions, {blocks} * hidden, input] and [directions, {blocks} * hidden, hidden]");
        }

        return Layer(node, blocks, input[0], input[2], hidden, batchFirst);
    }

    // The weights of the quantized operator are transposed: [directions, columns, 4 * hidden].
    public static IReadOnlyList<SizedValue> Quantized(SizedNode node)
    {
        const int Blocks = 4;
        const int FirstScale = 8;
        var (input, recurrent) = (Weight(node, 1, "W"), Weight(node, 2, "R"));
        var hidden = recurrent[1];
        if (input[0] != recurrent[0] || input[2] != recurrent[2] || recurrent[2] != Blocks * hidden)
        {
            throw node.CreateError(
                $"weights W {Text(input)} and R {Text(recurrent)} do not match, "
                + $"expected [directions, input, {Blocks} * hidden] and [directions, hidden, {Blocks} * hidden]");
        }

        for (var index = FirstScale; index < FirstScale + 4; index++)
        {
            if (!node.RequireInput(index).IsConstant
                || !node.Dimensions(index).Select(size => size.Number).SequenceEqual([input[0], input[2]]))
            {
                throw node.CreateError(
                    $"input {index} must be a constant of shape [{input[0]}, {input[2]}]: a scale or zero point for each row of weights");
            }
        }

        return Layer(node, Blocks, input[0], input[1], hidden, batchFirst: false);
    }

    private static SizedValue[] Layer(SizedNode node, int blocks, double directions, double inputSize, double hidden, bool batchFirst)
    {
        var sequence = node.Dimensions(0);
        if (sequence.Length != 3)
            throw node.CreateError($"X has {sequence.Length} axes, expected 3");
        if (sequence[2].Number is { } features && features != inputSize)
            throw node.CreateError($"X has {features} features, but W expects {inputSize}");
        if (node.GetInteger("hidden_size") is { } declared && declared != hidden)
            throw node.CreateError($"attribute 'hidden_size' is {declared}, but the weights have {hidden} hidden units");
        var expected = node.GetString("direction") == "bidirectional" ? 2 : 1;
        if (directions != expected)
            throw node.CreateError($"weights have {directions} directions, expected {expected}");
        var (time, batch) = batchFirst ? (sequence[1], sequence[0]) : (sequence[0], sequence[1]);
        var steps = time.Multiply(batch).Multiply(SymbolicSize.FromNumber(directions));
        node.Work = steps.Multiply(SymbolicSize.FromNumber(blocks * hidden * (inputSize + hidden)));
        node.Scratch = steps.Multiply(SymbolicSize.FromNumber(blocks * hidden));
        node.Kept = SymbolicSize.FromNumber(directions * blocks * hidden * (inputSize + hidden));
        var (stack, units) = (SymbolicSize.FromNumber(directions), SymbolicSize.FromNumber(hidden));
        var state = batchFirst ? SizedValue.FromDimensions(batch, stack, units) : SizedValue.FromDimensions(stack, batch, units);
        var states = batchFirst ? SizedValue.FromDimensions(batch, time, stack, units) : SizedValue.FromDimensions(time, stack, batch, units);
        return [states, state, state];
    }

    private static double[] Weight(SizedNode node, int index, string name)
    {
        var dimensions = node.Dimensions(index);
        return dimensions.Length == 3 && dimensions.All(size => size.Number is not null)
            ? [.. dimensions.Select(size => size.Number!.Value)]
            : throw node.CreateError(
                $"weight {name} has {dimensions.Length} axes or a shape that depends on the inputs of the graph, expected 3 axes of known size");
    }

    private static string Text(double[] shape) => $"[{string.Join(", ", shape)}]";
}
