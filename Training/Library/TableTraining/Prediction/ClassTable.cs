using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Predicted classes as a table: one row for each sequence, or for each time step.</summary>
internal static class ClassTable
{
    /// <summary>Classifies every sequence or window.</summary>
    public static PredictionTable Create(FileScorer model, RowFrame frame, FrameShape shape, CancellationToken cancellation)
    {
        var sequences = shape.GetSequences(frame, DataPart.Train).ToList();
        if (sequences.Count == 0)
            throw new SequenceDataException(shape.ExplainNone(frame, DataPart.Train));
        var scores = model.Score(frame, sequences, cancellation);
        var labels = model.Card.Labels;
        var rows = new List<IReadOnlyList<string>>();
        var next = 0;
        foreach (var sequence in sequences)
        {
            for (var step = 0; step < (model.Card.Network.HasOutputPerStep ? sequence.Length : 1); step++)
            {
                var probabilities = scores.AsSpan(next, labels.Count).ToArray();
                next += labels.Count;
                rows.Add(
                [
                    .. DescribeRow(frame, sequence, model.Card.Network.HasOutputPerStep ? sequence.Start + step : sequence.End - 1),
                    labels[Array.IndexOf(probabilities, probabilities.Max())],
                    .. probabilities.Select(probability => probability.ToString("0.######", CultureInfo.InvariantCulture)),
                ]);
            }
        }

        return new PredictionTable([.. GetRowNames(frame), model.Card.Columns!.Label!, .. labels.Select(label => $"p({label})")], rows);
    }

    private static IEnumerable<string> GetRowNames(RowFrame frame) =>
        [frame.Columns.Sequence ?? frame.Columns.Series ?? "sequence", frame.Columns.Time ?? "row"];

    private static IEnumerable<string> DescribeRow(RowFrame frame, RowSequence sequence, int row) =>
    [
        sequence.Segment.Name ?? "1",
        frame.Times is null
            ? (row - sequence.Segment.Start + 1).ToString(CultureInfo.InvariantCulture)
            : TimeColumn.Format(frame.Times[row], frame.IsCalendar),
    ];
}
