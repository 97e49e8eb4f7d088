using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>A score on the test rows, with its standard error.</summary>
/// <param name="Value">The score; NaN if it is undefined or infinite.</param>
/// <param name="Loss">The score, with its sign set so that lower is better; infinite if it is undefined.</param>
/// <param name="StandardError">The standard error, assuming independent rows; 0 if it is unknown.</param>
/// <param name="Text">The score for display.</param>
internal sealed record TestScore(double Value, double Loss, double StandardError, string Text)
{
    /// <summary>
    /// Returns the metric for comparing models: the mean absolute error of forecasts, the accuracy of classes, the bits per character or the
    /// perplexity of texts.
    /// </summary>
    public static string GetMetric(EvaluationReport report) => report.Task switch
    {
        RecurrentTask.Forecast => "mae",
        RecurrentTask.Language => report.Metrics.ContainsKey("perplexity") ? "perplexity" : "bitsPerCharacter",
        _ => "accuracy",
    };

    /// <summary>Creates the score from metrics of a report.</summary>
    public static TestScore Create(EvaluationReport report, IReadOnlyDictionary<string, double> metrics)
    {
        var rows = (double)report.RowCount;
        if (!metrics.TryGetValue(GetMetric(report), out var value) || !double.IsFinite(value))
            return new TestScore(double.NaN, double.PositiveInfinity, 0, "not a number");
        var number = value.ToString("g4", CultureInfo.InvariantCulture);
        if (report.Task == RecurrentTask.Forecast)
        {
            // The variance of absolute errors is the mean of their squares minus the square of their mean.
            var variance = Math.Max(0, (metrics.GetValueOrDefault("rmse") * metrics.GetValueOrDefault("rmse")) - (value * value));
            return new TestScore(value, value, Math.Sqrt(variance / rows), number);
        }

        if (report.Task == RecurrentTask.Language)
            return new TestScore(value, value, 0, number);
        // Agresti and Coull 1998: adding two correct and two wrong predictions avoids a standard error of 0 for few correct predictions.
        var share = ((value * rows) + 2) / (rows + 4);
        var text = string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.0} %");
        return new TestScore(value, -value, Math.Sqrt(share * (1 - share) / (rows + 4)), text);
    }

    /// <summary>Whether the score is worse by more than two standard errors of the difference.</summary>
    public bool IsWorseThan(TestScore other) =>
        Loss - other.Loss > 2 * Math.Sqrt((StandardError * StandardError) + (other.StandardError * other.StandardError));
}
