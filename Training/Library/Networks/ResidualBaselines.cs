using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Computes the residual baselines, the forecasts that the outputs of a network are added to.</summary>
internal static class ResidualBaselines
{
    /// <summary>Computes the baseline at the end of each sequence.</summary>
    /// <param name="network">The description of the network.</param>
    /// <param name="history">The transformed history of the targets, [batch, time, targets].</param>
    /// <param name="lengths">The length of each sequence, or null if all have the full length.</param>
    /// <returns>[batch, horizon, targets], or [batch, 1, targets] if the baseline is constant over the horizon; null without a baseline.</returns>
    public static Tensor? ComputeAtEnd(NetworkDescription network, Tensor history, SequenceLengths? lengths)
    {
        var ends = lengths?.Lengths.unsqueeze(1) ?? full([history.shape[0], 1], history.shape[1], dtype: ScalarType.Int64);
        return Compute(network, steps =>
        {
            var indices = (ends + tensor(steps)).clamp(min: 0);
            return history.gather(1, indices.unsqueeze(2).expand(-1, -1, history.shape[2]));
        });
    }

    /// <summary>Computes the baseline at every time step.</summary>
    /// <param name="network">The description of the network.</param>
    /// <param name="history">The transformed history of the targets, [batch, time, targets].</param>
    /// <returns>
    /// [batch, time, horizon, targets], or [batch, time, 1, targets] if the baseline is constant over the horizon; null without a baseline.
    /// </returns>
    public static Tensor? ComputeAtEveryStep(NetworkDescription network, Tensor history)
    {
        var (batch, time, targets) = (history.shape[0], history.shape[1], history.shape[2]);
        var ends = arange(1, time + 1, dtype: ScalarType.Int64).unsqueeze(1);
        return Compute(network, steps =>
        {
            var indices = (ends + tensor(steps)).clamp(min: 0);
            return history.index_select(1, indices.flatten()).reshape(batch, time, steps.Length, targets);
        });
    }

    private static Tensor? Compute(NetworkDescription network, Func<long[], Tensor> select)
    {
        if (BaselineSteps.Create(network) is not { } steps)
            return null;
        var values = select(steps.Steps);
        return steps.Shift is not { } shift ? values : values + (select([shift.Plus]) - select([shift.Minus]));
    }
}
