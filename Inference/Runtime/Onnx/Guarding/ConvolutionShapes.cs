namespace MlNetRecurrent.Onnx;

/// <summary>Output sizes of convolutions.</summary>
internal static class ConvolutionShapes
{
    // X [batch, channels, positions ...], W [outputs, channels / groups, kernel ...] -> [batch, outputs, positions ...]
    public static IReadOnlyList<SizedValue> Conv(SizedNode node)
    {
        var (input, weight) = (node.Dimensions(0), node.Dimensions(1));
        if (input.Length < 3 || weight.Length != input.Length || weight.Any(size => size.Number is not > 0))
        {
            throw node.CreateError(
                $"X has {input.Length} axes and W has {weight.Length}, expected the same number, at least 3, with the sizes of W known");
        }

        var axes = input.Length - 2;
        var (strides, dilations) = (Integers(node, "strides", axes, 1, 1), Integers(node, "dilations", axes, 1, 1));
        var pads = Integers(node, "pads", 2 * axes, 0, 0);
        var positions = Enumerable.Range(0, axes).Select(axis => Positions(node, input[axis + 2], new(
            dilations[axis] * ((long)weight[axis + 2].Number!.Value - 1), pads[axis] + pads[axis + axes], strides[axis]))).ToArray();
        var output = SizedValue.FromDimensions([input[0], weight[0], .. positions]);
        var kernel = SizedValue.Product(weight[1..]);
        node.Work = output.Total.Multiply(kernel);

        // Hosts gather what each position depends on, for one sequence at a time, and keep a reordered copy of the weights.
        node.Scratch = SizedValue.Product([kernel, SymbolicSize.FromNumber(Math.Max(1, node.GetInteger("group") ?? 1)), .. positions]);
        node.Kept = node.RequireInput(1).IsConstant ? node.RequireInput(1).Total : node.Kept;
        return [output];
    }

    private static SymbolicSize Positions(SizedNode node, SymbolicSize size, (long Reach, long Pads, long Stride) window)
    {
        var lost = (node.GetString("auto_pad") ?? "NOTSET") switch
        {
            "NOTSET" => window.Reach - window.Pads,
            "VALID" => window.Reach,
            _ => 0,
        };
        var positions = lost == 0 ? size : size.ToSafeBound().Subtract(SymbolicSize.FromNumber(lost));

        // floor((size - 1) / stride) + 1, which is at most the size
        return window.Stride == 1 ? positions : positions.ToBound();
    }

    private static long[] Integers(SizedNode node, string name, int count, long defaultValue, long minimum)
    {
        long[] integers = node.GetIntegers(name)?.ToArray() ?? [.. Enumerable.Repeat(defaultValue, count)];
        return integers.Length == count && integers.All(integer => integer >= minimum && integer <= int.MaxValue)
            ? integers
            : throw node.CreateError($"attribute '{name}' is [{string.Join(", ", integers)}], expected {count} integers from {minimum}");
    }
}
