using System.Globalization;

namespace MlNetRecurrent;

/// <summary>Reads dates, and converts them to and from numbers: the seconds since the start of the year 1.</summary>
internal static class CalendarTime
{
    private const long MaxMilliseconds = 315_537_897_599_999;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ssK",
    ];

    /// <summary>Reads an ISO date, with or without a time of day. A time with an offset is converted to UTC.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTime date) => DateTime.TryParseExact(
        text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces, out date);

    /// <summary>Converts a date to seconds.</summary>
    public static double ToSeconds(DateTime date) => date.Ticks / (double)TimeSpan.TicksPerSecond;

    /// <summary>Converts seconds to a date, to the nearest millisecond that the calendar has.</summary>
    public static DateTime ToDate(double seconds) =>
        new(Math.Min((long)Math.Round(seconds * 1000), MaxMilliseconds) * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
}
