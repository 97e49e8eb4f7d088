using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Checks that data has the history that a network's base and transform need.</summary>
internal static class HistoryChecks
{
    /// <exception cref="SequenceDataException">It has not; the message says what is missing.</exception>
    public static void Check(NetworkDescription network, SequenceData data)
    {
        if (data.Time < network.MinimumSteps)
        {
            throw new SequenceDataException(
                $"The sequences have {data.Time} time steps, but base {network.Base} with season {network.Season} needs {network.MinimumSteps}: use a longer window or a shorter season.");
        }

        CheckKnown(network, data);
        if (network.Transform == TargetTransform.None)
            return;
        if (!Exist(Standardization.Of(data, batch => TargetTransforms.Of(network, batch.Targets.reshape(batch.Targets.shape[0], -1, network.Targets)))))
            throw Missing("answers hold");
        if (network.TargetFeatures.Count > 0 && !Exist(Standardization.Of(data, batch => TargetTransforms.Of(network, History(network, batch.Inputs)))))
            throw Missing("history of the targets holds");
        if (network.SeasonalKnown.Count > 0 && !Exist(Standardization.Of(data, batch => TargetTransforms.Of(network, Season(network, batch.Known!)))))
            throw Missing("covariates of the targets' season hold");

        SequenceDataException Missing(string where) => new(FormattableString.Invariant(
            $"The {where} a value that transform {network.Transform} with offset {network.TransformOffset} has no number for: expected {(network.Transform == TargetTransform.Log ? "above" : "at least")} {0 - network.TransformOffset}. Raise the offset, or use another transform."));
    }

    private static void CheckKnown(NetworkDescription network, SequenceData data)
    {
        long[]? expected = network.Known == 0 ? null : [data.Count, data.Time + network.Horizon, network.Known];
        var known = data.KnownShape;
        if (known is null ? expected is not null : expected is null || !known.SequenceEqual(expected))
        {
            throw new SequenceDataException(
                $"What is known ahead is {(known is null ? "missing" : $"[{string.Join(", ", known)}]")}, expected {(expected is null ? "nothing" : $"[{string.Join(", ", expected)}], [sequences, time + horizon, covariates]")}.");
        }
    }

    private static Tensor History(NetworkDescription network, Tensor inputs) =>
        inputs.index_select(2, tensor([.. network.TargetFeatures.Select(feature => (long)feature)]));

    private static Tensor Season(NetworkDescription network, Tensor known) =>
        known.index_select(2, tensor([.. network.SeasonalKnown.Select(covariate => (long)covariate)]));

    // The mean of values of which one is NaN or infinite is neither a number.
    private static bool Exist(AffineScale scale) => scale.Mean.All(float.IsFinite);
}
