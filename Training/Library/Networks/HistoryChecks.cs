using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Checks that the data provide the target history and future covariates that a network requires.</summary>
internal static class HistoryChecks
{
    /// <exception cref="SequenceDataException">
    /// The sequences are too short, future covariates are missing, or the target transform is undefined for a value.
    /// </exception>
    public static void Check(NetworkDescription network, SequenceData data)
    {
        var forecast = network.Forecast;
        if (data.Steps < network.LayerSteps)
        {
            throw new SequenceDataException(
                $"The sequences have {data.Steps} time steps, but the convolutions and the pooling of the network need at least "
                + $"{network.LayerSteps}: use a longer window.");
        }

        if (data.Steps < network.MinSteps)
        {
            throw new SequenceDataException(
                $"The sequences have {data.Steps} time steps, but residual baseline {forecast.ResidualBaseline} with season length "
                + $"{forecast.SeasonLength} needs at least {network.MinSteps}: use a longer window or a shorter season.");
        }

        CheckFutureCovariates(network, data);
        if (forecast.Transform == TargetTransform.None)
            return;
        if (!IsDefined(batch => batch.Targets.reshape(batch.Targets.shape[0], -1, forecast.Targets), network.HasOutputPerStep ? 0 : null))
            throw Undefined("targets contain");
        if (forecast.TargetFeatures.Count > 0 && !IsDefined(batch => History(network, batch.Inputs), 0))
            throw Undefined("history of the targets contains");
        int[] covariates = [.. forecast.TargetCovariates];
        if (covariates.Length > 0 && !IsDefined(batch => batch.FutureCovariates!.index_select(2, ToIndices(covariates)), forecast.Horizon))
            throw Undefined($"{(forecast.LagFeatures.Count > 0 ? "lags of the targets" : "seasonal covariates")} contain");

        // A mean over values of which one is NaN or infinite is not finite.
        bool IsDefined(Func<TrainingBatch, Tensor> select, int? horizon) =>
            Standardization.Fit(data, batch => TargetTransforms.Apply(network, select(batch)), horizon).Mean.All(float.IsFinite);

        SequenceDataException Undefined(string where) => new(
            FormattableString.Invariant($"The {where} a value for which transform {forecast.Transform} with offset {forecast.TransformOffset} ")
            + FormattableString.Invariant(
                $"is undefined: expected {(forecast.Transform == TargetTransform.Log ? "above" : "at least")} {0 - forecast.TransformOffset}. ")
            + "Raise the offset, or use another transform.");
    }

    private static void CheckFutureCovariates(NetworkDescription network, SequenceData data)
    {
        var actual = data.FutureCovariatesShape;
        if (network.Forecast.FutureCovariates == 0)
        {
            if (actual is not null)
                throw new SequenceDataException("The data have future covariates, but the network has none: leave them out.");
            return;
        }

        long[] expected = [data.Count, data.Steps + network.Forecast.Horizon, network.Forecast.FutureCovariates];
        if (actual is null || !actual.SequenceEqual(expected))
        {
            throw new SequenceDataException(
                $"The future covariates {(actual is null ? "are missing" : $"have the shape [{string.Join(", ", actual)}]")}, "
                + $"expected [{string.Join(", ", expected)}], [sequences, time + horizon, covariates].");
        }
    }

    private static Tensor History(NetworkDescription network, Tensor inputs) =>
        inputs.index_select(2, ToIndices(network.Forecast.TargetFeatures));

    private static Tensor ToIndices(IReadOnlyList<int> columns) => tensor([.. columns.Select(column => (long)column)]);
}
