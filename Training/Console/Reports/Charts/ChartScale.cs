namespace MlNetRecurrent.Console;

/// <summary>Maps the values of an axis to positions in a picture.</summary>
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

    /// <summary>The ticks of the axis.</summary>
    public IReadOnlyList<ChartTick> Ticks { get; }

    /// <summary>Creates a scale whose range includes all values.</summary>
    /// <param name="kind">The kind of scale.</param>
    /// <param name="values">The values. Values without a position on the scale are skipped.</param>
    /// <param name="from">The position of the minimum.</param>
    /// <param name="to">The position of the maximum.</param>
    /// <param name="isRounded">Whether the range is extended to round values.</param>
    public static ChartScale Create(AxisKind kind, IEnumerable<double> values, double from, double to, bool isRounded)
    {
        var isLogarithmic = kind == AxisKind.Logarithmic;
        double[] placed = [.. values.Where(value => Exists(value, isLogarithmic)).Select(value => Measure(value, isLogarithmic))];
        var (low, high) = placed.Length == 0 ? (0, 1) : (placed.Min(), placed.Max());
        // A single value is placed in the middle.
        if (!(high - low > 1e-9 * Math.Max(Math.Abs(low), Math.Abs(high))))
            (low, high) = (low - Margin(low, isLogarithmic), high + Margin(low, isLogarithmic));
        if (kind == AxisKind.Calendar)
            return new ChartScale(false, low, high, from, to, CalendarTicks.Create(low, high));
        if (isLogarithmic)
            return new ChartScale(true, low, high, from, to, [.. ChartTicks.Logarithmic(low, high)]);
        var step = ChartTicks.Step(low, high);
        // Whole numbers get whole ticks: there is no epoch 1.5.
        if (placed.All(double.IsInteger))
            step = Math.Max(1, step);
        if (isRounded)
            (low, high) = (Math.Floor((low / step) + 1e-6) * step, Math.Ceiling((high / step) - 1e-6) * step);
        return new ChartScale(false, low, high, from, to, [.. ChartTicks.Linear(low, high, step)]);
    }

    /// <summary>Returns the position of a value; null if it has none on this scale.</summary>
    public double? GetPosition(double value) =>
        Exists(value, _isLogarithmic) ? _from + ((Measure(value, _isLogarithmic) - _low) / (_high - _low) * (_to - _from)) : null;

    private static bool Exists(double value, bool isLogarithmic) => double.IsFinite(value) && (!isLogarithmic || value > 0);

    private static double Measure(double value, bool isLogarithmic) => isLogarithmic ? Math.Log10(value) : value;

    private static double Margin(double value, bool isLogarithmic) => isLogarithmic ? 0.5 : value == 0 ? 1 : Math.Abs(value) / 2;
}
