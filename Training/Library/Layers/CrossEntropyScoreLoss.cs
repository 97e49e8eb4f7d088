using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The cross-entropy of classes.</summary>
internal sealed class CrossEntropyScoreLoss(Tensor targets, Tensor? weights, long ignored) : ScoreLoss
{
    /// <inheritdoc/>
    public override bool IsCovered => targets.device_type == TorchSharp.DeviceType.CPU
        && (weights is null || (LinearCall.IsFloat(weights) && !weights.requires_grad));

    /// <inheritdoc/>
    public override void Check(long[] shape)
    {
        if (targets.dtype != ScalarType.Int64)
            throw new ArgumentException($"The classes have type {targets.dtype}, expected {ScalarType.Int64}.");
        if (shape.Length == 0 || shape[^1] == 0 || !shape.AsSpan(..^1).SequenceEqual(targets.shape))
            throw Mismatch("scores", shape, "classes", targets.shape, "[..., classes] and [...]");
        if (weights is not null && (weights.ndim != 1 || weights.size(0) != shape[^1]))
            throw Mismatch("scores", shape, "weights", weights.shape, $"[{shape[^1]}], one for each class");
    }

    /// <inheritdoc/>
    public override Tensor RunFormula(Tensor scores) =>
        nn.functional.cross_entropy(scores.reshape(-1, scores.size(-1)), targets.reshape(-1), weights, ignored);

    /// <inheritdoc/>
    public override unsafe LossKernel CreateKernel(TensorViews views, int count)
    {
        var rows = (int)targets.numel();
        return new CrossEntropyKernel(
            LossMath.Widest, (long*)views.Contiguous(targets), rows, count / rows, views.Contiguous(weights), ignored);
    }
}
