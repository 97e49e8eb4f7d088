namespace MlNetRecurrent.Training;

/// <summary>Scores a model beside what needs no model.</summary>
internal static class Evaluator
{
    /// <summary>Scores sequences of a frame.</summary>
    /// <param name="frame">The data.</param>
    /// <param name="sequences">The sequences to score.</param>
    /// <param name="model">The model.</param>
    /// <param name="cancellation">Ends the scoring between batches.</param>
    /// <exception cref="SequenceDataException">A label is not one of the model's.</exception>
    public static EvaluationReport Run(RowFrame frame, IReadOnlyList<RowSequence> sequences, FileScorer model, CancellationToken cancellation) =>
        model.Card.Network.Task == RecurrentTask.Forecast
            ? new ForecastEvaluation(frame, sequences, model.Card).Run(model, cancellation)
            : ClassEvaluation.Run(frame, sequences, model, cancellation);
}
