namespace MlNetRecurrent.Training;

/// <summary>
/// The result of retraining: the scores of the previous and the new model on the held-out rows, and whether the new model was promoted.
/// </summary>
public sealed record RetrainResult
{
    internal RetrainResult(ModelComparison comparison, RowFrame frame) => (Comparison, Frame) = (comparison, frame);

    /// <summary>The card of the new model, whether promoted or not.</summary>
    public required ModelCard Card { get; init; }

    /// <summary>The scores of the previous model.</summary>
    public EvaluationReport Previous => Comparison.Previous;

    /// <summary>The scores of the new model.</summary>
    public EvaluationReport Candidate => Comparison.Candidate;

    /// <summary>The name of the metric that decided the promotion.</summary>
    public string Metric => Comparison.Metric;

    /// <summary>Whether the new model was at least as good and replaced the previous one.</summary>
    public bool IsPromoted => Comparison.IsPromoted;

    /// <summary>A sentence that states which model is better, and by how much.</summary>
    public string Verdict => Comparison.Verdict;

    /// <summary>The file in the history with the previous model; null if it was not replaced.</summary>
    public string? PreviousModelFile { get; init; }

    /// <summary>The number of held-out rows or sequences that were used to train the previous model.</summary>
    public required int TrainingOverlapCount { get; init; }

    /// <summary>The number of held-out rows or sequences.</summary>
    public required int HeldOutCount { get; init; }

    /// <summary>The total duration of the fits.</summary>
    public required TimeSpan TrainingTime { get; init; }

    /// <summary>
    /// Warnings about the table that do not prevent retraining: features without names, holes and irregular steps in its times, and digits
    /// that float32 loses. Usually empty.
    /// </summary>
    public IReadOnlyList<string> Warnings => Frame.Warnings;

    /// <summary>The comparison of both models on the held-out rows.</summary>
    internal ModelComparison Comparison { get; }

    /// <summary>The rows.</summary>
    internal RowFrame Frame { get; }
}
