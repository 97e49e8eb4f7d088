using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Converts times between the numbers in a source and the seconds since the start of the year 1.</summary>
internal static class TimeNotations
{
    /// <summary>Converts a number of a source to a time.</summary>
    public static double ToTime(this TimeNotation notation, double number) => notation switch
    {
        TimeNotation.EpochSeconds => FromTicks(number * TimeSpan.TicksPerSecond),
        TimeNotation.EpochMilliseconds => FromTicks(number * TimeSpan.TicksPerMillisecond),
        TimeNotation.DateNumber => CalendarTime.ToSeconds(new DateTime((int)number / 10_000, (int)number / 100 % 100, (int)number % 100)),
        _ => number,
    };

    /// <summary>Converts a time to the number in a source.</summary>
    public static double ToNumber(this TimeNotation notation, double time)
    {
        if (notation is TimeNotation.Number or TimeNotation.Date)
            return time;
        var date = CalendarTime.ToDate(time);
        var milliseconds = (date - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
        return notation switch
        {
            TimeNotation.EpochSeconds => milliseconds / 1000.0,
            TimeNotation.EpochMilliseconds => milliseconds,
            _ => (date.Year * 10_000) + (date.Month * 100) + date.Day,
        };
    }

    /// <summary>Reads a time that was written by <see cref="TimeColumn.Format(double, bool)"/>.</summary>
    /// <param name="text">The time.</param>
    /// <param name="notation">The notation of the column that the time is compared with.</param>
    /// <returns>The time; null if the column has times of another kind.</returns>
    public static double? Parse(string text, TimeNotation notation)
    {
        if (CalendarTime.TryParse(text, out var date))
            return notation == TimeNotation.Number ? null : CalendarTime.ToSeconds(date);
        // Files of earlier versions hold the numbers of the source.
        return notation != TimeNotation.Date && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? notation.ToTime(number)
            : null;
    }

    private static double FromTicks(double ticks) => CalendarTime.ToSeconds(DateTime.UnixEpoch.AddTicks((long)Math.Round(ticks)));
}
