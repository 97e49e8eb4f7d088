namespace MlNetRecurrent;

/// <summary>Checks of what forecasters read and give beside sequences and answers.</summary>
internal static class ForecastChecks
{
    /// <param name="network">What the network is.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="steps">Time steps of all its sequences together.</param>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    /// <exception cref="InvalidOperationException">What the model needs is missing, or the model has no use for what is given.</exception>
    public static void Check(NetworkDescription network, in SequenceBatch batch, int steps)
    {
        CheckFutureCovariates(network, batch, steps);
        CheckQuantiles(network, batch.Quantiles.Length, (network.HasOutputPerStep ? steps : batch.Count) * (long)network.Outputs, nameof(batch));
    }

    private static void CheckFutureCovariates(NetworkDescription network, in SequenceBatch batch, int steps)
    {
        if (network.Forecast.FutureCovariates == 0)
        {
            if (!batch.FutureCovariates.IsEmpty)
                throw new InvalidOperationException($"This model reads no covariates known ahead: leave {nameof(SequenceBatch.FutureCovariates)} out.");
            return;
        }

        if (batch.FutureCovariates.IsEmpty)
            throw new InvalidOperationException($"This model also reads {network.Forecast.FutureCovariates} covariates known ahead: score a {nameof(SequenceBatch)} with {nameof(SequenceBatch.FutureCovariates)}, [time + horizon, covariates] of each sequence.");
        var expected = (steps + (batch.Count * (long)network.Forecast.Horizon)) * network.Forecast.FutureCovariates;
        if (batch.FutureCovariates.Length != expected)
        {
            throw new ArgumentException(
                $"Expected {network.Forecast.FutureCovariates} covariates known ahead for {steps} time steps and for {network.Forecast.Horizon} steps of the horizon of each of {batch.Count} sequences, {expected} values in all; got {batch.FutureCovariates.Length}.",
                nameof(batch));
        }
    }

    /// <param name="network">What the network is.</param>
    /// <param name="given">Values that there is room for; 0 where nobody asks.</param>
    /// <param name="outputs">Values of the answers.</param>
    /// <param name="parameter">What errors call the room.</param>
    /// <exception cref="ArgumentException">The room has the wrong size.</exception>
    /// <exception cref="InvalidOperationException">The model gives no quantiles.</exception>
    public static void CheckQuantiles(NetworkDescription network, int given, long outputs, string parameter)
    {
        if (given == 0)
            return;
        if (network.Forecast.Quantiles.Count == 0)
            throw new InvalidOperationException($"This model gives no quantiles: leave {nameof(SequenceBatch.Quantiles)} out, or train a model with quantiles.");
        var expected = outputs * network.Forecast.Quantiles.Count;
        if (given != expected)
            throw new ArgumentException($"Expected room for {network.Forecast.Quantiles.Count} quantiles of each of {outputs} values of answers, {expected} in all; got {given}.", parameter);
    }
}
