using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Shows a profile on one screen.</summary>
internal static class ProfileScreen
{
    private const int MaxTargets = 8;
    private const int MaxNameLength = 24;
    private const int MaxHeadTargets = 3;

    /// <summary>Writes a profile.</summary>
    /// <param name="console">The console to write to.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="format">How the table was read; null for what needs no description.</param>
    public static void Write(IAnsiConsole console, TableProfile profile, string? format)
    {
        console.WriteSafeLine($"{profile.Name}{(format is null ? "" : $" ({format})")}:");
        var facts = new Table().Border(TableBorder.None).HideHeaders();
        facts.AddColumn(new TableColumn("").NoWrap().Padding(2, 0, 1, 0)).AddColumn(new TableColumn("").Padding(0, 0));
        foreach (var (name, text) in ProfileFacts.GetFacts(profile))
            facts.AddRow(ConsoleText.CreateCell(name), ConsoleText.CreateCell(text));
        console.Write(facts);
        if (profile.Targets.Count > 0)
        {
            console.Write(CreateTargets(profile));
            if (profile.Targets.Count > MaxTargets)
            {
                var more = CountTargets(profile) - MaxTargets;
                console.WriteLine($"{ConsoleText.Count(more, "more column")} of numbers; name those to look at with --target.");
            }

            console.WriteLine("MAE, MASE: of the best naive forecast of the next row, on the last fifth.");
        }

        console.WriteWarnings(ProfileFacts.GetWarnings(profile));
    }

    /// <summary>Writes what is to be known about the targets before a fit, in a few lines. Rows and times are written elsewhere.</summary>
    public static void WriteHead(IAnsiConsole console, TableProfile profile)
    {
        if (profile.Time is { } time)
            console.WriteSafeLine($"{time.Column}: {time.From} to {time.To}{(time.Step is null ? "" : $", step {time.Step}")}.");
        foreach (var target in profile.Targets.Take(MaxHeadTargets))
        {
            var naive = target.BestNaiveForecast is { } best
                ? $"; naive forecasts of the next row reach MAE {ProfileText.Value(best.MeanAbsoluteError)} ({TargetFacts.GetName(best)})"
                : "";
            console.WriteSafeLine($"{target.Name}: {TargetFacts.Describe(target, profile.SeriesCount)}{naive}.");
        }

        if (profile.Classes.Count > 0)
            console.WriteSafeLine($"{profile.Roles.Label}: {ProfileFacts.DescribeClasses(profile.Classes)}.");
    }

    private static Table CreateTargets(TableProfile profile)
    {
        var table = new Table().Border(TableBorder.Horizontal);
        table.AddColumn(new TableColumn("column").NoWrap().Padding(0, 0));
        foreach (var heading in (string[])["min", "mean", "max"])
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap().Padding(1, 0, 0, 0));
        foreach (var heading in (string[])["seasons", "trend"])
            table.AddColumn(new TableColumn(heading).Padding(1, 0, 0, 0));
        foreach (var heading in (string[])["zeros", "MAE", "MASE"])
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap().Padding(1, 0, 0, 0));
        foreach (var target in profile.Targets.Take(MaxTargets))
        {
            var column = profile.Columns.First(column => column.Name == target.Name);
            var best = target.BestNaiveForecast;
            table.AddRow(((string[])[
                Shorten(target.Name),
                ProfileText.Value(column.Min),
                ProfileText.Value(column.Mean),
                ProfileText.Value(column.Max),
                target.Seasons.Count == 0 ? "-" : string.Join(", ", target.Seasons),
                TargetFacts.GetTrend(target, profile.SeriesCount) is { Length: > 0 } trend ? trend : "-",
                target.ZeroShare == 0 ? "-" : ProfileText.Percent(target.ZeroShare),
                ProfileText.Value(best?.MeanAbsoluteError ?? double.NaN),
                ProfileText.Value(best?.MeanAbsoluteScaledError ?? double.NaN),
            ]).Select(ConsoleText.CreateCell));
        }

        return table;
    }

    private static int CountTargets(TableProfile profile) => profile.Roles.Targets.Count;

    private static string Shorten(string name) => name.Length <= MaxNameLength ? name : $"{name[..(MaxNameLength - 1)]}…";
}
