using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The facts about the columns of a table in words.</summary>
internal static class ColumnFacts
{
    /// <summary>Returns what is missing, constant, an outlier, and not read.</summary>
    public static IEnumerable<(string Name, string Text)> GetFacts(TableProfile profile)
    {
        if (profile.Columns.Count == 0)
            yield break;
        var missing = profile.Columns.Where(column => column.MissingCount > 0).OrderByDescending(column => column.MissingCount).ToList();
        yield return ("missing", missing.Count == 0 ? "none" : DescribeMissing(missing));
        var constants = profile.Columns.Where(column => column.IsConstant).Select(column => column.Name).ToList();
        if (constants.Count > 0)
            yield return ("constant", ProfileText.List(constants));
        var outliers = profile.Columns.Where(column => column.OutlierCount > 0).OrderByDescending(GetDistance).ToList();
        if (outliers.Count > 0)
            yield return ("outliers", DescribeOutliers(outliers));
        if (profile.UnreadColumns.Count > 0)
            yield return ("not read", $"{ProfileText.List(profile.UnreadColumns)}: text with missing cells, or beyond the first text columns");
    }

    private static string DescribeMissing(List<ColumnProfile> missing)
    {
        var (total, first) = (ConsoleText.Count(missing.Sum(column => (double)column.MissingCount), "value"), missing[0]);
        return missing.Count == 1
            ? $"{total} in '{first.Name}', the first in {first.FirstMissing}"
            : $"{total} in {ConsoleText.Count(missing.Count, "column")}, most in '{first.Name}': {ProfileText.Number(first.MissingCount)}, "
                + $"the first in {first.FirstMissing}";
    }

    private static string DescribeOutliers(List<ColumnProfile> outliers)
    {
        var total = ConsoleText.Count(outliers.Sum(column => (double)column.OutlierCount), "value");
        return $"{total} in {ConsoleText.Count(outliers.Count, "column")}, the worst: {ProfileText.Value(outliers[0].WorstOutlier)} "
            + $"in '{outliers[0].Name}', {outliers[0].WorstOutlierPlace}";
    }

    private static double GetDistance(ColumnProfile column) =>
        Math.Abs(column.WorstOutlier - column.Mean) / Math.Max(double.Epsilon, column.StandardDeviation);
}
