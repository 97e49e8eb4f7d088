namespace MlNetRecurrent.Training;

/// <summary>Scores a model beside what needs no model.</summary>
internal static class Evaluator
{
    /// <summary>Scores sequences of a frame.</summary>
    /// <exception cref="SequenceDataException">A label is not one of the model's.</exception>
    public static EvaluationReport Run(RowFrame frame, IReadOnlyList<RowStretch> sequences, RecurrentModel model, CancellationToken cancellation) =>
        model.Network.Task == RecurrentTask.Forecast
            ? new ForecastEvaluation(frame, sequences, model.Card).Run(model, cancellation)
            : ClassEvaluation.Run(frame, sequences, model, cancellation);
}
