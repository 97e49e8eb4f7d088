namespace MlNetRecurrent.Training;

/// <summary>Predictions for whole sequences as a table: one row for each sequence.</summary>
internal static class SequenceTable
{
    /// <summary>Predicts the targets of every sequence.</summary>
    public static PredictionTable Create(FileScorer model, RowFrame frame, FrameShape shape, CancellationToken cancellation)
    {
        var sequences = shape.GetSequences(frame, DataPart.Train);
        var cells = PredictionCells.Score(model, frame, sequences, cancellation);
        var notes = new List<string>();
        IReadOnlyList<PredictionColumn> columns =
            [new PredictionColumn(frame.Columns.Sequence!, IsGenerated: false, PredictionKind.Text), .. PredictionCells.GetColumns(model)];
        return new PredictionTable(
            PredictionHeader.Create(columns, notes),
            [.. sequences.Select((sequence, index) => (IReadOnlyList<string>)[sequence.Segment.Name!, .. cells(index)])])
        {
            Kinds = [.. columns.Select(column => column.Kind)],
            Notes = notes,
        };
    }
}
