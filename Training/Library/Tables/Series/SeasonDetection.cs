namespace MlNetRecurrent.Training;

/// <summary>Guesses from the times of rows how many of them are a season.</summary>
internal static class SeasonDetection
{
    private const int Usual = 12;
    private const double Hour = 3600;
    private const double Day = 24 * Hour;

    /// <summary>A year of months or quarters or weeks, a week of days, a day of hours or less; 12 where nothing tells.</summary>
    public static int Detect(RowFrame frame)
    {
        if (frame.Times is null || !frame.IsCalendar)
            return Usual;
        var steps = frame.Segments
            .SelectMany(segment => Enumerable.Range(segment.Start + 1, Math.Max(0, segment.Count - 1)))
            .Select(row => frame.Times[row] - frame.Times[row - 1])
            .Take(1000)
            .Order()
            .ToList();
        if (steps.Count == 0)
            return Usual;
        var step = steps[steps.Count / 2];
        return step switch
        {
            >= 89 * Day and <= 92 * Day => 4,
            >= 28 * Day and <= 31 * Day => 12,
            7 * Day => 52,
            Day => 7,
            < Day when Day / step is var rows && rows == Math.Round(rows) => (int)rows,
            _ => Usual,
        };
    }
}
