using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Conformal calibration: shifts the quantiles of a fitted network so that, on held-out data, the share of values outside each quantile matches its
/// level. This is conformalized quantile regression (Romano, Patterson and Candes 2019), applied to each quantile separately. The shifts become
/// weights of the network and are exported with it.
/// </summary>
/// <remarks>
/// With n values, a quantile of level t is shifted outward by the ceil((1 - tail) * (n + 1))-th smallest distance of the values beyond it, where
/// tail = min(t, 1 - t); a negative distance shifts it inward. Distances are measured in the space in which the network is fitted, so the intervals
/// still scale with the network's output, its window or its logarithms. Each step of the horizon is calibrated separately if there are enough
/// sequences, otherwise all steps together. The coverage is guaranteed for exchangeable data; for overlapping windows it holds approximately.
/// </remarks>
internal static class ConformalCalibration
{
    /// <summary>
    /// The minimum expected number of values outside a quantile for an inward shift. With fewer, such as 24 values at 5 %, a correct interval would
    /// be cut in half about as often as not; the quantile is then only shifted outward or left unchanged.
    /// </summary>
    public const double MinExceedances = 10;

    private const int BatchSize = 256;

    /// <summary>Calibrates the quantiles of a network, replacing any earlier calibration.</summary>
    /// <param name="network">The fitted network. Its mode (training or evaluation) does not change.</param>
    /// <param name="data">Sequences with targets that were not used for training.</param>
    /// <exception cref="ArgumentException">The network has no quantiles.</exception>
    /// <exception cref="SequenceDataException">The data does not have the sizes or the history that the network requires.</exception>
    public static void Calibrate(RecurrentNetwork network, SequenceData data)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        if (network.Quantiles is not { } quantiles)
            throw new ArgumentException("The network has no quantiles to calibrate: add quantiles to its description.", nameof(network));
        SizeChecks.Check(network.Description, data);
        HistoryChecks.Check(network.Description, data);
        quantiles.Shift = new float[quantiles.Shift.Length];
        quantiles.Shift = ComputeShifts(network.Description, MeasureExceedances(network, data));
    }

    // The distance of each value outside each quantile, positive below a lower quantile or above an upper one: [values, horizon, targets, levels].
    private static Tensor MeasureExceedances(RecurrentNetwork network, SequenceData data)
    {
        using var none = no_grad();
        using var evaluation = new EvaluationMode(network);
        var description = network.Description;
        var outward = tensor([.. description.Forecast.Quantiles.Select(level => level < 0.5 ? -1f : 1f)]);
        var parts = new List<Tensor>();
        foreach (var rows in BatchOrder.InOrder(data, BatchSize))
        {
            using var scope = NewDisposeScope();
            using var owned = rows;
            var batch = data.Gather(rows);
            var scored = network.ComputeScores(NetworkInput.FromBatch(batch));
            var above = scored.TargetScaling.ToScores(batch.Targets).unsqueeze(-1) - scored.Scores;
            // In a network with one output per time step, the first steps have no valid residual baseline.
            if (description.HasOutputPerStep)
                above = above.narrow(1, description.MinSteps - 1, above.shape[1] - description.MinSteps + 1);
            var forecast = description.Forecast;
            parts.Add((above * outward).reshape(-1, forecast.Horizon, forecast.Targets, forecast.Quantiles.Count).MoveToOuterDisposeScope());
        }

        return cat(parts, 0);
    }

    // The shift of each quantile relative to its neighbor toward the median: [horizon, targets, levels].
    private static float[] ComputeShifts(NetworkDescription network, Tensor exceedances)
    {
        var (quantiles, targets, median) = (network.Forecast.Quantiles, network.Forecast.Targets, network.MedianIndex);
        var shifts = new float[network.Forecast.Horizon * targets * quantiles.Count];
        for (var index = 0; index < network.Forecast.Horizon * targets; index++)
        {
            using var scope = NewDisposeScope();
            var (step, target) = Math.DivRem(index, targets);
            var moves = quantiles
                .Select((level, index) => index == median ? 0 : ComputeShift(level, exceedances.select(3, index).select(2, target), step))
                .ToArray();
            for (var level = 0; level < quantiles.Count; level++)
                shifts[(index * quantiles.Count) + level] = level == median ? 0 : moves[level] - moves[level + Math.Sign(median - level)];
        }

        return shifts;
    }

    // exceedances: [values, horizon]
    private static float ComputeShift(double level, Tensor exceedances, int step)
    {
        var tail = Math.Min(level, 1 - level);
        var values = exceedances.shape[0] * tail >= MinExceedances ? exceedances.select(1, step) : exceedances.flatten();
        var count = values.shape[0];
        var rank = Math.Min(count, (long)Math.Ceiling((1 - tail) * (count + 1)));
        var shift = values.kthvalue(rank, 0).values.item<float>();
        return count * tail >= MinExceedances ? shift : Math.Max(shift, 0);
    }
}
