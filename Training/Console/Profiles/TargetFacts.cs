using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The facts about a target in words.</summary>
internal static class TargetFacts
{
    /// <summary>Describes the seasons, the trend and the zeros of a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="series">The number of series.</param>
    public static string Describe(TargetProfile target, int series)
    {
        List<string> parts =
        [
            target.Seasons.Count == 0 ? "no season found" : $"season{(target.Seasons.Count == 1 ? "" : "s")} of {GetSeasons(target)} rows",
        ];
        if (GetTrend(target, series) is { Length: > 0 } trend)
            parts.Add(series == 1 ? trend : $"{trend} of {ProfileText.Number(series)} series");
        if (target.Demand is { } demand)
        {
            var word = demand is DemandPattern.Intermittent or DemandPattern.Lumpy ? $" ({demand.ToString().ToLowerInvariant()})" : "";
            parts.Add($"{ProfileText.Percent(target.ZeroShare)} zeros{word}");
        }

        return string.Join(", ", parts);
    }

    /// <summary>Lists the season lengths.</summary>
    public static string GetSeasons(TargetProfile target) => string.Join(" and ", target.Seasons.Select(ProfileText.Number));

    /// <summary>Describes the trend; empty for none.</summary>
    /// <param name="target">The target.</param>
    /// <param name="series">The number of series.</param>
    public static string GetTrend(TargetProfile target, int series)
    {
        (int Count, string Word)[] parts = [(target.RisingCount, "rising"), (target.FallingCount, "falling")];
        return string.Join(", ", parts
            .Where(part => part.Count > 0)
            .Select(part => series == 1 ? part.Word : $"{ProfileText.Number(Math.Min(part.Count, series))} {part.Word}"));
    }

    /// <summary>Names a naive forecast, with its season.</summary>
    public static string GetName(NaiveForecast forecast) =>
        forecast.Season == 1 ? forecast.Name : string.Create(CultureInfo.InvariantCulture, $"{forecast.Name}, {forecast.Season:N0} rows");
}
