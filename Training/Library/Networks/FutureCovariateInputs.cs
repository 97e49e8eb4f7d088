using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>What is known ahead, beside the columns of a batch.</summary>
internal static class FutureCovariateInputs
{
    /// <summary>What the layers read of sequences and the horizons behind them.</summary>
    /// <param name="scaled">The columns of the sequences, [batch, time, columns].</param>
    /// <param name="futureCovariates">[batch, time + horizon, covariates], scaled.</param>
    /// <param name="lengths">How long each sequence is, or null where all are whole.</param>
    /// <returns>[batch, time + horizon, columns + covariates + 1]: columns are 0 over the horizon, and the last value is 1 there.</returns>
    public static Tensor Join(Tensor scaled, Tensor futureCovariates, SequenceLengths? lengths)
    {
        var (batch, time, columns) = (scaled.shape[0], scaled.shape[1], scaled.shape[2]);
        var all = futureCovariates.shape[1];
        var seen = arange(all, dtype: ScalarType.Int64).unsqueeze(0) < (lengths?.Lengths.unsqueeze(1) ?? full([batch, 1], time, dtype: ScalarType.Int64));
        var own = seen.unsqueeze(2);
        var longer = cat([scaled, zeros(batch, all - time, columns)], 1);
        return cat([where(own, longer, zeros_like(longer)), futureCovariates, own.logical_not().to(ScalarType.Float32)], 2);
    }

    /// <summary>The base of each step of the horizon where it stands among what is known ahead, [batch, horizon, targets].</summary>
    /// <param name="network">What the network is.</param>
    /// <param name="history">The targets' history [batch, time, targets], transformed.</param>
    /// <param name="season">The covariates that are the targets a season before, [batch, time + horizon, targets], transformed.</param>
    /// <param name="lengths">How long each sequence is, or null where all are whole.</param>
    public static Tensor GetSeasonalBaseline(NetworkDescription network, Tensor history, Tensor season, SequenceLengths? lengths)
    {
        var longer = lengths?.Extend(network.Forecast.Horizon);
        var ahead = longer is null ? season.narrow(1, history.shape[1], network.Forecast.Horizon) : longer.GatherLastSteps(season, network.Forecast.Horizon);
        if (network.Forecast.ResidualBaseline == ResidualBaseline.SeasonalNaive)
            return ahead;
        var (last, itsSeason) = lengths is null
            ? (history.narrow(1, history.shape[1] - 1, 1), season.narrow(1, history.shape[1] - 1, 1))
            : (lengths.GatherLastSteps(history, 1), lengths.GatherLastSteps(season, 1));
        return ahead + (last - itsSeason);
    }
}
