namespace MlNetRecurrent.Onnx;

/// <summary>Turns Add, Sub, Mul and Div nodes after the head into its bias, or into a factor and an offset of its output.</summary>
internal static class HeadScaling
{
    public static HeadContent Apply(GraphNode node, SignalValue signal, HeadContent head, ConstantTensor tensor)
    {
        node.Budget.Charge([head.Outputs]);
        var values = PerOutput(node, signal, head, tensor);
        var untouched = head is { Bias: null, Factor: null, Offset: null };
        return node.Operator switch
        {
            "Add" when untouched => head with { Bias = values },
            "Sub" when untouched => head with { Bias = [.. values.Select(value => -value)] },
            "Add" => head with { Offset = Combine(head.Offset, values, 0, (offset, value) => offset + value) },
            "Sub" => head with { Offset = Combine(head.Offset, values, 0, (offset, value) => offset - value) },
            "Mul" => Scale(head, values, (old, value) => old * value),
            _ => Scale(head, values, (old, value) => old / value),
        };
    }

    // (y * f + o) * n = y * (f * n) + o * n
    private static HeadContent Scale(HeadContent head, float[] values, Func<float, float, float> scale) => head with
    {
        Factor = Combine(head.Factor, values, 1, scale),
        Offset = head.Offset is null ? null : Combine(head.Offset, values, 0, scale),
    };

    private static float[] Combine(float[]? first, float[] second, float neutral, Func<float, float, float> combine) =>
        [.. second.Select((value, index) => combine(first is null ? neutral : first[index], value))];

    /// <summary>Converts a constant that is broadcast over the output to one value for each output of the head.</summary>
    private static float[] PerOutput(GraphNode node, SignalValue signal, HeadContent head, ConstantTensor tensor)
    {
        var strides = ConstantLayout.Strides(tensor.Dimensions);
        var shift = signal.Rank - tensor.Rank;
        if (shift < 0)
            throw CreateError();
        var headAxes = new List<(int Size, int Stride)>();
        var factors = new List<AxisFactor>();
        for (var axis = 0; axis < signal.Rank; axis++)
        {
            var dimension = axis < shift ? 1 : tensor.Dimensions[axis - shift];
            var ofHead = signal.Axes[axis].Factors.Count > 0 && signal.Axes[axis].Factors.All(head.Units.Contains);
            var size = signal.Axes[axis].Size.Number;
            if (dimension != 1 && (!ofHead || size != dimension))
                throw CreateError();
            if (ofHead)
            {
                factors.AddRange(signal.Axes[axis].Factors);
                headAxes.Add(((int)size!.Value, dimension == 1 ? 0 : strides[axis - shift]));
            }
        }

        if (!factors.SequenceEqual(head.Units) && tensor.Count > 1)
            throw CreateError();
        return tensor.Count == 1 ? [.. Enumerable.Repeat(tensor.Floats[0], head.Outputs)] : GetValues(tensor, headAxes, head.Outputs);

        RecurrentModelException CreateError() => node.CreateError(
            $"combines the output of the head with a constant of shape [{string.Join(", ", tensor.Dimensions)}], expected one value for each output");
    }

    private static float[] GetValues(ConstantTensor tensor, List<(int Size, int Stride)> axes, int outputs)
    {
        var values = new float[outputs];
        for (var output = 0; output < outputs; output++)
        {
            var (rest, index) = (output, 0);
            for (var axis = axes.Count - 1; axis >= 0; axis--)
            {
                index += rest % axes[axis].Size * axes[axis].Stride;
                rest /= axes[axis].Size;
            }

            values[output] = tensor.Floats[index];
        }

        return values;
    }
}
