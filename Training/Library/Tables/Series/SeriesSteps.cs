namespace MlNetRecurrent.Training;

/// <summary>The steps between the times of a series, in a unit in which regular calendars have equal steps.</summary>
internal sealed class SeriesSteps
{
    private const double Day = 24 * 3600;
    private const int MinRowsOfWeekdays = 14;

    private const double Tolerance = 0.1;
    private const double HoleFactor = 1.5;

    // With a greater share of irregular steps there is no usual step, and steps that are too long are not holes.
    private const double MaxIrregularShare = 0.2;

    private readonly string? _unit;

    private SeriesSteps(RowSegment segment, double[] spans, double[] sizes, string? unit)
    {
        (Segment, Spans, Sizes, _unit) = (segment, spans, sizes, unit);
        MedianSpan = GetMedian(spans);
        Median = ReferenceEquals(sizes, spans) ? MedianSpan : GetMedian(sizes);
    }

    /// <summary>The series.</summary>
    public RowSegment Segment { get; }

    /// <summary>The differences of the times.</summary>
    public double[] Spans { get; }

    /// <summary>The differences in the unit: months, days of the week that occur, or as <see cref="Spans"/>.</summary>
    public double[] Sizes { get; }

    /// <summary>The median of <see cref="Sizes"/>: the usual step.</summary>
    public double Median { get; }

    /// <summary>The median of <see cref="Spans"/>.</summary>
    public double MedianSpan { get; }

    /// <summary>Measures the steps of a series with at least two rows.</summary>
    public static SeriesSteps Create(ReadOnlySpan<double> times, RowSegment segment, bool isCalendar)
    {
        var spans = GetDifferences(times);
        return isCalendar ? GetMedian(spans) switch
        {
            >= 28 * Day => new SeriesSteps(segment, spans, GetDifferences([.. GetDates(times).Select(GetMonths)]), "month"),
            Day when GetWeekdays(GetDates(times)) is { } days => new SeriesSteps(segment, spans, GetDifferences(days), "weekday"),
            _ => new SeriesSteps(segment, spans, spans, null),
        }
        : new SeriesSteps(segment, spans, spans, null);
    }

    /// <summary>Whether so many steps differ that there is no usual one.</summary>
    public bool IsIrregular => GetIrregularShare() > MaxIrregularShare;

    /// <summary>Returns the median of the first steps of several series, in the unit of the times; null if there are no steps.</summary>
    /// <param name="segments">The series.</param>
    /// <param name="times">The times of their rows.</param>
    /// <param name="maxSteps">The maximum number of steps to look at.</param>
    public static double? FindMedian(IReadOnlyList<RowSegment> segments, double[] times, int maxSteps)
    {
        var steps = segments
            .SelectMany(segment => Enumerable.Range(segment.Start + 1, Math.Max(0, segment.Count - 1)))
            .Take(maxSteps)
            .Select(row => times[row] - times[row - 1])
            .ToArray();
        return steps.Length == 0 ? null : GetMedian(steps);
    }

    /// <summary>The share of steps that are not the usual one, with a tolerance of 10 %.</summary>
    public double GetIrregularShare() => Sizes.Count(size => !IsUsual(size)) / (double)Sizes.Length;

    /// <summary>Counts the steps that are too short, or a little too long: longer ones are holes.</summary>
    public int CountUnexplained() => Sizes.Count(size => size <= HoleFactor * Median && !IsUsual(size));

    /// <summary>Returns the rows of the series after which rows are missing.</summary>
    public IEnumerable<int> GetHoles() => Enumerable.Range(0, Sizes.Length).Where(index => Sizes[index] > HoleFactor * Median);

    /// <summary>Whether the usual step differs from that of other series.</summary>
    /// <param name="span">The usual step of the others, in the unit of the times.</param>
    public bool DiffersFrom(double span) => MedianSpan > HoleFactor * span || MedianSpan < span / HoleFactor;

    /// <summary>Counts the rows that are missing after a row.</summary>
    public long CountMissing(int index) => (long)Math.Max(1, Math.Round(Sizes[index] / Median) - 1);

    /// <summary>Describes the usual step.</summary>
    public string FormatStep(Func<double, string> formatSpan)
    {
        var count = Math.Round(Median, 1);
        return _unit is null ? formatSpan(MedianSpan) : FormattableString.Invariant($"{count} {_unit}{(count == 1 ? "" : "s")}");
    }

    private bool IsUsual(double size) => Math.Abs(size - Median) <= Tolerance * Median;

    // Whole months have equal steps at the same day of the month and at its end.
    private static double GetMonths(DateTime date)
    {
        var days = DateTime.DaysInMonth(date.Year, date.Month);
        var isEnd = date.Day >= Math.Min(28, days) && date.AddDays(1).Month != date.Month;
        return (12 * date.Year) + date.Month + (isEnd ? 1 : (date.Day - 1 + date.TimeOfDay.TotalDays) / days);
    }

    // Days counted by the days of the week that occur, such as business days; null if all occur.
    private static double[]? GetWeekdays(DateTime[] dates)
    {
        var occurs = new bool[7];
        foreach (var date in dates)
            occurs[(int)date.DayOfWeek] = true;
        var count = occurs.Count(day => day);
        if (count == 7 || dates.Length < MinRowsOfWeekdays)
            return null;
        return [.. dates.Select(date =>
        {
            // Day 0 of the calendar is a Monday.
            var day = (int)(date.Ticks / TimeSpan.TicksPerDay);
            var inWeek = Enumerable.Range(1, day % 7).Count(index => occurs[index % 7]);
            return (double)((day / 7 * count) + inWeek);
        })];
    }

    private static double[] GetDifferences(ReadOnlySpan<double> values)
    {
        var differences = new double[values.Length - 1];
        for (var index = 0; index < differences.Length; index++)
            differences[index] = values[index + 1] - values[index];
        return differences;
    }

    private static DateTime[] GetDates(ReadOnlySpan<double> times) => Array.ConvertAll(times.ToArray(), TimeColumn.ToDate);

    // Regular times have one step only, whose median needs no sorted copy.
    private static double GetMedian(double[] values) =>
        values.AsSpan().ContainsAnyExcept(values[0]) ? values.Order().ElementAt(values.Length / 2) : values[0];
}
