namespace MlNetRecurrent.Onnx;

/// <summary>Turns the factor and offset after a head into the scale of the targets, or folds them into the head's weights.</summary>
internal static class HeadFolding
{
    /// <summary>The scale that denormalizes forecasts, or null if factor and offset do not form one.</summary>
    public static AffineScale? TargetScale(HeadContent head, int targets)
    {
        if (head.Factor is not { } factor)
            return null;
        var offset = head.Offset ?? new float[factor.Length];
        return RepeatsEvery(factor, targets) && RepeatsEvery(offset, targets) && factor.All(value => value > 0)
            ? new AffineScale(offset[..targets], factor[..targets])
            : null;
    }

    /// <summary>Folds factor and offset into weight and bias: (x W + b) f + o = x (W f) + (b f + o).</summary>
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
            for (var index = output; index < weight.Length; index += head.Outputs)
                weight[index] = head.Weight[index] * factor;
        }

        return head with { Weight = weight, Bias = bias, Factor = null, Offset = null };
    }

    private static bool RepeatsEvery(float[] values, int period) => !values.Where((value, index) => value != values[index % period]).Any();
}
