using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Shows the errors of a model and of the baselines at each step of the horizon.</summary>
internal static class ErrorsByStep
{
    private const string Metric = "mae";

    /// <summary>Creates a chart of the mean absolute error at each step.</summary>
    public static LineChart CreateChart(EvaluationReport report, string model)
    {
        double[] steps = [.. Enumerable.Range(1, report.MetricsByStep!.Count).Select(step => (double)step)];
        List<ChartSeries> lines =
        [
            new ChartSeries(model, steps, [.. report.MetricsByStep.Select(metrics => metrics[Metric])]),
            .. report.BaselineMetricsByStep!.Select(baseline =>
                new ChartSeries(baseline.Key, steps, [.. baseline.Value.Select(metrics => metrics[Metric])]) { IsDashed = true }),
        ];
        return new LineChart
        {
            Title = "Mean absolute error by step ahead",
            X = new ChartAxis("step ahead"),
            Y = new ChartAxis("MAE", LossBlocks.IsWide([.. lines.SelectMany(line => line.Y)]) ? AxisKind.Logarithmic : AxisKind.Linear),
            Series = lines,
        };
    }
}
