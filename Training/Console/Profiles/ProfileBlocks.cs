using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The charts of a profile.</summary>
internal static class ProfileBlocks
{
    private const int MaxCharts = 12;
    private const int MaxLines = 6;
    private const int MaxAxisLength = 30;
    private const int MaxClasses = 30;
    private const int MinLags = 20;
    private const int MinShownLags = 4;
    private const int MaxLags = 400;

    /// <summary>Creates the section about the rows of a frame for the report of a model.</summary>
    /// <param name="profile">The profile of the frame.</param>
    /// <param name="warnings">The warnings about the frame.</param>
    public static ReportSection CreateSection(TableProfile profile, IReadOnlyList<string> warnings)
    {
        // Of the table, a frame has only the columns that are used.
        var used = $"{ConsoleText.Count(profile.RowCount, "row")}, {ConsoleText.Count(profile.ColumnCount, "column")} used";
        var facts = ProfileFacts.GetFacts(profile).Skip(1).Prepend(("rows", used)).Select(fact => (string[])[fact.Item1, fact.Item2]);
        var classes = profile.Classes.Count > 1 ? (IReportBlock[])[CreateClasses(profile.Classes)] : [];
        return new ReportSection("Data",
        [
            .. warnings.Select(warning => new ReportText($"Warning: {warning}")),
            new ReportTable(["property", "value"], [.. facts]),
            .. CreateTargets(profile),
            .. classes,
        ]);
    }

    /// <summary>Creates a table of the targets, and for each of the first ones a chart of its values and one of its autocorrelations.</summary>
    public static IEnumerable<IReportBlock> CreateTargets(TableProfile profile)
    {
        if (profile.Targets.Count == 0)
            yield break;
        yield return new ReportTable(
            ["column", "seasons", "trend", "zeros", "demand", "naive forecast of the next row", "MAE", "MASE"],
            [.. profile.Targets.SelectMany(target => target.NaiveForecasts.Select(forecast => (string[])
            [
                target.Name,
                target.Seasons.Count == 0 ? "-" : TargetFacts.GetSeasons(target),
                TargetFacts.GetTrend(target, profile.SeriesCount) is { Length: > 0 } trend ? trend : "-",
                target.ZeroShare == 0 ? "-" : ProfileText.Percent(target.ZeroShare),
                target.Demand?.ToString().ToLowerInvariant() ?? "-",
                TargetFacts.GetName(forecast),
                ProfileText.Value(forecast.MeanAbsoluteError),
                ProfileText.Value(forecast.MeanAbsoluteScaledError),
            ]))]);
        foreach (var target in profile.Targets.Take(MaxCharts / 2))
        {
            yield return CreateLines(profile, target);
            if (CreateCorrelogram(profile, target) is { } correlogram)
                yield return correlogram;
        }

        foreach (var target in profile.Targets.Skip(MaxCharts / 2).Take(MaxCharts / 2))
            yield return CreateLines(profile, target);
    }

    /// <summary>Creates bars of the classes.</summary>
    public static BarChart CreateClasses(IReadOnlyList<ClassShare> classes) => new(
        classes.Count > MaxClasses ? FormattableString.Invariant($"The {MaxClasses} most frequent of {classes.Count:N0} classes") : "Classes",
        [.. classes.Take(MaxClasses).Select(share => new ChartBar(share.Label, share.Count))]);

    // The longest series, in the order of the table.
    private static LineChart CreateLines(TableProfile profile, TargetProfile target)
    {
        var rows = profile.Rows;
        var shown = rows.Segments.OrderByDescending(segment => segment.Count).Take(rows.Segments.Count == 1 ? 1 : MaxLines).ToList();
        var (isSingle, isTimed) = (shown.Count == 1, rows.Times is not null);
        return new LineChart
        {
            Title = isSingle ? target.Name : FormattableString.Invariant($"{target.Name}: {shown.Count} of {rows.Segments.Count:N0} series"),
            X = isTimed ? new ChartAxis(profile.Roles.Time!, rows.IsCalendar ? AxisKind.Calendar : AxisKind.Linear) : new ChartAxis("row"),
            Y = new ChartAxis(target.Name.Length > MaxAxisLength ? $"{target.Name[..MaxAxisLength]}…" : target.Name),
            Series =
            [
                .. shown.Select(segment => new ChartSeries(
                    segment.Name ?? target.Name, GetPositions(rows, segment), rows.GetValues(target.Name, segment.Start, segment.End))),
            ],
        };
    }

    private static double[] GetPositions(ProfiledRows rows, RowSegment segment) => rows.Times is { } times
        ? times[segment.Start..segment.End]
        : [.. Enumerable.Range(1, segment.Count).Select(row => (double)row)];

    // A smooth season draws a wave in the values, which their changes do not show.
    private static Correlogram? CreateCorrelogram(TableProfile profile, TargetProfile target)
    {
        var lags = Math.Clamp(target.Seasons.Count == 0 ? MinLags * 2 : target.Seasons[^1] * 5 / 2, MinLags, MaxLags);
        var series = profile.Rows.GetSeries(target.Name);
        var (correlations, bounds) = SeasonSearch.GetAutocorrelations(series, lags);
        if (correlations.Length < MinShownLags)
            return null;
        var isSmooth = target.Seasons.Any(season => season < correlations.Length && correlations[season] < bounds[season]);
        return new Correlogram
        {
            Title = isSmooth ? $"Autocorrelations of {target.Name} without its trend" : $"Autocorrelations of the changes of {target.Name}",
            Correlations = isSmooth ? SeasonSearch.GetLevelAutocorrelations(series, lags) : correlations,
            Bounds = isSmooth ? [] : bounds,
            Seasons = target.Seasons,
        };
    }
}
