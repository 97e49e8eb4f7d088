using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The pinball loss, which the quantiles of a distribution make smallest (Koenker and Bassett 1978).</summary>
internal static class QuantileLoss
{
    /// <summary>The mean over all quantiles of max(level * e, (level - 1) * e), with e what the target lies above the quantile.</summary>
    /// <param name="network">What the network is; it has quantiles.</param>
    /// <param name="scores">[..., targets, levels].</param>
    /// <param name="targets">[..., targets], in the space of the scores.</param>
    public static Tensor Compute(NetworkDescription network, Tensor scores, Tensor targets)
    {
        var levels = tensor([.. network.Forecast.Quantiles.Select(level => (float)level)]);
        var above = targets.unsqueeze(-1) - scores;
        return maximum(levels * above, (levels - 1) * above).mean();
    }
}
