using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Shows forecasts and actual values.</summary>
internal static class ForecastBlocks
{
    private const int MaxRows = 200;
    private const int MaxTargets = 6;

    /// <summary>Creates a chart for each target over the most recent scored rows of one series. Each row is forecast once.</summary>
    public static IEnumerable<IReportBlock> Create(ForecastPredictions predictions, RowFrame frame, ModelCard card)
    {
        var shown = Shown(predictions.Windows, card);
        yield return new ReportText(card.Window is null
            ? string.Create(CultureInfo.InvariantCulture, $"The last {shown.Count:N0} scored sequences.")
            : Text(frame, predictions.Windows[^1].Segment.Name, shown.Count, card.Network));
        for (var target = 0; target < Math.Min(card.Network.Forecast.Targets, MaxTargets); target++)
            yield return Chart(predictions, frame, card, shown, target);
    }

    /// <summary>Creates a chart of the first target with the forecasts of the previous and the new model.</summary>
    public static LineChart CreateComparison(ForecastPredictions predictions, ForecastPredictions previous, RowFrame frame, ModelCard card)
    {
        var shown = Shown(predictions.Windows, card);
        var chart = Chart(predictions, frame, card, shown, target: 0);
        var before = Chart(previous, frame, card, shown, target: 0).Series[1];
        return chart with
        {
            Series = [chart.Series[0], chart.Series[1] with { Name = "new model" }, before with { Name = "previous model" }],
            Band = null,
        };
    }

    // The most recent windows of the last series whose horizons do not overlap, oldest first.
    private static List<int> Shown(IReadOnlyList<RowSequence> windows, ModelCard card)
    {
        if (card.Window is null)
            return [.. Enumerable.Range(0, windows.Count).TakeLast(MaxRows)];
        var (shown, horizon) = (new List<int>(), card.Network.Forecast.Horizon);
        for (var index = windows.Count - 1; index >= 0 && windows[index].Segment == windows[^1].Segment; index--)
        {
            if ((shown.Count + 1) * horizon > Math.Max(MaxRows, horizon))
                break;
            if (shown.Count == 0 || windows[index].End + horizon <= windows[shown[^1]].End)
                shown.Add(index);
        }

        shown.Reverse();
        return shown;
    }

    private static string Text(RowFrame frame, string? series, int windows, NetworkDescription network)
    {
        var rows = windows * network.Forecast.Horizon;
        var of = series is null ? "" : $" of series '{series}'";
        var others = frame.Segments.Count > 1 ? $" (one of {frame.Segments.Count} series)" : "";
        var how = network.Forecast.Horizon == 1
            ? "each forecast from the rows before it"
            : $"each forecast once, {network.Forecast.Horizon} steps per window";
        return string.Create(CultureInfo.InvariantCulture, $"The most recent {rows:N0} scored rows{of}{others}, {how}.");
    }

    private static LineChart Chart(ForecastPredictions predictions, RowFrame frame, ModelCard card, List<int> shown, int target)
    {
        var (horizon, targets, levels) = (card.Network.Forecast.Horizon, card.Network.Forecast.Targets, card.Network.Forecast.Quantiles);
        var points = shown.SelectMany(window => Enumerable.Range(0, horizon).Select(step => (window, step))).ToList();
        // Whole sequences have no next rows: the axis counts the sequences.
        var isWhole = card.Window is null;
        double[] x = [.. points.Select(point => isWhole ? point.window + 1 : GetPosition(frame, predictions.Windows[point.window], point.step))];
        return new LineChart
        {
            Title = card.TargetNames[target],
            X = isWhole || frame.Times is null
                ? new ChartAxis(isWhole ? "sequence" : "row")
                : new ChartAxis(frame.Columns.Time!, frame.IsCalendar ? AxisKind.Calendar : AxisKind.Linear),
            Y = new ChartAxis(card.TargetNames[target]),
            Series =
            [
                new ChartSeries("actual", x, Values(predictions.Actual[target])) { Color = "ink" },
                new ChartSeries("forecast", x, Values(predictions.Predicted[target])) { IsDashed = true },
            ],
            Band = levels.Count < 2 ? null : new ChartBand(
                string.Create(CultureInfo.InvariantCulture, $"quantiles {levels[0]} to {levels[^1]}"),
                x,
                [.. points.Select(point => Quantile(point, 0))],
                [.. points.Select(point => Quantile(point, levels.Count - 1))]),
        };

        double[] Values(IReadOnlyList<float> all) => [.. points.Select(point => (double)all[(point.window * horizon) + point.step])];

        double Quantile((int Window, int Step) point, int level) =>
            predictions.Quantiles[(((((point.Window * horizon) + point.Step) * targets) + target) * levels.Count) + level];
    }

    private static double GetPosition(RowFrame frame, RowSequence window, int step)
    {
        var row = window.End + step;
        return frame.Times is null ? row - window.Segment.Start + 1 : frame.Times[row];
    }
}
