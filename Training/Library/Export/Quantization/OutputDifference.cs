namespace MlNetRecurrent.Training;

/// <summary>
/// How far the answers of smaller weights lie from those of the float32 weights: the root mean square difference. Forecasts are measured
/// in standard deviations of the float32 answers, at the worst target, so that it does not matter in which unit they are; probabilities and
/// hidden states as they are.
/// </summary>
internal sealed class OutputDifference
{
    private readonly bool _inStandardDeviations;
    private readonly long[] _count;
    private readonly double[] _mean;
    private readonly double[] _squares;
    private readonly double[] _differences;

    public OutputDifference(NetworkDescription network)
    {
        _inStandardDeviations = network.Task == RecurrentTask.Forecast;
        var groups = _inStandardDeviations ? network.Forecast.Targets : 1;
        _count = new long[groups];
        _mean = new double[groups];
        _squares = new double[groups];
        _differences = new double[groups];
    }

    /// <summary>The largest difference of one value: absolute, or relative to the batch's largest answer where that is above 1.</summary>
    public double Max { get; private set; }

    /// <summary>The root mean square difference; NaN if an answer was.</summary>
    // Math.Max keeps a NaN, LINQ's Max drops it.
    public double RootMeanSquare => Enumerable.Range(0, _count.Length).Select(OfGroup).Aggregate(Math.Max);

    /// <summary>Takes the answers to a batch, the last axis of which is the targets.</summary>
    public void Add(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        var scale = 1.0;
        foreach (var value in expected)
            scale = Math.Max(scale, Math.Abs(value));
        for (var index = 0; index < expected.Length; index++)
        {
            var group = index % _count.Length;
            var difference = actual[index] - (double)expected[index];
            _differences[group] += difference * difference;
            Max = Math.Max(Max, Math.Abs(difference) / scale);
            // Welford 1962: the sum of squares about the mean, without a second pass and without cancellation.
            var fromMean = expected[index] - _mean[group];
            _mean[group] += fromMean / ++_count[group];
            _squares[group] += fromMean * (expected[index] - _mean[group]);
        }
    }

    private double OfGroup(int group)
    {
        var difference = Math.Sqrt(_differences[group] / _count[group]);
        var deviation = Math.Sqrt(_squares[group] / _count[group]);
        // Answers that are all alike have no spread to compare with.
        return _inStandardDeviations && deviation > 0 ? difference / deviation : difference;
    }
}
