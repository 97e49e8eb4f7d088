using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The naive forecasts that a network's answers are added to.</summary>
internal static class ResidualBaselines
{
    /// <summary>The forecasts from the end of each sequence.</summary>
    /// <param name="network">What the network is.</param>
    /// <param name="history">The targets' history [batch, time, targets], transformed.</param>
    /// <param name="lengths">How long each sequence is, or null where all are whole.</param>
    /// <returns>[batch, horizon, targets], or [batch, 1, targets] where all steps have the same; null without a base.</returns>
    public static Tensor? ComputeAtEnd(NetworkDescription network, Tensor history, SequenceLengths? lengths)
    {
        var seen = lengths?.Lengths.unsqueeze(1) ?? full([history.shape[0], 1], history.shape[1], dtype: ScalarType.Int64);
        return Compute(network, steps =>
        {
            var places = (seen + tensor(steps)).clamp(min: 0);
            return history.gather(1, places.unsqueeze(2).expand(-1, -1, history.shape[2]));
        });
    }

    /// <summary>The forecasts from every step.</summary>
    /// <param name="network">What the network is.</param>
    /// <param name="history">The targets' history [batch, time, targets], transformed.</param>
    /// <returns>[batch, time, horizon, targets], or [batch, time, 1, targets] where all steps of the horizon have the same; null without a base.</returns>
    public static Tensor? ComputeAtEveryStep(NetworkDescription network, Tensor history)
    {
        var (batch, time, targets) = (history.shape[0], history.shape[1], history.shape[2]);
        var seen = arange(1, time + 1, dtype: ScalarType.Int64).unsqueeze(1);
        return Compute(network, steps =>
        {
            var places = (seen + tensor(steps)).clamp(min: 0);
            return history.index_select(1, places.flatten()).reshape(batch, time, steps.Length, targets);
        });
    }

    private static Tensor? Compute(NetworkDescription network, Func<long[], Tensor> at)
    {
        if (BaselineSteps.Create(network) is not { } steps)
            return null;
        var taken = at(steps.Steps);
        return steps.Shift is not { } shift ? taken : taken + (at([shift.Plus]) - at([shift.Minus]));
    }
}
