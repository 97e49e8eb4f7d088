using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>The comparison of two models on the same rows.</summary>
/// <param name="Previous">The scores of the previous model.</param>
/// <param name="Candidate">The scores of the new model.</param>
internal sealed record ModelComparison(EvaluationReport Previous, EvaluationReport Candidate)
{
    /// <summary>
    /// The name of the metric that decides. For forecasts: the pinball loss with quantiles, because it rates the intervals too; MASE with several
    /// targets of different scales, if available; otherwise the mean absolute error. For classes: the accuracy, or the log-loss if accuracies are
    /// equal.
    /// </summary>
    public string Metric => Candidate.Task != RecurrentTask.Forecast
        ? Value(Previous, "accuracy") == Value(Candidate, "accuracy") ? "logLoss" : "accuracy"
        : Has("pinball") ? "pinball"
        : Candidate.MetricsByTarget is not null && Has("mase") ? "mase" : "mae";

    /// <summary>Whether the new model is at least as good. A model without a score is not.</summary>
    public bool IsPromoted => Metric == "accuracy"
        ? Value(Candidate, Metric) >= Value(Previous, Metric)
        : Value(Candidate, Metric) <= Value(Previous, Metric);

    /// <summary>A sentence that states which model is better, and by how much.</summary>
    public string Verdict
    {
        get
        {
            var (before, after, name) = (Value(Previous, Metric), Value(Candidate, Metric), MetricNames.Title(Metric));
            if (double.IsNaN(before) || double.IsNaN(after))
                return $"{name} of the {(double.IsNaN(after) ? "new" : "previous")} model is not a number.";
            var scores = string.Create(CultureInfo.InvariantCulture, $"{name} of the previous model {before:g5}, of the new model {after:g5}");
            var change = Metric == "accuracy"
                ? string.Create(CultureInfo.InvariantCulture, $"{100 * Math.Abs(after - before):0.0} points")
                : string.Create(CultureInfo.InvariantCulture, $"{100 * Math.Abs((after / before) - 1):0.0} %");
            // Nothing is a percentage of 0.
            var amount = before == 0 && Metric != "accuracy" ? "" : $" by {change}";
            return before == after
                ? $"{scores}: both are equally good."
                : $"{scores}: the {(IsPromoted ? "new" : "previous")} model is better{amount}.";
        }
    }

    private bool Has(string metric) => Previous.Metrics.ContainsKey(metric) && Candidate.Metrics.ContainsKey(metric);

    private static double Value(EvaluationReport report, string metric) => report.Metrics.TryGetValue(metric, out var value) ? value : double.NaN;
}
