namespace MlNetRecurrent.Training;

/// <summary>The seasons of the calendar: hours, days, weeks and years.</summary>
internal static class CalendarSeasons
{
    private const double Minute = 60;
    private const double Hour = 60 * Minute;
    private const double Day = 24 * Hour;
    private const double Year = 365.25 * Day;

    private static readonly double[] Periods = [Minute, Hour, Day, 7 * Day, Year / 4, Year];

    /// <summary>Returns the numbers of rows in an hour, a day, a week, a quarter and a year, as far as they are at least two rows.</summary>
    /// <param name="step">The usual time from one row to the next, in seconds.</param>
    /// <param name="rowsPerWeek">The number of rows in a week of days without days off, such as 5 for working days; null for 7.</param>
    public static IReadOnlyList<int> GetLengths(double step, int? rowsPerWeek = null)
    {
        if (!(step > 0))
            return [];
        var periods = Periods.Select(period => period / step);
        // Days off shorten weeks and years alike.
        if (rowsPerWeek is { } days && step == Day)
            periods = periods.Where(rows => rows >= 7).Select(rows => rows * days / 7);
        return [.. periods.Select(rows => (int)Math.Round(rows)).Where(rows => rows >= 2).Distinct()];
    }
}
