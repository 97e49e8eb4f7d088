using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Moves the quantiles of a fitted network so that as many values lie beyond each as its level says, on data that the fit did not see: conformalized
/// quantile regression (Romano, Patterson and Candes 2019), each quantile by itself. What it finds becomes weights of the network and of its file.
/// </summary>
/// <remarks>
/// With n values, a quantile at the level t is moved outwards by the ceil((1 - tail) * (n + 1))-th smallest of what the values lie beyond it, where
/// tail = min(t, 1 - t); inwards where that is negative. The distances are measured in the space in which the network is fitted, so the band keeps
/// growing with what the network, its window or its logarithms make it grow with. Steps of the horizon are calibrated one by one where there are
/// enough sequences, else together. The promise is that of exchangeable data; windows that overlap keep it about.
/// </remarks>
public static class ConformalCalibration
{
    /// <summary>
    /// How many values must be expected beyond a quantile for it to be moved inwards, 10: with fewer, such as 24 values at 5 %, a band that was
    /// right would be cut by half as often as not. Then it is moved outwards or left where it is.
    /// </summary>
    public const double MinExceedances = 10;

    private const int BatchSize = 256;

    /// <summary>Calibrates the quantiles of a network; what an earlier calibration found is forgotten.</summary>
    /// <param name="network">The network, fitted; it is left in the mode in which it was.</param>
    /// <param name="data">Sequences and answers that the fit did not see.</param>
    /// <exception cref="ArgumentException">The network has no quantiles.</exception>
    /// <exception cref="SequenceDataException">The data has not the sizes or the history that the network needs.</exception>
    public static void Calibrate(RecurrentNetwork network, SequenceData data)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        if (network.Quantiles is not { } quantiles)
            throw new ArgumentException("The network has no quantiles: there is nothing to calibrate.", nameof(network));
        SizeChecks.Check(network.Description, data);
        HistoryChecks.Check(network.Description, data);
        quantiles.Shift = new float[quantiles.Shift.Length];
        quantiles.Shift = Steps(network.Description, Beyond(network, data));
    }

    // What the values lie outside of each quantile, below one under the median and above one over it: [values, horizon, targets, levels].
    private static Tensor Beyond(RecurrentNetwork network, SequenceData data)
    {
        using var none = no_grad();
        using var evaluation = new EvaluationMode(network);
        var description = network.Description;
        var outwards = tensor([.. description.Forecast.Quantiles.Select(level => level < 0.5 ? -1f : 1f)]);
        var parts = new List<Tensor>();
        foreach (var rows in BatchOrder.InOrder(data, BatchSize))
        {
            using var scope = NewDisposeScope();
            using var owned = rows;
            var batch = data.Gather(rows);
            var scored = network.ComputeScores(NetworkInput.FromBatch(batch));
            var above = scored.TargetScaling.ToScores(batch.Targets).unsqueeze(-1) - scored.Scores;
            // The first steps of a network that answers every step have a base that is not what it should be.
            if (description.HasOutputPerStep)
                above = above.narrow(1, description.MinimumSteps - 1, above.shape[1] - description.MinimumSteps + 1);
            parts.Add((above * outwards).reshape(-1, description.Forecast.Horizon, description.Forecast.Targets, description.Forecast.Quantiles.Count).MoveToOuterDisposeScope());
        }

        return cat(parts, 0);
    }

    // How far each quantile moves, as what is added to the steps between them: [horizon, targets, levels].
    private static float[] Steps(NetworkDescription network, Tensor beyond)
    {
        var (levels, median) = (network.Forecast.Quantiles.Count, network.MedianIndex);
        var steps = new float[network.Forecast.Horizon * network.Forecast.Targets * levels];
        for (var place = 0; place < network.Forecast.Horizon * network.Forecast.Targets; place++)
        {
            using var scope = NewDisposeScope();
            var (ahead, target) = Math.DivRem(place, network.Forecast.Targets);
            var moves = Enumerable.Range(0, levels).Select(level => level == median ? 0 : Move(network.Forecast.Quantiles[level], beyond.select(3, level).select(2, target), ahead)).ToArray();
            for (var level = 0; level < levels; level++)
                steps[(place * levels) + level] = level == median ? 0 : moves[level] - moves[level + Math.Sign(median - level)];
        }

        return steps;
    }

    // beyond: [values, horizon]
    private static float Move(double level, Tensor beyond, int ahead)
    {
        var tail = Math.Min(level, 1 - level);
        var values = beyond.shape[0] * tail >= MinExceedances ? beyond.select(1, ahead) : beyond.flatten();
        var count = values.shape[0];
        var rank = Math.Min(count, (long)Math.Ceiling((1 - tail) * (count + 1)));
        var move = values.kthvalue(rank, 0).values.item<float>();
        return count * tail >= MinExceedances ? move : Math.Max(move, 0);
    }
}
