namespace MlNetRecurrent.Console;

/// <summary>Where the values of an axis lie in a picture.</summary>
internal sealed class ChartScale
{
    private readonly bool _isLogarithmic;
    private readonly double _low;
    private readonly double _high;
    private readonly double _from;
    private readonly double _to;

    private ChartScale(bool isLogarithmic, double low, double high, double from, double to, IReadOnlyList<ChartTick> ticks)
    {
        (_isLogarithmic, _low, _high, _from, _to) = (isLogarithmic, low, high, from, to);
        Ticks = ticks;
    }

    /// <summary>What is written beside the axis.</summary>
    public IReadOnlyList<ChartTick> Ticks { get; }

    /// <summary>A scale that holds values.</summary>
    /// <param name="kind">How they lie along it.</param>
    /// <param name="values">The values; those that have no place are skipped.</param>
    /// <param name="from">Where the smallest lies in the picture.</param>
    /// <param name="to">Where the largest lies.</param>
    /// <param name="isRounded">Whether the scale begins and ends at round numbers.</param>
    public static ChartScale Create(AxisKind kind, IEnumerable<double> values, double from, double to, bool isRounded)
    {
        var isLogarithmic = kind == AxisKind.Logarithmic;
        double[] placed = [.. values.Where(value => Exists(value, isLogarithmic)).Select(value => Measure(value, isLogarithmic))];
        var (low, high) = placed.Length == 0 ? (0, 1) : (placed.Min(), placed.Max());
        // One value alone stands in the middle.
        if (!(high - low > 1e-9 * Math.Max(Math.Abs(low), Math.Abs(high))))
            (low, high) = (low - Room(low, isLogarithmic), high + Room(low, isLogarithmic));
        if (kind == AxisKind.Calendar)
            return new ChartScale(false, low, high, from, to, CalendarTicks.Create(low, high));
        if (isLogarithmic)
            return new ChartScale(true, low, high, from, to, [.. ChartTicks.Logarithmic(low, high)]);
        var step = ChartTicks.Step(low, high);
        // There is no step 1.5 between the first and the second.
        if (placed.All(double.IsInteger))
            step = Math.Max(1, step);
        if (isRounded)
            (low, high) = (Math.Floor((low / step) + 1e-6) * step, Math.Ceiling((high / step) - 1e-6) * step);
        return new ChartScale(false, low, high, from, to, [.. ChartTicks.Linear(low, high, step)]);
    }

    /// <summary>Where a value lies in the picture; null where it has no place.</summary>
    public double? GetPosition(double value) =>
        Exists(value, _isLogarithmic) ? _from + ((Measure(value, _isLogarithmic) - _low) / (_high - _low) * (_to - _from)) : null;

    private static bool Exists(double value, bool isLogarithmic) => double.IsFinite(value) && (!isLogarithmic || value > 0);

    private static double Measure(double value, bool isLogarithmic) => isLogarithmic ? Math.Log10(value) : value;

    private static double Room(double value, bool isLogarithmic) => isLogarithmic ? 0.5 : value == 0 ? 1 : Math.Abs(value) / 2;
}
