namespace MlNetRecurrent.Training;

/// <summary>Scores a model on the rows of a table that it has not seen.</summary>
internal static class ModelEvaluation
{
    /// <param name="file">The bytes of the model.</param>
    /// <param name="card">Its card.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="table">The table.</param>
    /// <param name="includeFitted">Whether rows that were fitted are scored too.</param>
    /// <param name="stride">Rows from one scored window to the next; null for the usual.</param>
    /// <param name="cancellation">Ends the scoring between batches.</param>
    public static EvaluationReport Run(
        byte[] file, ModelCard card, string name, TableSource table, bool includeFitted, int? stride, CancellationToken cancellation)
    {
        // What is for testing is decided by what the model has seen, not by the file.
        var shape = ModelDataReader.Shape(card, name, stride);
        var frame = RowFrameReader.Read(table, card.Columns! with { Split = null });
        var seen = DataFingerprint.MarkTrainingRows(frame, card.Data!);
        if (includeFitted)
            Array.Fill(frame.Parts, DataPart.Test);
        var sequences = shape.GetSequences(frame, DataPart.Test).ToList();
        if (sequences.Count == 0)
            throw new SequenceDataException(seen is null
                ? shape.ExplainNone(frame, DataPart.Test)
                : $"{table.Name} has nothing that the model has not seen ({seen}): give newer data, or include the fitted rows.");
        using var scorer = new FileScorer(file, card, name);
        return Evaluator.Run(frame, sequences, scorer, cancellation) with { TrainingOverlap = seen, Frame = frame };
    }
}
