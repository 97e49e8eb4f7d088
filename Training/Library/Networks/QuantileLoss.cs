using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The pinball loss, which the quantiles of a distribution minimize (Koenker and Bassett 1978).</summary>
internal static class QuantileLoss
{
    /// <summary>Computes the mean over all quantiles of max(level * e, (level - 1) * e), with e = target - quantile.</summary>
    /// <param name="network">The description of a network with quantiles.</param>
    /// <param name="scores">The scaled quantiles, [..., targets, levels].</param>
    /// <param name="targets">The targets in the scale of the scores, [..., targets].</param>
    public static Tensor Compute(NetworkDescription network, Tensor scores, Tensor targets)
    {
        var levels = tensor([.. network.Forecast.Quantiles.Select(level => (float)level)]);
        var errors = targets.unsqueeze(-1) - scores;
        return maximum(levels * errors, (levels - 1) * errors).mean();
    }
}
