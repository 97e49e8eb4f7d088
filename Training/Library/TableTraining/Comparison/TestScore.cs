using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>A score on tested rows, and how far chance moves it.</summary>
/// <param name="Loss">The score, turned so that less is better.</param>
/// <param name="StandardError">Its standard error, were the rows drawn independently.</param>
/// <param name="Text">The score for people.</param>
internal sealed record TestScore(double Loss, double StandardError, string Text)
{
    /// <summary>What models are compared by: the mean absolute error of forecasts, the accuracy of classes.</summary>
    public static string GetMetric(EvaluationReport report) => report.Task == RecurrentTask.Forecast ? "mae" : "accuracy";

    /// <summary>The score of some metrics of a report.</summary>
    public static TestScore Create(EvaluationReport report, IReadOnlyDictionary<string, double> metrics)
    {
        var (rows, value) = ((double)report.RowCount, metrics[GetMetric(report)]);
        if (report.Task == RecurrentTask.Forecast)
        {
            // The variance of absolute errors is the mean of their squares less the square of their mean.
            var variance = Math.Max(0, (metrics["rmse"] * metrics["rmse"]) - (value * value));
            return new TestScore(value, Math.Sqrt(variance / rows), value.ToString("g4", CultureInfo.InvariantCulture));
        }

        // Agresti and Coull 1998: with two answers of each kind added, all right of few is not taken for certainty.
        var share = ((value * rows) + 2) / (rows + 4);
        return new TestScore(-value, Math.Sqrt(share * (1 - share) / (rows + 4)), string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.0} %"));
    }

    /// <summary>Whether it is worse by more than two standard errors of the difference.</summary>
    public bool IsWorseThan(TestScore other) =>
        Loss - other.Loss > 2 * Math.Sqrt((StandardError * StandardError) + (other.StandardError * other.StandardError));
}
