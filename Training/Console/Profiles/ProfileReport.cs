using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The report of <c>profile</c>.</summary>
internal static class ProfileReport
{
    // More columns would make a page of megabytes: the JSON has all of them.
    private const int MaxColumns = 500;

    /// <summary>Creates a page.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="source">The name of the data, without its folder: reports are passed on.</param>
    public static ReportPage Create(TableProfile profile, string source)
    {
        var facts = new ReportTable(["property", "value"], [.. ProfileFacts.GetFacts(profile).Select(fact => (string[])[fact.Name, fact.Text])]);
        var warnings = ProfileFacts.GetWarnings(profile).Select(warning => new ReportText($"Warning: {warning}"));
        var sections = new List<ReportSection> { new("Table", [.. warnings, facts]) };
        if (profile.Targets.Count > 0)
            sections.Add(new ReportSection("Series", [.. ProfileBlocks.CreateTargets(profile)]));
        if (profile.Classes.Count > 1)
            sections.Add(new ReportSection("Classes", [ProfileBlocks.CreateClasses(profile.Classes)]));
        if (profile.Columns.Any(column => column.MissingCount > 0))
            sections.Add(new ReportSection("Missing values", [MissingMap.Create(profile)]));
        sections.Add(new ReportSection("Columns", [CreateColumns(profile)]));
        return new ReportPage(
            $"Profile of {source}",
            $"{ConsoleText.Count(profile.RowCount, "row")}, {ConsoleText.Count(profile.ColumnCount, "column")}. Nothing was trained.",
            sections);
    }

    private static ReportTable CreateColumns(TableProfile profile) => new(
        ["column", "type", "missing", "min", "mean", "max", "standard deviation", "outliers", "worst outlier", "texts"],
        [.. profile.Columns.Take(MaxColumns).Select(column => (string[])
        [
            column.Name,
            column.IsConstant ? $"{column.Type}, constant" : column.Type,
            Count(column.MissingCount),
            ProfileText.Value(column.Min),
            ProfileText.Value(column.Mean),
            ProfileText.Value(column.Max),
            ProfileText.Value(column.StandardDeviation),
            Count(column.OutlierCount),
            column.WorstOutlierPlace is { } place ? $"{ProfileText.Value(column.WorstOutlier)}, {place}" : "-",
            column.DistinctCount is { } distinct ? Count(distinct) : "-",
        ])])
    {
        Title = profile.Columns.Count <= MaxColumns
            ? null
            : FormattableString.Invariant($"The first {MaxColumns} of {profile.Columns.Count:N0} columns"),
    };

    private static string Count(int count) => FormattableString.Invariant($"{count:N0}");
}
