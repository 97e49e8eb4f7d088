using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Which of two models is the better one on the same rows.</summary>
/// <param name="Previous">The scores of the old model.</param>
/// <param name="Candidate">The scores of the new one.</param>
internal sealed record ModelComparison(EvaluationReport Previous, EvaluationReport Candidate)
{
    /// <summary>
    /// What decides: of forecasts the mean absolute error, over several targets each in its own scale where there is one, and with quantiles the pinball loss, which
    /// judges the interval too; of classes the accuracy, and where that is equal the log-loss.
    /// </summary>
    public string Metric => Candidate.Task != RecurrentTask.Forecast
        ? Value(Previous, "accuracy") == Value(Candidate, "accuracy") ? "logLoss" : "accuracy"
        : Has("pinball") ? "pinball" : Candidate.MetricsByTarget is not null && Has("mase") ? "mase" : "mae";

    /// <summary>Whether the new model is at least as good. One without a score is not.</summary>
    public bool IsPromoted => Metric == "accuracy" ? Value(Candidate, Metric) >= Value(Previous, Metric) : Value(Candidate, Metric) <= Value(Previous, Metric);

    /// <summary>Who wins and by how much, in words.</summary>
    public string Verdict
    {
        get
        {
            var (before, after, name) = (Value(Previous, Metric), Value(Candidate, Metric), MetricNames.Title(Metric));
            if (double.IsNaN(before) || double.IsNaN(after))
                return $"{name} of the {(double.IsNaN(after) ? "new" : "old")} model is not a number.";
            var numbers = string.Create(CultureInfo.InvariantCulture, $"{name} of the old model {before:g5}, of the new one {after:g5}");
            var change = Metric == "accuracy"
                ? string.Create(CultureInfo.InvariantCulture, $"{100 * Math.Abs(after - before):0.0} points")
                : string.Create(CultureInfo.InvariantCulture, $"{100 * Math.Abs((after / before) - 1):0.0} %");
            return before == after ? $"{numbers}: both are equally good." : $"{numbers}: the {(IsPromoted ? "new" : "old")} model is better by {change}.";
        }
    }

    private bool Has(string metric) => Previous.Metrics.ContainsKey(metric) && Candidate.Metrics.ContainsKey(metric);

    private static double Value(EvaluationReport report, string metric) => report.Metrics.TryGetValue(metric, out var value) ? value : double.NaN;
}
