using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The pinball loss of quantiles.</summary>
internal sealed class PinballScoreLoss(double[] levels, Tensor targets) : ScoreLoss
{
    /// <inheritdoc/>
    public override bool IsCovered => LinearCall.IsFloat(targets) && !targets.requires_grad;

    /// <inheritdoc/>
    public override void Check(long[] shape)
    {
        if (shape.Length == 0 || shape[^1] != levels.Length || !shape.AsSpan(..^1).SequenceEqual(targets.shape))
            throw Mismatch("quantiles", shape, "targets", targets.shape, $"[..., {levels.Length}], one for each level, and [...]");
    }

    /// <inheritdoc/>
    public override Tensor RunFormula(Tensor scores)
    {
        var values = tensor(levels, dtype: scores.dtype, device: scores.device);
        var errors = targets.unsqueeze(-1) - scores;
        return maximum(values * errors, (values - 1) * errors).mean();
    }

    /// <inheritdoc/>
    public override unsafe LossKernel CreateKernel(TensorViews views, int count) =>
        new PinballLossKernel([.. levels.Select(level => (float)level)], views.Contiguous(targets), count / levels.Length);
}
