using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Formats durations for people.</summary>
internal static class TimeSpanText
{
    private static readonly (double Seconds, string Unit)[] Units =
        [(24 * 3600, "day"), (3600, "hour"), (60, "minute"), (1, "second"), (1e-3, "millisecond")];

    /// <summary>Formats a difference of times: as a duration if they are dates, otherwise as a number.</summary>
    public static string Format(double span, bool isCalendar) => isCalendar ? Format(span) : span.ToString("g6", CultureInfo.InvariantCulture);

    /// <summary>Formats a number of seconds in the largest unit of which there is at least one, such as "1.5 hours".</summary>
    public static string Format(double seconds)
    {
        var (size, unit) = Units.FirstOrDefault(unit => seconds >= unit.Seconds * (1 - 1e-9), Units[^1]);
        var count = (seconds / size).ToString("0.##", CultureInfo.InvariantCulture);
        return count == "1" ? $"1 {unit}" : $"{count} {unit}s";
    }
}
