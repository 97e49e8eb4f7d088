namespace MlNetRecurrent.Onnx;

/// <summary>What becomes of the factor and offset behind a head: the scale of the targets, or part of the head's own numbers.</summary>
internal static class HeadFolding
{
    /// <summary>The scale that turns forecasts back into raw values, or null where factor and offset are none.</summary>
    public static AffineScale? TargetScale(HeadContent head, int targets)
    {
        if (head.Factor is not { } factor)
            return null;
        var offset = head.Offset ?? new float[factor.Length];
        return RepeatsEvery(factor, targets) && RepeatsEvery(offset, targets) && factor.All(number => number > 0)
            ? new AffineScale(offset[..targets], factor[..targets])
            : null;
    }

    /// <summary>The head with factor and offset in its weight and bias: (x W + b) f + o = x (W f) + (b f + o).</summary>
    public static HeadContent Fold(HeadContent head)
    {
        if (head.Factor is null && head.Offset is null)
            return head;
        var bias = new float[head.Outputs];
        var weight = new float[head.Weight.Length];
        for (var output = 0; output < head.Outputs; output++)
        {
            var factor = head.Factor?[output] ?? 1;
            bias[output] = ((head.Bias?[output] ?? 0) * factor) + (head.Offset?[output] ?? 0);
            for (var place = output; place < weight.Length; place += head.Outputs)
                weight[place] = head.Weight[place] * factor;
        }

        return head with { Weight = weight, Bias = bias, Factor = null, Offset = null };
    }

    private static bool RepeatsEvery(float[] values, int period) => !values.Where((number, index) => number != values[index % period]).Any();
}
