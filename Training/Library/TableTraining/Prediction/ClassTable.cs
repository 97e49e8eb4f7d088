using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Predicted classes as a table: one row for each sequence, or for each time step.</summary>
internal static class ClassTable
{
    /// <summary>Classifies every sequence, window or time step.</summary>
    public static PredictionTable Create(FileScorer scorer, RowFrame frame, FrameShape shape, CancellationToken cancellation)
    {
        // Rows that are not split are all in the part Train.
        var sequences = shape.GetSequences(frame, DataPart.Train).ToList();
        if (sequences.Count == 0)
            throw new SequenceDataException(shape.ExplainNone(frame));
        var scores = scorer.Score(frame, sequences, cancellation);
        var labels = scorer.Card.Labels;
        var rows = new List<IReadOnlyList<string>>();
        var offset = 0;
        foreach (var sequence in sequences)
        {
            for (var step = 0; step < (scorer.Card.Network.HasOutputPerStep ? sequence.Length : 1); step++)
            {
                var probabilities = scores.AsSpan(offset, labels.Count).ToArray();
                offset += labels.Count;
                rows.Add(
                [
                    .. GetKeyCells(frame, sequence, scorer.Card.Network.HasOutputPerStep ? sequence.Start + step : sequence.End - 1),
                    labels[Array.IndexOf(probabilities, probabilities.Max())],
                    .. probabilities.Select(probability => probability.ToString("0.######", CultureInfo.InvariantCulture)),
                ]);
            }
        }

        return new PredictionTable([.. GetKeyHeaders(frame), scorer.Card.Columns!.Label!, .. labels.Select(label => $"p({label})")], rows);
    }

    private static IEnumerable<string> GetKeyHeaders(RowFrame frame) =>
        [frame.Columns.Sequence ?? frame.Columns.Series ?? "sequence", frame.Columns.Time ?? "row"];

    private static IEnumerable<string> GetKeyCells(RowFrame frame, RowSequence sequence, int row) =>
    [
        sequence.Segment.Name ?? "1",
        frame.Times is null
            ? (row - sequence.Segment.Start + 1).ToString(CultureInfo.InvariantCulture)
            : TimeColumn.Format(frame.Times[row], frame.IsCalendar),
    ];
}
