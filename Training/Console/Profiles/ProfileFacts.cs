using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The facts of a profile in words, for the screen and for reports.</summary>
internal static class ProfileFacts
{
    private const int MaxClasses = 6;
    private const int MaxLeaks = 3;

    // Steps that differ more often are not a regular frequency.
    private const double MaxIrregularShare = 0.01;

    /// <summary>Returns each fact with its name. Facts that say nothing about the table are left out.</summary>
    public static IEnumerable<(string Name, string Text)> GetFacts(TableProfile profile) =>
    [
        ("rows", DescribeRows(profile)),
        .. GetGuesses(profile),
        .. GetSeries(profile),
        .. profile.Time is { } time ? GetTimes(time) : [],
        .. ColumnFacts.GetFacts(profile),
        .. profile.Classes.Count == 0 ? [] : ((string, string)[])[("classes", DescribeClasses(profile.Classes))],
    ];

    /// <summary>Returns a sentence for everything that may spoil training, other than missing values and times.</summary>
    public static IEnumerable<string> GetWarnings(TableProfile profile)
    {
        foreach (var problem in profile.Problems)
            yield return problem;
        foreach (var leak in profile.Leaks.Take(MaxLeaks))
            yield return Describe(leak);
        if (profile.Leaks.Count > MaxLeaks)
            yield return $"{ConsoleText.Count(profile.Leaks.Count - MaxLeaks, "more column")} may give a target away.";
    }

    /// <summary>Lists the most frequent classes with their counts.</summary>
    public static string DescribeClasses(IReadOnlyList<ClassShare> classes)
    {
        var shown = classes.Take(MaxClasses).Select(share => $"{share.Label} {ProfileText.Number(share.Count)} ({ProfileText.Percent(share.Share)})");
        return string.Join(", ", shown) + (classes.Count <= MaxClasses ? "" : $" and {ProfileText.Number(classes.Count - MaxClasses)} more");
    }

    private static string Describe(SuspectedLeak leak)
    {
        var when = leak.Shift == 0 ? "in the same row" : $"{ConsoleText.Count(leak.Shift, "row")} later";
        var correlation = leak.Correlation.ToString("0.000", CultureInfo.InvariantCulture);
        return $"column '{leak.Column}' changes as '{leak.Target}' does {when} (correlation {correlation}): "
            + "it may give the target away; leave it out if it is not known when a forecast is made.";
    }

    private static string DescribeRows(TableProfile profile)
    {
        var counts = $"{ConsoleText.Count(profile.RowCount, "row")}, {ConsoleText.Count(profile.ColumnCount, "column")}";
        return profile.DuplicateRowCount == 0
            ? counts
            : $"{counts}; {ProfileText.Number(profile.DuplicateRowCount)} repeat another row, the first in {profile.FirstDuplicateRow}";
    }

    private static IEnumerable<(string Name, string Text)> GetGuesses(TableProfile profile)
    {
        if (profile.Guesses.Count > 0)
            yield return ("guessed", $"{string.Join("; ", profile.Guesses)}. Other roles: --time, --series.");
    }

    private static IEnumerable<(string Name, string Text)> GetSeries(TableProfile profile)
    {
        if (profile.SeriesCount < 2)
            yield break;
        var (shortest, longest) = (ProfileText.Number(profile.ShortestSeries), ProfileText.Number(profile.LongestSeries));
        var rows = shortest == longest ? $"{longest} rows each" : $"{shortest} to {longest} rows";
        var noun = profile.Roles.Sequence is null ? "series" : "sequences";
        yield return (noun, $"{ProfileText.Number(profile.SeriesCount)} {noun} of {rows}");
    }

    private static IEnumerable<(string Name, string Text)> GetTimes(TimeProfile time)
    {
        var step = time.Step is null ? "" : $", step {time.Step}";
        var others = time.OtherStepCount == 0 ? "" : $"; {ProfileText.Number(time.OtherStepCount)} series with another step";
        yield return ("times", $"{time.From} to {time.To}{step}{others}");
        if (time.LongestHole is { } longest)
        {
            var (holes, rows) = (ConsoleText.Count(time.HoleCount, "hole"), ConsoleText.Count(time.MissingRowCount, "missing row"));
            yield return ("holes", $"{holes} with {rows}, the longest: {longest}");
        }

        if (time.IrregularShare > MaxIrregularShare)
            yield return ("steps", $"{ProfileText.Percent(time.IrregularShare)} differ from the usual one by more than 10 %");
        if (time.FirstRepeated is { } repeated)
            yield return ("repeated", $"{ConsoleText.Count(time.RepeatedCount, "row")} with the time of the row before, the first: {repeated}");
        if (time.FirstUnsorted is { } unsorted)
            yield return ("unsorted", $"{ConsoleText.Count(time.UnsortedCount, "row")} before the previous row in time, the first: {unsorted}");
    }
}
