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
                $"The sequences have {data.Time} time steps, but base {network.Forecast.ResidualBaseline} with season {network.Forecast.SeasonLength} needs {network.MinimumSteps}: use a longer window or a shorter season.");
        }

        CheckFutureCovariates(network, data);
        if (network.Forecast.Transform == TargetTransform.None)
            return;
        if (!Exist(Standardization.Fit(data, batch => TargetTransforms.Apply(network, batch.Targets.reshape(batch.Targets.shape[0], -1, network.Forecast.Targets)))))
            throw Missing("answers hold");
        if (network.Forecast.TargetFeatures.Count > 0 && !Exist(Standardization.Fit(data, batch => TargetTransforms.Apply(network, History(network, batch.Inputs)))))
            throw Missing("history of the targets holds");
        if (network.Forecast.SeasonalCovariates.Count > 0 && !Exist(Standardization.Fit(data, batch => TargetTransforms.Apply(network, Season(network, batch.FutureCovariates!)))))
            throw Missing("covariates of the targets' season hold");

        SequenceDataException Missing(string where) => new(FormattableString.Invariant(
            $"The {where} a value that transform {network.Forecast.Transform} with offset {network.Forecast.TransformOffset} has no number for: expected {(network.Forecast.Transform == TargetTransform.Log ? "above" : "at least")} {0 - network.Forecast.TransformOffset}. Raise the offset, or use another transform."));
    }

    private static void CheckFutureCovariates(NetworkDescription network, SequenceData data)
    {
        long[]? expected = network.Forecast.FutureCovariates == 0 ? null : [data.Count, data.Time + network.Forecast.Horizon, network.Forecast.FutureCovariates];
        var known = data.FutureCovariatesShape;
        if (known is null ? expected is not null : expected is null || !known.SequenceEqual(expected))
        {
            throw new SequenceDataException(
                $"What is known ahead is {(known is null ? "missing" : $"[{string.Join(", ", known)}]")}, expected {(expected is null ? "nothing" : $"[{string.Join(", ", expected)}], [sequences, time + horizon, covariates]")}.");
        }
    }

    private static Tensor History(NetworkDescription network, Tensor inputs) =>
        inputs.index_select(2, tensor([.. network.Forecast.TargetFeatures.Select(feature => (long)feature)]));

    private static Tensor Season(NetworkDescription network, Tensor futureCovariates) =>
        futureCovariates.index_select(2, tensor([.. network.Forecast.SeasonalCovariates.Select(covariate => (long)covariate)]));

    // The mean of values of which one is NaN or infinite is neither a number.
    private static bool Exist(AffineScale scale) => scale.Mean.All(float.IsFinite);
}
