using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Drops values: by the kernel where it covers the case, otherwise by LibTorch.</summary>
internal static unsafe class DropoutCall
{
    /// <summary>Multiplies each value by 0 with a probability p, and by 1 / (1 - p) otherwise.</summary>
    public static Tensor Run(Tensor values, double probability)
    {
        FusedFailure.ThrowIfAny();
        if (!LinearCall.IsCovered(values))
            return nn.functional.dropout(values, probability, training: true);
        var pattern = Draw(probability);
        return is_grad_enabled() && values.requires_grad ? DropoutFunction.apply(pattern, values) : Apply(pattern, values);
    }

    /// <summary>Draws a pattern from LibTorch's random generator.</summary>
    public static DropoutPattern Draw(double probability)
    {
        using var number = randint(long.MaxValue, 1, ScalarType.Int64);
        return new DropoutPattern((ulong)number.item<long>(), probability);
    }

    /// <summary>Drops values, without a graph.</summary>
    public static Tensor Apply(DropoutPattern pattern, Tensor values)
    {
        using var views = new TensorViews();
        var result = empty(values.shape);
        DropoutKernel.Run(pattern, views.Contiguous(values), TensorPointer.Of(result), result.numel());
        return result;
    }

    /// <summary>Drops values in place, without a graph.</summary>
    public static void ApplyInPlace(DropoutPattern pattern, Tensor values)
    {
        if (LinearCall.IsCovered(values) && values.is_contiguous())
            DropoutKernel.Run(pattern, TensorPointer.Of(values), TensorPointer.Of(values), values.numel());
        else
            values.mul_(Apply(pattern, ones(values.shape)).to(values.dtype).to(values.device));
    }
}
