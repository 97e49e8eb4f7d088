using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Converts the scores of a batch to outputs, and raw targets to the scale of the scores.</summary>
/// <param name="network">The description of the network.</param>
/// <param name="baseline">The residual baseline, [batch, steps, targets]; null for none.</param>
/// <param name="shift">
/// The value added to the scores after multiplication, [targets], or a shape that broadcasts to that of the scores, such as [batch, 1, targets]; null
/// for none.
/// </param>
/// <param name="factor">The factor of the scores, of the same shape; null for none.</param>
internal sealed class TargetScaling(NetworkDescription network, Tensor? baseline, Tensor? shift, Tensor? factor)
{
    /// <summary>
    /// NaN for a sequence whose history contains a value for which the transform is undefined, otherwise 0: [batch, 1, 1]; null without such a
    /// transform.
    /// </summary>
    public Tensor? UndefinedMask { get; init; }

    /// <summary>Converts targets to scores: (transform(target) - baseline - shift) / factor.</summary>
    public Tensor ToScores(Tensor targets)
    {
        var values = TargetTransforms.Apply(network, targets);
        if (baseline is not null)
            values = values - baseline;
        if (shift is not null)
            values = values - shift;
        return factor is null ? values : values / factor;
    }

    /// <summary>
    /// Converts scores to outputs: the inverse transform of score * factor + shift + baseline. Scores may have an axis of quantiles after that of the
    /// targets.
    /// </summary>
    public Tensor ToOutputs(Tensor scores)
    {
        if (factor is not null)
            scores = scores * Broadcast(factor);
        foreach (var added in new[] { shift, baseline, UndefinedMask })
        {
            if (added is not null)
                scores = scores + Broadcast(added);
        }

        return TargetTransforms.Invert(network, scores);
    }

    private Tensor Broadcast(Tensor values) => network.Forecast.Quantiles.Count == 0 ? values : values.unsqueeze(-1);
}
