namespace MlNetRecurrent.Training;

/// <summary>
/// Computes the mean absolute scaled error (MASE) over several series and targets as in the M4 competition (Makridakis et al. 2020): the error of
/// each series is divided by its own scale, and MASE is the mean over the series, not over all windows.
/// </summary>
internal sealed class ScaledErrors
{
    private readonly int _horizon;
    private readonly int[] _seriesOfWindow;
    private readonly List<IReadOnlyList<double>?> _scales = [];

    /// <param name="windows">The windows.</param>
    /// <param name="horizon">The number of steps to forecast.</param>
    /// <param name="scales">Returns the scale of each target of a series; null for a series without scales.</param>
    public ScaledErrors(IReadOnlyList<RowSequence> windows, int horizon, Func<RowSegment, IReadOnlyList<double>?> scales)
    {
        _horizon = horizon;
        _seriesOfWindow = new int[windows.Count];
        var indices = new Dictionary<int, int>();
        for (var index = 0; index < windows.Count; index++)
        {
            var segment = windows[index].Segment;
            if (!indices.TryGetValue(segment.Start, out var series))
            {
                indices[segment.Start] = series = indices.Count;
                _scales.Add(scales(segment));
            }

            _seriesOfWindow[index] = series;
        }
    }

    /// <summary>The number of series.</summary>
    public int SeriesCount => _scales.Count;

    /// <summary>Counts the pairs of a series and a target that have a scale.</summary>
    public int CountScaled(int targets) =>
        Enumerable.Range(0, targets).Sum(target => Enumerable.Range(0, SeriesCount).Count(series => double.IsFinite(GetScale(series, target))));

    /// <summary>Computes MASE over the series and targets that have a scale; NaN if none has.</summary>
    /// <param name="actual">The actual values: for each target, [windows, horizon].</param>
    /// <param name="predicted">The forecasts, in the same order.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="step">The step of the horizon, counted from 0; null for all steps.</param>
    public double Compute(float[][] actual, float[][] predicted, IEnumerable<int> targets, int? step)
    {
        var (first, end) = step is { } one ? (one, one + 1) : (0, _horizon);
        var errors = new List<double>();
        foreach (var target in targets)
        {
            var (sums, counts) = (new double[SeriesCount], new long[SeriesCount]);
            for (var window = 0; window < _seriesOfWindow.Length; window++)
            {
                var series = _seriesOfWindow[window];
                for (var index = (window * _horizon) + first; index < (window * _horizon) + end; index++)
                    sums[series] += Math.Abs((double)actual[target][index] - predicted[target][index]);
                counts[series] += end - first;
            }

            errors.AddRange(sums
                .Select((sum, series) => sum / counts[series] / GetScale(series, target))
                .Where((_, series) => double.IsFinite(GetScale(series, target))));
        }

        return errors.Count == 0 ? double.NaN : errors.Average();
    }

    private double GetScale(int series, int target) => _scales[series] is { } scales && target < scales.Count ? scales[target] : double.NaN;
}
