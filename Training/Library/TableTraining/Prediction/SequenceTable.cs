
namespace MlNetRecurrent.Training;

/// <summary>The numbers that a model answers to whole sequences: one row for each.</summary>
internal static class SequenceTable
{
    /// <summary>Answers every sequence.</summary>
    public static PredictionTable Create(FileScorer model, RowFrame frame, FrameShape shape, CancellationToken cancellation)
    {
        var sequences = shape.GetSequences(frame, DataPart.Train).ToList();
        var numbers = PredictionCells.Score(model, frame, sequences, cancellation);
        return new PredictionTable(
            [frame.Columns.Sequence!, .. PredictionCells.GetNames(model)],
            [.. sequences.Select((sequence, index) => (IReadOnlyList<string>)[sequence.Segment.Name!, .. numbers(index)])]);
    }
}
