namespace MlNetRecurrent.Training;

/// <summary>What retraining did: the scores of the old and the new model on the rows held out, and which one is in place.</summary>
public sealed record RetrainResult
{
    internal RetrainResult(ModelComparison comparison, RowFrame frame) => (Comparison, Frame) = (comparison, frame);

    /// <summary>The card of the new model, whether or not the model replaced the old one.</summary>
    public required ModelCard Card { get; init; }

    /// <summary>The scores of the old model.</summary>
    public EvaluationReport Previous => Comparison.Previous;

    /// <summary>The scores of the new model.</summary>
    public EvaluationReport Candidate => Comparison.Candidate;

    /// <summary>The name of the metric that decided.</summary>
    public string Metric => Comparison.Metric;

    /// <summary>Whether the new model was at least as good, and replaced the old one.</summary>
    public bool IsPromoted => Comparison.IsPromoted;

    /// <summary>Which model is better and by how much, in words.</summary>
    public string Verdict => Comparison.Verdict;

    /// <summary>The file in the history that keeps the old model; null where it was not replaced.</summary>
    public string? PreviousModelFile { get; init; }

    /// <summary>The number of rows or sequences held out that the old model was fitted on.</summary>
    public required int TrainingOverlap { get; init; }

    /// <summary>The number of rows or sequences held out.</summary>
    public required int HeldOutCount { get; init; }

    /// <summary>How long all fits took.</summary>
    public required TimeSpan TrainingTime { get; init; }

    /// <summary>The old and the new model on the rows held out.</summary>
    internal ModelComparison Comparison { get; }

    /// <summary>The rows.</summary>
    internal RowFrame Frame { get; }
}
