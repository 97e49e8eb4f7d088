using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Computes the scale that precedes window normalization for series of different size.</summary>
/// <remarks>
/// <para>Window normalization adds a constant, 1e-5, to the variance of a window in units of this scale. In units of all series together, the
/// variance of the windows of a small series is far below the constant: the history would be normalized to almost 0, and the forecast be denormalized
/// with the constant. So the deviation of a small series is a tenth of the scale or more: the constant then adds a thousandth to its variance. The
/// scale of the large series does not matter, since each window is normalized again.</para>
/// <para>The smallest twentieth of the series is not considered: a few series that are almost constant do not determine the scale.</para>
/// </remarks>
internal static class SeriesScale
{
    private const double IgnoredFraction = 0.05;
    private const float SmallDeviation = 0.1f;

    // A transformed value is rounded, by each engine in its own way: in units of the scale, that must not become visible.
    private const float MinRelativeScale = 0.02f;

    // Enough for a deviation, and for a quantile; there may be many windows and series.
    private const int MaxWindows = 64;
    private const int MaxSeries = 1000;

    /// <summary>Computes the scale of each column, from the statistics of each series.</summary>
    /// <param name="data">The data.</param>
    /// <param name="select">Selects the columns, [sequences, time, columns], of a batch.</param>
    /// <param name="all">The scale over all series, which is the result for data that are not windows of several series.</param>
    /// <param name="isTransformed">Whether there is a transform.</param>
    public static AffineScale Fit(SequenceData data, Func<TrainingBatch, Tensor> select, AffineScale all, bool isTransformed)
    {
        if (data.Series.Count < 2)
            return all;
        var series = TakeEvenly(data.Series.Count, MaxSeries).Select(index => FitSeries(data, select, data.Series[(int)index])).ToList();
        var scale = new AffineScale([.. all.Mean], [.. all.StandardDeviation]);
        for (var column = 0; column < scale.Mean.Length; column++)
        {
            // A constant series has a standard deviation of 1, and no size.
            var varying = series.Where(of => of.IsVarying[column]).OrderBy(of => of.Scale.StandardDeviation[column]).ToList();
            if (varying.Count == 0)
                continue;
            var small = varying[(int)(varying.Count * IgnoredFraction)].Scale;
            var max = Math.Max(
                small.StandardDeviation[column] / SmallDeviation, isTransformed ? MinRelativeScale * Math.Abs(small.Mean[column]) : 0);
            if (max < scale.StandardDeviation[column])
                (scale.Mean[column], scale.StandardDeviation[column]) = (small.Mean[column], max);
        }

        return scale;
    }

    private static (AffineScale Scale, bool[] IsVarying) FitSeries(
        SequenceData data, Func<TrainingBatch, Tensor> select, SequenceRange range)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        long[] rows = [.. TakeEvenly(range.Count, MaxWindows).Select(index => range.First + index)];
        var values = select(data.Gather(tensor(rows)));
        bool[] isVarying = [.. (values.amax([0, 1]) > values.amin([0, 1])).data<bool>()];
        return (Standardization.Fit(values), isVarying);
    }

    // Indices from 0 to less than a count, evenly spaced, and at most a maximum of them.
    private static IEnumerable<long> TakeEvenly(long count, int max)
    {
        var taken = (int)Math.Min(count, max);
        return Enumerable.Range(0, taken).Select(index => index * count / taken);
    }
}
