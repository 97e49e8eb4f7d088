using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MlNetRecurrent;

/// <summary>A regular step of times, which numbers the cells of a grid: a duration, days, days from Monday to Friday, months, or a number.</summary>
/// <remarks>
/// A time is a number: for dates, the seconds since the start of the year 1, which was a Monday. Dates are rounded to milliseconds.
/// </remarks>
internal sealed class TimeFrequency
{
    private const long Day = 24L * 3600 * 1000;
    private const int MaxCount = 1_000_000_000;
    private const int WorkdaysInWeek = 5;
    private const int MonthsInYear = 12;

    // Longer names first: "min" and "mo" also end in those of shorter ones.
    private static readonly (string Name, Unit Unit, long Size)[] Units =
    [
        ("ms", Unit.Duration, 1), ("min", Unit.Duration, 60_000), ("mo", Unit.Month, 1), ("s", Unit.Duration, 1000), ("h", Unit.Duration, 3_600_000),
        ("d", Unit.Day, 1), ("b", Unit.Workday, 1), ("w", Unit.Day, 7), ("q", Unit.Month, 3), ("y", Unit.Month, MonthsInYear),
    ];

    private readonly Unit _unit;

    // The number of milliseconds, days, workdays or months in a step.
    private readonly long _size;
    private readonly decimal _number;

    private TimeFrequency(string text, Unit unit, long size, decimal number) => (Text, _unit, _size, _number) = (text, unit, size, number);

    private enum Unit
    {
        Number,
        Duration,
        Day,
        Workday,
        Month,
    }

    /// <summary>What a frequency looks like, for messages.</summary>
    public static string Expected =>
        "a number and a unit (ms, s, min, h, d, b for days from Monday to Friday, w, mo, q or y) such as 15min, or a number for times that are "
            + "numbers";

    /// <summary>The frequency as text, such as <c>15min</c>.</summary>
    public string Text { get; }

    /// <summary>Whether the times are dates rather than numbers.</summary>
    public bool IsCalendar => _unit != Unit.Number;

    /// <summary>Whether the cells begin at midnight: those of days and longer units.</summary>
    public bool HasWholeDays => _unit is Unit.Day or Unit.Workday or Unit.Month;

    /// <summary>Whether the step is one day from Monday to Friday.</summary>
    public bool IsWorkday => _unit == Unit.Workday && _size == 1;

    /// <summary>Reads a frequency.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out TimeFrequency? frequency)
    {
        frequency = null;
        var trimmed = text.AsSpan().Trim();
        if (decimal.TryParse(trimmed, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
        {
            frequency = number > 0 ? new TimeFrequency(trimmed.ToString(), Unit.Number, 0, number) : null;
            return number > 0;
        }

        foreach (var (name, unit, size) in Units)
        {
            if (!trimmed.EndsWith(name, StringComparison.OrdinalIgnoreCase))
                continue;
            if (!int.TryParse(trimmed[..^name.Length].TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                || count is < 1 or > MaxCount)
            {
                return false;
            }

            frequency = new TimeFrequency(string.Create(CultureInfo.InvariantCulture, $"{count}{name}"), unit, count * size, 0);
            return true;
        }

        return false;
    }

    /// <summary>Reads a frequency that has been checked before.</summary>
    /// <exception cref="ArgumentException">The text is not a frequency.</exception>
    public static TimeFrequency Parse(string text) => TryParse(text, out var frequency)
        ? frequency
        : throw new ArgumentException($"The frequency is '{text}', expected {Expected}.");

    /// <summary>Returns the number of the cell that contains a time.</summary>
    public long GetIndex(double time) => _unit switch
    {
        Unit.Number => (long)Math.Floor(GetPosition(time)),
        Unit.Duration => FloorDivide(ToMilliseconds(time), _size),
        Unit.Day => FloorDivide(FloorDivide(ToMilliseconds(time), Day), _size),
        Unit.Workday => FloorDivide(GetWorkday(FloorDivide(ToMilliseconds(time), Day)), _size),
        _ => FloorDivide(GetMonth(time), _size),
    };

    /// <summary>Returns the time at which a cell begins; NaN if the calendar has no such date.</summary>
    public double GetStart(long index)
    {
        if (_unit == Unit.Number)
            return GetNumber(index);
        if (_unit == Unit.Month)
        {
            var (year, month) = Math.DivRem(index * _size, MonthsInYear);
            return year is >= 0 and < 9999
                ? CalendarTime.ToSeconds(new DateTime((int)year + 1, (int)month + 1, 1, 0, 0, 0, DateTimeKind.Utc))
                : double.NaN;
        }

        var milliseconds = (decimal)index * _size * (_unit == Unit.Duration ? 1 : Day);
        if (_unit == Unit.Workday)
            milliseconds = ((index * _size / WorkdaysInWeek * 7) + (index * _size % WorkdaysInWeek)) * (decimal)Day;
        return milliseconds >= 0 && milliseconds <= ToMilliseconds(CalendarTime.ToSeconds(DateTime.MaxValue))
            ? (double)(milliseconds / 1000)
            : double.NaN;
    }

    /// <summary>
    /// Returns the number of steps from the origin to a time, with the fraction of a step for durations and numbers; for other units, that of the
    /// cell of the time.
    /// </summary>
    public double GetPosition(double time)
    {
        if (_unit == Unit.Duration)
            return ToMilliseconds(time) / (double)_size;
        if (_unit != Unit.Number)
            return GetIndex(time);
        var position = time / (double)_number;
        // 0.3 is the start of cell 3 of 0.1, although their quotient is less than 3.
        var rounded = Math.Round(position);
        return GetNumber(rounded) == time ? rounded : position;
    }

    private double GetNumber(double index) => Math.Abs(index) < 1e12 ? (double)(_number * (decimal)index) : (double)_number * index;

    private static long ToMilliseconds(double time) => (long)Math.Round(time * 1000);

    // Saturdays and Sundays belong to the Friday before. Day 0 is a Monday.
    private static long GetWorkday(long day) => (day / 7 * WorkdaysInWeek) + Math.Min(day % 7, WorkdaysInWeek - 1);

    private static long GetMonth(double time)
    {
        var date = CalendarTime.ToDate(time);
        return (MonthsInYear * (date.Year - 1L)) + date.Month - 1;
    }

    private static long FloorDivide(long value, long by) => (value / by) - (value % by < 0 ? 1 : 0);
}
