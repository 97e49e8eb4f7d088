namespace MlNetRecurrent.Training;

/// <summary>Completes what columns say about times with what the rows tell: the dates of holidays, the step of seasons.</summary>
internal static class TimeColumns
{
    private const int HolidayYearsBefore = 5;
    private const int HolidayYearsAfter = 30;

    /// <summary>Returns the columns as a model stores them. Those of a model are complete and stay unchanged.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="name">The name of the table in messages.</param>
    /// <param name="segments">The series.</param>
    /// <param name="times">The time of each row; null without times.</param>
    /// <param name="isCalendar">Whether times are dates.</param>
    /// <exception cref="SequenceDataException">No series tells the step from row to row.</exception>
    public static DataColumns Complete(
        DataColumns columns, string name, IReadOnlyList<RowSegment> segments, double[]? times, bool isCalendar)
    {
        if (columns.Holidays is { Country: not null, Dates.Count: 0 } holidays && times is not null && isCalendar)
            columns = columns with { Holidays = AddDates(holidays, times) };
        if (columns.Seasons is { Step: null } seasons && times is not null)
            columns = columns with { Seasons = seasons with { Step = FindStep(columns, name, segments, times, isCalendar) } };
        return columns;
    }

    private static HolidayCalendar AddDates(HolidayCalendar calendar, double[] times)
    {
        var (dates, first, last) = HolidayCountries.GetDates(
            calendar.Country!,
            Math.Max(1, TimeColumn.ToDate(times.Min()).Year - HolidayYearsBefore),
            Math.Min(9999, TimeColumn.ToDate(times.Max()).Year + HolidayYearsAfter));
        return calendar with { Dates = dates, First = new DateOnly(first, 1, 1), Last = new DateOnly(last, 12, 31) };
    }

    private static string FindStep(DataColumns columns, string name, IReadOnlyList<RowSegment> segments, double[] times, bool isCalendar)
    {
        if (columns.Grid is { } grid)
            return grid.Frequency;
        return segments
            .Select(segment => TimeStep.Infer(times.AsSpan(segment.Start, segment.Count), isCalendar))
            .FirstOrDefault(step => step is not null)?.GetFrequency()
            ?? throw new SequenceDataException($"{name}: no series has two rows, which would tell the step of the seasons from row to row.");
    }
}
