namespace MlNetRecurrent;

/// <summary>Converts dates to and from numbers: the seconds since the start of the year 1.</summary>
internal static class CalendarTime
{
    private const long MaxMilliseconds = 315_537_897_599_999;

    /// <summary>Converts a date to seconds.</summary>
    public static double ToSeconds(DateTime date) => date.Ticks / (double)TimeSpan.TicksPerSecond;

    /// <summary>Converts seconds to a date, to the nearest millisecond that the calendar has.</summary>
    public static DateTime ToDate(double seconds) =>
        new(Math.Min((long)Math.Round(seconds * 1000), MaxMilliseconds) * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
}
