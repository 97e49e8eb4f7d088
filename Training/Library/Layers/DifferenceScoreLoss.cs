using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The mean of a function of score - target.</summary>
internal sealed class DifferenceScoreLoss(DifferenceLoss loss, double delta, Tensor targets) : ScoreLoss
{
    /// <inheritdoc/>
    public override bool IsCovered => LinearCall.IsFloat(targets) && !targets.requires_grad;

    /// <inheritdoc/>
    public override void Check(long[] shape)
    {
        if (!shape.AsSpan().SequenceEqual(targets.shape))
            throw Mismatch("scores", shape, "targets", targets.shape, "the same shape");
    }

    /// <inheritdoc/>
    public override Tensor RunFormula(Tensor scores) => loss switch
    {
        DifferenceLoss.Squared => nn.functional.mse_loss(scores, targets),
        DifferenceLoss.Absolute => nn.functional.l1_loss(scores, targets),
        _ => nn.functional.huber_loss(scores, targets, delta),
    };

    /// <inheritdoc/>
    public override unsafe LossKernel CreateKernel(TensorViews views, int count) =>
        new DifferenceLossKernel(LossMath.Widest, loss, (float)delta, views.Contiguous(targets), count);
}
