using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>The regular step from one time of a series to the next: months, days without the days off, or a duration.</summary>
internal sealed class TimeStep
{
    // Later times say more about the times to come.
    private const int MaxTimes = 1000;
    // A weekend with a holiday; longer gaps are not days off.
    private const int MaxDaysOff = 4;
    private const double Day = 24 * 3600;
    private static readonly (long Milliseconds, string Name)[] Units =
        [(24L * 3600 * 1000, "d"), (3600 * 1000, "h"), (60 * 1000, "min"), (1000, "s"), (1, "ms")];

    private static readonly DayOfWeek[] Weekend = [DayOfWeek.Saturday, DayOfWeek.Sunday];

    private readonly bool _isCalendar;
    private readonly double _duration;
    private readonly int _months;
    private readonly int _monthDay;
    private readonly HashSet<DayOfWeek> _daysOff = [];
    private readonly GridClock? _grid;

    private TimeStep(GridClock grid) => _grid = grid;

    private TimeStep(ReadOnlySpan<double> times, bool isCalendar)
    {
        _isCalendar = isCalendar;
        _duration = GetMedianStep(times);
        if (!isCalendar)
            return;
        DateTime[] dates = [.. times.ToArray().Select(TimeColumn.ToDate)];
        if (_duration >= 28 * Day)
            (_months, _monthDay) = FindMonths(dates) ?? FindMonths(dates[^2..]) ?? (0, 0);
        else if (_duration == Day)
            _daysOff = FindDaysOff(dates);
    }

    /// <summary>Returns the step of a series: that of its grid, or the one that its times have.</summary>
    /// <param name="frame">The frame, with times.</param>
    /// <param name="segment">The series.</param>
    /// <returns>The step; null with fewer than two times and without a grid.</returns>
    public static TimeStep? Find(RowFrame frame, RowSegment segment) => frame.Columns.Grid is { } grid
        ? new TimeStep(GridClock.Create(grid))
        : Infer(frame.Times.AsSpan(segment.Start, segment.Count), frame.IsCalendar);

    /// <summary>Infers the step of a series.</summary>
    /// <param name="times">The times, increasing: for dates, the seconds since the start of the year 1.</param>
    /// <param name="isCalendar">Whether times are dates.</param>
    /// <returns>The step; null with fewer than two times.</returns>
    public static TimeStep? Infer(ReadOnlySpan<double> times, bool isCalendar) =>
        times.Length < 2 ? null : new TimeStep(times[Math.Max(0, times.Length - MaxTimes)..], isCalendar);

    /// <summary>Returns the time a number of steps after a time of the series; NaN if it is after the last date of the calendar.</summary>
    public double Add(double time, int count)
    {
        if (_grid is not null)
            return _grid.GetStart(_grid.GetIndex(time) + count);
        if (_months == 0 && _daysOff.Count == 0)
        {
            var next = AddExactly(time, _duration, count);
            return _isCalendar && next > CalendarTime.ToSeconds(DateTime.MaxValue) ? double.NaN : next;
        }

        try
        {
            var date = TimeColumn.ToDate(time);
            return CalendarTime.ToSeconds(_months > 0 ? AddMonths(date, count) : AddWorkdays(date, count));
        }
        catch (ArgumentOutOfRangeException)
        {
            return double.NaN;
        }
    }

    /// <summary>Returns the step as a frequency, which numbers the rows of a series by their times.</summary>
    public string GetFrequency()
    {
        if (_grid is not null)
            return _grid.Frequency.Text;
        if (_months > 0)
            return FormattableString.Invariant($"{_months}mo");
        if (_daysOff.Count > 0)
            return _daysOff.SetEquals(Weekend) ? "1b" : "1d";
        if (!_isCalendar)
            return _duration.ToString("0.###############", CultureInfo.InvariantCulture);
        var milliseconds = Math.Max(1, (long)Math.Round(_duration * 1000));
        var (size, name) = Units.First(unit => milliseconds % unit.Milliseconds == 0);
        return FormattableString.Invariant($"{milliseconds / size}{name}");
    }

    // The lower one of two medians: a step that occurs. A gap, or an irregular last step, does not change it.
    private static double GetMedianStep(ReadOnlySpan<double> times)
    {
        var steps = new double[times.Length - 1];
        for (var index = 0; index < steps.Length; index++)
            steps[index] = AddExactly(times[index + 1], times[index], -1);
        Array.Sort(steps);
        return steps[(steps.Length - 1) / 2];
    }

    // Decimal arithmetic where it is possible: 0.7 + 0.1 is 0.8, not 0.7999999999999999.
    private static double AddExactly(double time, double step, int count)
    {
        const double Max = 1e15;
        const double Min = 1e-9;
        var next = Fits(time) && Fits(step) ? (double)((decimal)time + ((decimal)step * count)) : time + (step * count);
        // Decimals have a negative zero.
        return next == 0 ? 0 : next;

        static bool Fits(double value) => value == 0 || Math.Abs(value) is >= Min and < Max;
    }

    // The number of months if all dates are on one day of the month, or on the last day of shorter months, at one time of day.
    private static (int Months, int Day)? FindMonths(DateTime[] dates)
    {
        var day = dates.Max(date => date.Day);
        if (dates.Any(date => date.Day != Math.Min(day, DateTime.DaysInMonth(date.Year, date.Month)) || date.TimeOfDay != dates[0].TimeOfDay))
            return null;
        var steps = dates.Zip(dates.Skip(1), (before, after) => (12 * (after.Year - before.Year)) + after.Month - before.Month).Order().ToList();
        return (steps[(steps.Count - 1) / 2], day);
    }

    // Days of the week without a row that neighboring rows skip: Saturday and Sunday at least once, others twice.
    private static HashSet<DayOfWeek> FindDaysOff(DateTime[] dates)
    {
        var skipped = new Dictionary<DayOfWeek, int>();
        foreach (var (before, after) in dates.Zip(dates.Skip(1)).Where(pair => (pair.Second - pair.First).TotalDays <= MaxDaysOff + 1))
        {
            for (var date = before.AddDays(1); date < after; date = date.AddDays(1))
                skipped[date.DayOfWeek] = skipped.GetValueOrDefault(date.DayOfWeek) + 1;
        }

        foreach (var date in dates)
            skipped.Remove(date.DayOfWeek);
        return skipped.Count == Weekend.Length && Weekend.All(skipped.ContainsKey)
            ? [.. Weekend]
            : [.. skipped.Where(day => day.Value > 1).Select(day => day.Key)];
    }

    private DateTime AddMonths(DateTime date, int count)
    {
        var month = new DateTime(date.Year, date.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(_months * count);
        return month.AddDays(Math.Min(Math.Max(_monthDay, date.Day), DateTime.DaysInMonth(month.Year, month.Month)) - 1) + date.TimeOfDay;
    }

    private DateTime AddWorkdays(DateTime date, int count)
    {
        for (var step = 0; step < count; step++)
        {
            do
                date = date.AddDays(1);
            while (_daysOff.Contains(date.DayOfWeek));
        }

        return date;
    }
}
