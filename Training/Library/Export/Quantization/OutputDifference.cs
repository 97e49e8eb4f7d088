namespace MlNetRecurrent.Training;

/// <summary>
/// The root-mean-square difference between the outputs with smaller weights and those with float32 weights. For forecasts it is measured in standard
/// deviations of the float32 outputs, for the target with the largest difference, so that it does not depend on the unit; for probabilities and
/// hidden states it is absolute.
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

    /// <summary>The maximum difference of a single value: absolute, or relative to the largest output of its batch if that exceeds 1.</summary>
    public double Max { get; private set; }

    /// <summary>The root-mean-square difference; NaN if an output is NaN.</summary>
    // Math.Max returns NaN if a value is NaN; LINQ's Max ignores it.
    public double RootMeanSquare => Enumerable.Range(0, _count.Length).Select(GetDifference).Aggregate(Math.Max);

    /// <summary>Adds the outputs for a batch; their last axis is the targets.</summary>
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

    private double GetDifference(int group)
    {
        var difference = Math.Sqrt(_differences[group] / _count[group]);
        var standardDeviation = Math.Sqrt(_squares[group] / _count[group]);
        // Constant outputs have no spread to compare with.
        return _inStandardDeviations && standardDeviation > 0 ? difference / standardDeviation : difference;
    }
}
