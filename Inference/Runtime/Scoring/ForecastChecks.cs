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
        CheckKnown(network, batch, steps);
        CheckQuantiles(network, batch.Quantiles.Length, (network.AnswersEveryStep ? steps : batch.Count) * (long)network.Outputs, nameof(batch));
    }

    private static void CheckKnown(NetworkDescription network, in SequenceBatch batch, int steps)
    {
        if (network.Known == 0)
        {
            if (!batch.Known.IsEmpty)
                throw new InvalidOperationException($"This model reads no covariates known ahead: leave {nameof(SequenceBatch.Known)} out.");
            return;
        }

        if (batch.Known.IsEmpty)
            throw new InvalidOperationException($"This model also reads {network.Known} covariates known ahead: score a {nameof(SequenceBatch)} with {nameof(SequenceBatch.Known)}, [time + horizon, covariates] of each sequence.");
        var expected = (steps + (batch.Count * (long)network.Horizon)) * network.Known;
        if (batch.Known.Length != expected)
        {
            throw new ArgumentException(
                $"Expected {network.Known} covariates known ahead for {steps} time steps and for {network.Horizon} steps of the horizon of each of {batch.Count} sequences, {expected} values in all; got {batch.Known.Length}.",
                nameof(batch));
        }
    }

    /// <param name="network">What the network is.</param>
    /// <param name="given">Values that there is room for; 0 where nobody asks.</param>
    /// <param name="answers">Values of the answers.</param>
    /// <param name="parameter">What errors call the room.</param>
    /// <exception cref="ArgumentException">The room has the wrong size.</exception>
    /// <exception cref="InvalidOperationException">The model gives no quantiles.</exception>
    public static void CheckQuantiles(NetworkDescription network, int given, long answers, string parameter)
    {
        if (given == 0)
            return;
        if (network.Quantiles.Count == 0)
            throw new InvalidOperationException($"This model gives no quantiles: leave {nameof(SequenceBatch.Quantiles)} out, or train a model with quantiles.");
        var expected = answers * network.Quantiles.Count;
        if (given != expected)
            throw new ArgumentException($"Expected room for {network.Quantiles.Count} quantiles of each of {answers} values of answers, {expected} in all; got {given}.", parameter);
    }
}
