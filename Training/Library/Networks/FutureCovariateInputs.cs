using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Computes what a network derives from future covariates: the input of its layers, and its seasonal baseline.</summary>
internal static class FutureCovariateInputs
{
    /// <summary>
    /// Concatenates columns and future covariates into the input of the layers, for the time steps of the sequences and the horizon.
    /// </summary>
    /// <param name="scaled">The scaled columns of the sequences, [batch, time, columns].</param>
    /// <param name="futureCovariates">The scaled future covariates, [batch, time + horizon, covariates].</param>
    /// <param name="lengths">The length of each sequence, or null if all have the full length.</param>
    /// <returns>
    /// [batch, time + horizon, columns + covariates + 1]. Over the horizon the columns are 0 and the last value, an indicator feature, is 1.
    /// </returns>
    public static Tensor Concatenate(Tensor scaled, Tensor futureCovariates, SequenceLengths? lengths)
    {
        var (batch, time, columns) = (scaled.shape[0], scaled.shape[1], scaled.shape[2]);
        var steps = futureCovariates.shape[1];
        var ends = lengths?.Lengths.unsqueeze(1) ?? full([batch, 1], time, dtype: ScalarType.Int64);
        var isInput = (arange(steps, dtype: ScalarType.Int64).unsqueeze(0) < ends).unsqueeze(2);
        var extended = cat([scaled, zeros(batch, steps - time, columns)], 1);
        return cat([where(isInput, extended, zeros_like(extended)), futureCovariates, isInput.logical_not().to(ScalarType.Float32)], 2);
    }

    /// <summary>
    /// Computes the residual baseline from future covariates that hold the targets' values one season earlier: [batch, horizon, targets].
    /// </summary>
    /// <param name="network">The description of the network.</param>
    /// <param name="history">The transformed history of the targets, [batch, time, targets].</param>
    /// <param name="season">The transformed covariates that hold the targets one season earlier, [batch, time + horizon, targets].</param>
    /// <param name="lengths">The length of each sequence, or null if all have the full length.</param>
    public static Tensor GetSeasonalBaseline(NetworkDescription network, Tensor history, Tensor season, SequenceLengths? lengths)
    {
        var horizon = network.Forecast.Horizon;
        var future = lengths is null ? season.narrow(1, history.shape[1], horizon) : lengths.Extend(horizon).GatherLastSteps(season, horizon);
        if (network.Forecast.ResidualBaseline == ResidualBaseline.SeasonalNaive)
            return future;
        var (last, seasonOfLast) = lengths is null
            ? (history.narrow(1, history.shape[1] - 1, 1), season.narrow(1, history.shape[1] - 1, 1))
            : (lengths.GatherLastSteps(history, 1), lengths.GatherLastSteps(season, 1));
        return future + (last - seasonOfLast);
    }
}
