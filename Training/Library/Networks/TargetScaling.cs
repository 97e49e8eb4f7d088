using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>How the scores of a batch become answers, and raw targets what scores are compared with.</summary>
/// <param name="network">What the network is.</param>
/// <param name="baseline">The base forecast, [batch, steps, targets]; null for none.</param>
/// <param name="shift">What is added to scaled scores, [targets] or [batch, 1, targets]; null for nothing.</param>
/// <param name="factor">What scores are multiplied by, [targets] or [batch, 1, targets]; null for nothing.</param>
internal sealed class TargetScaling(NetworkDescription network, Tensor? baseline, Tensor? shift, Tensor? factor)
{
    /// <summary>[batch, 1, 1]: NaN for a sequence whose history holds a value without a transform, else 0; null where there is none to miss.</summary>
    public Tensor? UndefinedMask { get; init; }

    /// <summary>(transform(target) - base - shift) / factor.</summary>
    public Tensor ToScores(Tensor targets)
    {
        var values = TargetTransforms.Apply(network, targets);
        if (baseline is not null)
            values = values - baseline;
        if (shift is not null)
            values = values - shift;
        return factor is null ? values : values / factor;
    }

    /// <summary>The transform undone of score * factor + shift + base; scores may have an axis of quantiles behind that of the targets.</summary>
    public Tensor ToOutputs(Tensor scores)
    {
        if (factor is not null)
            scores = scores * Broad(factor);
        foreach (var added in new[] { shift, baseline, UndefinedMask })
        {
            if (added is not null)
                scores = scores + Broad(added);
        }

        return TargetTransforms.Invert(network, scores);
    }

    private Tensor Broad(Tensor values) => network.Forecast.Quantiles.Count == 0 ? values : values.unsqueeze(-1);
}
