namespace MlNetRecurrent.Training;

/// <summary>The mean and the standard deviation of numbers in double precision, and the spacing of float32 at their magnitude.</summary>
/// <remarks>B. P. Welford, "Note on a Method for Calculating Corrected Sums of Squares and Products", Technometrics 4 (1962).</remarks>
internal struct NumberStatistics
{
    /// <summary>The rounding of doubles: sums such as 0.1 + 0.2 differ from 0.3 by less than this share.</summary>
    public const double DoubleNoise = 1e-13;

    private long _count;
    private double _squares;

    /// <summary>Creates the statistics of no numbers.</summary>
    public NumberStatistics() => (Min, Max) = (double.PositiveInfinity, double.NegativeInfinity);

    /// <summary>The mean.</summary>
    public double Mean { get; private set; }

    /// <summary>The smallest number.</summary>
    public double Min { get; private set; }

    /// <summary>The largest number.</summary>
    public double Max { get; private set; }

    /// <summary>The standard deviation; 0 if the numbers are equal but for the rounding of doubles.</summary>
    public readonly double StandardDeviation
    {
        get
        {
            var standardDeviation = _count == 0 ? 0 : Math.Sqrt(_squares / _count);
            return standardDeviation <= Math.Abs(Mean) * DoubleNoise ? 0 : standardDeviation;
        }
    }

    /// <summary>The root mean square: the magnitude of the numbers.</summary>
    public readonly double Magnitude => _count == 0 ? 0 : Math.Sqrt((Mean * Mean) + (_squares / _count));

    /// <summary>The distance between neighboring floats at the magnitude of the numbers.</summary>
    public readonly double Spacing => GetSpacing(Magnitude);

    /// <summary>Adds a number.</summary>
    public void Add(double value)
    {
        _count++;
        var difference = value - Mean;
        Mean += difference / _count;
        _squares += difference * (value - Mean);
        (Min, Max) = (Math.Min(Min, value), Math.Max(Max, value));
    }

    /// <summary>Returns the distance between neighboring floats at a magnitude.</summary>
    public static double GetSpacing(double magnitude)
    {
        var value = (float)Math.Min(Math.Abs(magnitude), float.MaxValue);
        return value == float.MaxValue ? (double)value - MathF.BitDecrement(value) : (double)MathF.BitIncrement(value) - value;
    }
}
