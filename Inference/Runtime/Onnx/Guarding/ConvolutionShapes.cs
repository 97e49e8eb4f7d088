namespace MlNetRecurrent.Onnx;

/// <summary>Output sizes of convolutions and pooling: [batch, channels, positions..].</summary>
internal static class ConvolutionShapes
{
    // X [batch, channels, positions..], W [outputs, channels / groups, kernel..]
    public static IReadOnlyList<SizedValue> Convolution(SizedNode node)
    {
        var (input, weight) = Operands(node);
        var kernel = Numbers(node, weight[2..], "kernel");
        var positions = Positions(node, input[2..], kernel, roundsUp: false);
        var output = SizedValue.FromDimensions([input[0], weight[0], .. positions]);
        var read = SizedValue.Product(weight[1..]);
        node.Work = output.Total.Multiply(read);
        // Hosts copy the inputs of every position of one sequence.
        node.Scratch = SizedValue.Product(positions).Multiply(read).Multiply(SymbolicSize.FromNumber(node.GetInteger("group") ?? 1));
        Keep(node);
        return [output];
    }

    // X [batch, channels, positions..], W [channels, outputs / groups, kernel..]
    public static IReadOnlyList<SizedValue> Transposed(SizedNode node)
    {
        if (node.Has("output_shape") || node.GetString("auto_pad") is not (null or "NOTSET"))
            throw node.CreateError("attributes 'output_shape' and 'auto_pad' are not supported");
        var (input, weight) = Operands(node);
        var kernel = Numbers(node, weight[2..], "kernel");
        var window = new Window(node, kernel.Length);
        SymbolicSize[] positions = [.. kernel.Select((size, axis) => input[axis + 2]
            .Multiply(SymbolicSize.FromNumber(window.Strides[axis]))
            .Add(SymbolicSize.FromNumber((window.Dilations[axis] * size) + window.Strides[axis]))
            .ToBound())];
        var groups = SymbolicSize.FromNumber(node.GetInteger("group") ?? 1);
        var output = SizedValue.FromDimensions([input[0], weight[1].Multiply(groups), .. positions]);
        node.Work = output.Total.Multiply(weight[0]).Multiply(SizedValue.Product(weight[2..]));
        node.Scratch = SizedValue.Product(positions).Multiply(SizedValue.Product(weight[1..]));
        Keep(node);
        return [output];
    }

    public static IReadOnlyList<SizedValue> Pooling(SizedNode node)
    {
        var input = node.Dimensions(0);
        double[] kernel = [.. (node.GetIntegers("kernel_shape") ?? []).Select(size => (double)size)];
        if (input.Length < 3 || kernel.Length != input.Length - 2 || kernel.Any(size => size < 1))
            throw node.CreateError($"pools {input.Length} axes with a kernel of {kernel.Length}");
        var positions = Positions(node, input[2..], kernel, node.GetInteger("ceil_mode") is not (null or 0));
        var output = SizedValue.FromDimensions([input[0], input[1], .. positions]);
        node.Work = output.Total.Multiply(SymbolicSize.FromNumber(kernel.Aggregate(1.0, (product, size) => product * size)));
        // Some also give the indices of the maxima.
        return [.. Enumerable.Repeat(output, Math.Max(1, node.OutputCount))];
    }

    public static IReadOnlyList<SizedValue> Global(SizedNode node)
    {
        var input = node.Dimensions(0);
        return input.Length >= 2
            ? [SizedValue.FromDimensions([.. input.Select((size, axis) => axis < 2 ? size : SymbolicSize.One)])]
            : throw node.CreateError($"pools {input.Length} axes, expected batch, channels and positions");
    }

    private static (SymbolicSize[] Input, SymbolicSize[] Weight) Operands(SizedNode node)
    {
        var (input, weight) = (node.Dimensions(0), node.Dimensions(1));
        return input.Length >= 3 && weight.Length == input.Length
            ? (input, weight)
            : throw node.CreateError($"has inputs of {input.Length} and {weight.Length} axes, expected the same number, at least 3");
    }

    private static void Keep(SizedNode node)
    {
        if (node.RequireInput(1).IsConstant)
            node.Kept = node.RequireInput(1).Total;
    }

    private static SymbolicSize[] Positions(SizedNode node, SymbolicSize[] sizes, double[] kernel, bool roundsUp)
    {
        var window = new Window(node, kernel.Length);
        return [.. sizes.Select((size, axis) => Position(size, kernel[axis], axis))];

        // (size + padding - dilation * (kernel - 1) - 1) / stride + 1
        SymbolicSize Position(SymbolicSize size, double kernelSize, int axis)
        {
            var stride = window.Strides[axis];
            if (window.KeepsSize)
                return stride == 1 ? size : size.Number is { } same ? SymbolicSize.FromNumber(Math.Ceiling(same / stride)) : size.ToBound();
            var room = size.ToSafeBound().Add(SymbolicSize.FromNumber(window.Padding[axis] - (window.Dilations[axis] * (kernelSize - 1)) - 1));
            if (room.Number is { } known)
                return SymbolicSize.FromNumber(Math.Max(0, (roundsUp ? Math.Ceiling(known / stride) : Math.Floor(known / stride)) + 1));
            return stride == 1 ? room.Add(SymbolicSize.One) : room.Add(SymbolicSize.FromNumber(2)).ToBound();
        }
    }

    private static double[] Numbers(SizedNode node, SymbolicSize[] sizes, string name) => [.. sizes.Select(size => size.Number is >= 1 and var number
        ? number
        : throw node.CreateError($"the {name} has a size that depends on the inputs of the graph or is 0"))];

    private sealed class Window
    {
        public Window(SizedNode node, int axes)
        {
            Strides = Read("strides", 1, axes);
            Dilations = Read("dilations", 1, axes);
            var pads = Read("pads", 0, 2 * axes);
            Padding = [.. Enumerable.Range(0, axes).Select(axis => pads[axis] + pads[axis + axes])];
            KeepsSize = node.GetString("auto_pad") is "SAME_UPPER" or "SAME_LOWER";

            double[] Read(string name, long minimum, int count)
            {
                var values = node.GetIntegers(name) ?? [.. Enumerable.Repeat(minimum, count)];
                return values.Count == count && values.All(value => value >= minimum)
                    ? [.. values.Select(value => (double)value)]
                    : throw node.CreateError($"attribute '{name}' is [{string.Join(", ", values)}], expected {count} values of at least {minimum}");
            }
        }

        public double[] Strides { get; }

        public double[] Dilations { get; }

        /// <summary>The padding on both sides.</summary>
        public double[] Padding { get; }

        public bool KeepsSize { get; }
    }
}
