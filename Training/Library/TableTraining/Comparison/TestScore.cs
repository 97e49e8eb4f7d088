using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>A score on the test rows, with its standard error.</summary>
/// <param name="Loss">The score, with its sign set so that lower is better.</param>
/// <param name="StandardError">The standard error, assuming independent rows.</param>
/// <param name="Text">The score for display.</param>
internal sealed record TestScore(double Loss, double StandardError, string Text)
{
    /// <summary>Returns the metric for comparing models: the mean absolute error of forecasts, the accuracy of classes.</summary>
    public static string GetMetric(EvaluationReport report) => report.Task == RecurrentTask.Forecast ? "mae" : "accuracy";

    /// <summary>Creates the score from metrics of a report.</summary>
    public static TestScore Create(EvaluationReport report, IReadOnlyDictionary<string, double> metrics)
    {
        var (rows, value) = ((double)report.RowCount, metrics[GetMetric(report)]);
        if (report.Task == RecurrentTask.Forecast)
        {
            // The variance of absolute errors is the mean of their squares minus the square of their mean.
            var variance = Math.Max(0, (metrics["rmse"] * metrics["rmse"]) - (value * value));
            return new TestScore(value, Math.Sqrt(variance / rows), value.ToString("g4", CultureInfo.InvariantCulture));
        }

        // Agresti and Coull 1998: adding two correct and two wrong predictions avoids a standard error of 0 for few correct predictions.
        var share = ((value * rows) + 2) / (rows + 4);
        var text = string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.0} %");
        return new TestScore(-value, Math.Sqrt(share * (1 - share) / (rows + 4)), text);
    }

    /// <summary>Whether the score is worse by more than two standard errors of the difference.</summary>
    public bool IsWorseThan(TestScore other) =>
        Loss - other.Loss > 2 * Math.Sqrt((StandardError * StandardError) + (other.StandardError * other.StandardError));
}
