namespace MlNetRecurrent.Training;

/// <summary>Scores a model and the baselines on the same rows.</summary>
internal static class Evaluator
{
    /// <summary>Scores the test sequences of a frame.</summary>
    /// <param name="frame">The data.</param>
    /// <param name="shape">The division into sequences.</param>
    /// <param name="sequences">The sequences to score.</param>
    /// <param name="model">The model.</param>
    /// <param name="cancellation">Cancels the scoring between batches.</param>
    /// <exception cref="SequenceDataException">A label is not a class of the model.</exception>
    public static EvaluationReport Run(
        RowFrame frame, FrameShape shape, IReadOnlyList<RowSequence> sequences, FileScorer model, CancellationToken cancellation)
    {
        var report = model.Card.Network.Task == RecurrentTask.Forecast
            ? new ForecastEvaluation(frame, sequences, model.Card).Run(model, cancellation)
            : ClassEvaluation.Run(frame, sequences, model, cancellation);
        return report with { Notes = [.. report.Notes, .. UnscoredRows.Describe(frame, shape, sequences, DataPart.Test)] };
    }
}
