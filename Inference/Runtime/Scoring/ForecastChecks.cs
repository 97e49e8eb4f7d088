namespace MlNetRecurrent;

/// <summary>Validates the parts of a batch that apply to forecasts only: future covariates and quantiles.</summary>
internal static class ForecastChecks
{
    /// <param name="network">The network.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="steps">The total number of time steps of its sequences.</param>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    /// <exception cref="InvalidOperationException">The batch lacks an input that the model requires, or has one that it does not support.</exception>
    public static void Check(NetworkDescription network, in SequenceBatch batch, int steps)
    {
        CheckFutureCovariates(network, batch, steps);
        CheckQuantiles(network, batch.Quantiles.Length, (network.HasOutputPerStep ? steps : batch.Count) * (long)network.OutputSize, nameof(batch));
    }

    private static void CheckFutureCovariates(NetworkDescription network, in SequenceBatch batch, int steps)
    {
        var (covariates, horizon) = (network.Forecast.FutureCovariates, network.Forecast.Horizon);
        if (covariates == 0)
        {
            if (!batch.FutureCovariates.IsEmpty)
                throw new InvalidOperationException($"This model has no future covariates: leave {nameof(SequenceBatch.FutureCovariates)} empty.");
            return;
        }

        var expected = (steps + (batch.Count * (long)horizon)) * covariates;
        if (batch.FutureCovariates.Length != expected)
        {
            throw new ArgumentException(
                $"Expected {covariates} future covariates at {steps} time steps and at {horizon} steps of the horizon "
                + $"of each of {batch.Count} sequences, {expected} values in total; got {batch.FutureCovariates.Length}.",
                nameof(batch));
        }
    }

    /// <param name="network">The network.</param>
    /// <param name="bufferSize">The size of the buffer for quantiles; 0 if quantiles are not requested.</param>
    /// <param name="outputs">The number of output values.</param>
    /// <param name="parameter">The parameter name of the buffer in error messages.</param>
    /// <exception cref="ArgumentException">The buffer has the wrong size.</exception>
    /// <exception cref="InvalidOperationException">The model has no quantiles.</exception>
    public static void CheckQuantiles(NetworkDescription network, int bufferSize, long outputs, string parameter)
    {
        if (bufferSize == 0)
            return;
        var levels = network.Forecast.Quantiles.Count;
        if (levels == 0)
        {
            throw new InvalidOperationException(
                "This model has no quantiles: leave the buffer for quantiles empty, or train a model with quantiles.");
        }

        var expected = outputs * levels;
        if (bufferSize != expected)
        {
            throw new ArgumentException(
                $"Expected a buffer for {levels} quantiles of each of {outputs} output values, {expected} in total; got {bufferSize}.", parameter);
        }
    }
}
