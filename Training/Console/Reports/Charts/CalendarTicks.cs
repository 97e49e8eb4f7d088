using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Finds round tick values for an axis of dates.</summary>
internal static class CalendarTicks
{
    private const int MaxIntervals = 6;
    private const int Day = 24 * 60;

    private static readonly int[] Minutes = [1, 5, 15, 30, 60, 180, 360, 720, Day, 2 * Day, 7 * Day, 14 * Day];
    private static readonly int[] Months = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

    /// <summary>Returns the ticks inside a range.</summary>
    /// <param name="low">The start of the range, in seconds since the year 1.</param>
    /// <param name="high">The end of the range.</param>
    public static IReadOnlyList<ChartTick> Create(double low, double high)
    {
        foreach (var minutes in Minutes)
        {
            var step = minutes * 60.0;
            if ((high - low) / step > MaxIntervals)
                continue;
            var first = Math.Ceiling(low / step);
            return [.. Enumerable.Range(0, MaxIntervals + 1)
                .Select(index => (first + index) * step)
                .Where(time => time <= high)
                .Select(time => Tick(time, minutes < Day ? "MM-dd HH:mm" : "yyyy-MM-dd"))];
        }

        var (begin, end) = (TimeColumn.ToDate(low), TimeColumn.ToDate(high));
        var (start, count) = ((begin.Year * 12) + begin.Month - 1, ((end.Year - begin.Year) * 12) + end.Month - begin.Month);
        var months = Months.FirstOrDefault(step => count / step <= MaxIntervals, Months[^1]);
        return [.. Enumerable.Range(0, count + 1)
            .Select(index => start + index)
            .Where(month => month % months == 0)
            .Select(month => new DateTime(month / 12, (month % 12) + 1, 1).Ticks / (double)TimeSpan.TicksPerSecond)
            .Select(time => Tick(time, months < 12 ? "yyyy-MM" : "yyyy"))
            .Where(tick => tick.Value >= low && tick.Value <= high)];
    }

    private static ChartTick Tick(double time, string format) => new(time, TimeColumn.ToDate(time).ToString(format, CultureInfo.InvariantCulture));
}
