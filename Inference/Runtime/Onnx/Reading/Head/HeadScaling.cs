namespace MlNetRecurrent.Onnx;

/// <summary>Takes nodes behind the head into its bias, or into factor and offset of its answer.</summary>
internal static class HeadScaling
{
    public static HeadContent Apply(GraphNode node, SignalValue signal, HeadContent head, ConstantTensor tensor)
    {
        node.Budget.Charge([head.Outputs]);
        var numbers = PerOutput(node, signal, head, tensor);
        var untouched = head is { Bias: null, Factor: null, Offset: null };
        return node.Operator switch
        {
            "Add" when untouched => head with { Bias = numbers },
            "Sub" when untouched => head with { Bias = [.. numbers.Select(number => -number)] },
            "Add" => head with { Offset = Combine(head.Offset, numbers, 0, (offset, number) => offset + number) },
            "Sub" => head with { Offset = Combine(head.Offset, numbers, 0, (offset, number) => offset - number) },
            "Mul" => Scaled(head, numbers, (value, number) => value * number),
            _ => Scaled(head, numbers, (value, number) => value / number),
        };
    }

    // (y * f + o) * n = y * (f * n) + o * n
    private static HeadContent Scaled(HeadContent head, float[] values, Func<float, float, float> scale) => head with
    {
        Factor = Combine(head.Factor, values, 1, scale),
        Offset = head.Offset is null ? null : Combine(head.Offset, values, 0, scale),
    };

    private static float[] Combine(float[]? first, float[] second, float neutral, Func<float, float, float> combine) =>
        [.. second.Select((number, index) => combine(first is null ? neutral : first[index], number))];

    /// <summary>A constant that is broadcast over the answer, as one number for each output of the head.</summary>
    private static float[] PerOutput(GraphNode node, SignalValue signal, HeadContent head, ConstantTensor tensor)
    {
        var strides = ConstantLayout.Strides(tensor.Dimensions);
        var shift = signal.Rank - tensor.Rank;
        if (shift < 0)
            throw Fault();
        var counted = new List<(int Size, int Stride)>();
        var factors = new List<AxisFactor>();
        for (var axis = 0; axis < signal.Rank; axis++)
        {
            var dimension = axis < shift ? 1 : tensor.Dimensions[axis - shift];
            var ofHead = signal.Axes[axis].Factors.Count > 0 && signal.Axes[axis].Factors.All(head.Units.Contains);
            var size = signal.Axes[axis].Extent.Number;
            if (dimension != 1 && (!ofHead || size != dimension))
                throw Fault();
            if (ofHead)
            {
                factors.AddRange(signal.Axes[axis].Factors);
                counted.Add(((int)size!.Value, dimension == 1 ? 0 : strides[axis - shift]));
            }
        }

        if (!factors.SequenceEqual(head.Units) && tensor.Count > 1)
            throw Fault();
        return tensor.Count == 1 ? [.. Enumerable.Repeat(tensor.Floats[0], head.Outputs)] : GetValues(tensor, counted, head.Outputs);

        RecurrentModelException Fault() => node.CreateError($"combines the answer of the head with [{string.Join(", ", tensor.Dimensions)}], expected one number for each output");
    }

    private static float[] GetValues(ConstantTensor tensor, List<(int Size, int Stride)> counted, int outputs)
    {
        var numbers = new float[outputs];
        for (var output = 0; output < outputs; output++)
        {
            var (rest, place) = (output, 0);
            for (var axis = counted.Count - 1; axis >= 0; axis--)
            {
                place += rest % counted[axis].Size * counted[axis].Stride;
                rest /= counted[axis].Size;
            }

            numbers[output] = tensor.Floats[place];
        }

        return numbers;
    }
}
