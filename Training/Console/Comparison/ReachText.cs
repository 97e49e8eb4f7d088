using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Memory reaches as text.</summary>
internal static class ReachText
{
    private const int Width = 50;
    private const int Decades = 8;
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const string Plain = " .:-=+*#";

    /// <summary>The curves of the cells, one line each.</summary>
    /// <param name="results">The cells.</param>
    /// <param name="unicode">Whether bars can be drawn.</param>
    public static IEnumerable<string> GetLines(IReadOnlyList<CellComparison> results, bool unicode)
    {
        var marks = unicode ? Blocks : Plain;
        var last = results[0].ReachAfter.Gradients.Count - 1;
        yield return "Memory reach: how much an input so many steps back still moves the answer (norm of the gradient, that of the last step = 1),";
        yield return $"from '{marks[^1]}' for 1 and more down to '{marks[0]}' for 1e-{Decades} and less; behind it the lag at which it is under one half for good:";
        yield return $"{"",13}lag 0{last.ToString(CultureInfo.InvariantCulture).PadLeft(Math.Max(5, Columns(last + 1) - 5))}";
        foreach (var result in results)
        {
            yield return $"{result.Cell.DisplayName,-5}before |{GetLine(result.ReachBefore, marks)}| {result.ReachBefore.HalfLifeText}";
            yield return $"{"",-5}after  |{GetLine(result.ReachAfter, marks)}| {result.ReachAfter.HalfLifeText}";
        }
    }

    /// <summary>The curve of a reach, of one character or more for each lag or one for several.</summary>
    internal static string GetLine(MemoryReach reach, string marks)
    {
        var lags = reach.Gradients.Count;
        var columns = Columns(lags);
        return string.Create(columns, reach, (line, of) =>
        {
            for (var column = 0; column < columns; column++)
            {
                var first = column * lags / columns;
                var share = of.RelativeGradients.Skip(first).Take(Math.Max(1, ((column + 1) * lags / columns) - first)).Average();
                // Each mark stands for an equal part of the decades; a NaN has none.
                var place = share > 0 ? (int)Math.Round((marks.Length - 1) * (1 + (Math.Log10(share) / Decades))) : 0;
                line[column] = double.IsNaN(share) ? '?' : marks[Math.Clamp(place, 0, marks.Length - 1)];
            }
        });
    }

    private static int Columns(int lags) => Math.Min(lags, Width);
}
