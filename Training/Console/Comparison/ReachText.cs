using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The memory reach of each cell as lines of text.</summary>
internal static class ReachText
{
    private const int Width = 50;
    private const int Decades = 8;
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const string Plain = " .:-=+*#";

    /// <summary>Returns a heading and two curves for each cell: before and after training.</summary>
    /// <param name="results">The cells.</param>
    /// <param name="unicode">Whether the console supports Unicode block characters.</param>
    public static IEnumerable<string> GetLines(IReadOnlyList<CellComparison> results, bool unicode)
    {
        var marks = unicode ? Blocks : Plain;
        var last = results[0].ReachAfter.Gradients.Count - 1;
        yield return "Memory reach: the influence of an input N time steps back on the output (gradient norm relative to the last step),";
        yield return $"from '{marks[^1]}' for at least 1 to '{marks[0]}' for at most 1e-{Decades}, then the lag from which it stays below one half:";
        yield return $"{"",13}lag 0{last.ToString(CultureInfo.InvariantCulture).PadLeft(Math.Max(5, Columns(last + 1) - 5))}";
        foreach (var result in results)
        {
            yield return $"{result.Cell.DisplayName,-5}before |{GetLine(result.ReachBefore, marks)}| {result.ReachBefore.HalfLifeText}";
            yield return $"{"",-5}after  |{GetLine(result.ReachAfter, marks)}| {result.ReachAfter.HalfLifeText}";
        }
    }

    /// <summary>Draws a curve with one character for each lag, or for several lags if there are many.</summary>
    internal static string GetLine(MemoryReach reach, string marks)
    {
        var lags = reach.Gradients.Count;
        var columns = Columns(lags);
        return string.Create(columns, reach, (line, state) =>
        {
            for (var column = 0; column < columns; column++)
            {
                var first = column * lags / columns;
                var share = state.RelativeGradients.Skip(first).Take(Math.Max(1, ((column + 1) * lags / columns) - first)).Average();
                // Each mark represents an equal part of the decades; NaN is shown as a question mark.
                var level = share > 0 ? (int)Math.Round((marks.Length - 1) * (1 + (Math.Log10(share) / Decades))) : 0;
                line[column] = double.IsNaN(share) ? '?' : marks[Math.Clamp(level, 0, marks.Length - 1)];
            }
        });
    }

    private static int Columns(int lags) => Math.Min(lags, Width);
}
