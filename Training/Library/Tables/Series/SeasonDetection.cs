namespace MlNetRecurrent.Training;

/// <summary>Infers the season length from the times of the rows.</summary>
internal static class SeasonDetection
{
    private const int Default = 12;
    private const int MaxSteps = 1000;
    private const int WorkdaysInWeek = 5;
    private const double Hour = 3600;
    private const double Day = 24 * Hour;

    /// <summary>
    /// Returns the number of rows in a year for months, quarters and weeks, in a week for days and for the workdays of a grid, in a day for shorter
    /// steps; otherwise 12.
    /// </summary>
    public static int Detect(RowFrame frame)
    {
        if (frame.Times is null || !frame.IsCalendar)
            return Default;
        if (frame.Columns.Grid is { } grid && TimeFrequency.Parse(grid.Frequency).IsWorkday)
            return WorkdaysInWeek;
        return SeriesSteps.FindMedian(frame.Segments, frame.Times, MaxSteps) switch
        {
            >= 89 * Day and <= 92 * Day => 4,
            >= 28 * Day and <= 31 * Day => 12,
            7 * Day => 52,
            Day => 7,
            < Day and var step when Day / step is var rows && rows == Math.Round(rows) => (int)rows,
            _ => Default,
        };
    }
}
