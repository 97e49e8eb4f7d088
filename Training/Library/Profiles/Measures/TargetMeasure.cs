namespace MlNetRecurrent.Training;

/// <summary>Measures the series of a column to forecast.</summary>
internal static class TargetMeasure
{
    // The trends of this many series stand for all.
    private const int MaxTrends = 2000;
    private const int MaxSteps = 2000;

    // The last rows of each series, so that millions of rows take a fraction of a second.
    private const int MaxRows = 2_000_000;
    private const int MinRowsPerSeries = 1000;

    /// <summary>Measures a target.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="column">The column.</param>
    public static TargetProfile Measure(ProfiledRows rows, string column)
    {
        var rowsPerSeries = Math.Max(MinRowsPerSeries, MaxRows / rows.Segments.Count);
        IReadOnlyList<double[]> series =
            [.. rows.Segments.Select(segment => rows.GetValues(column, Math.Max(segment.Start, segment.End - rowsPerSeries), segment.End))];
        IReadOnlyList<int> seasons = [.. SeasonSearch.Find(series, GetCalendar(rows)).Select(season => season.Length)];
        var every = (series.Count / MaxTrends) + 1;
        var directions = series.Where((_, index) => index % every == 0)
            .Select(values => TrendTest.GetDirection(values, seasons.Count == 0 ? 1 : seasons[^1]))
            .ToList();
        var (zeroShare, interval, pattern) = DemandMeasure.Measure(series);
        return new TargetProfile
        {
            Name = column,
            Seasons = seasons,
            RisingCount = directions.Count(direction => direction > 0) * every,
            FallingCount = directions.Count(direction => direction < 0) * every,
            ZeroShare = zeroShare,
            AverageDemandInterval = interval,
            Demand = pattern,
            NaiveForecasts = NaiveErrors.Score(series, seasons),
        };
    }

    /// <summary>Returns the season lengths that the calendar suggests for the usual step of the rows.</summary>
    public static IReadOnlyList<int> GetCalendar(ProfiledRows rows) =>
        rows.IsCalendar && rows.Times is { } times && SeriesSteps.FindMedian(rows.Segments, times, MaxSteps) is { } step
            ? CalendarSeasons.GetLengths(step)
            : [];
}
