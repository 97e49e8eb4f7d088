using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>The classes that a model answers: one row for each sequence, or for each step.</summary>
internal static class ClassTable
{
    /// <summary>Classifies every sequence or window.</summary>
    public static PredictionTable Create(FileScorer model, RowFrame frame, FrameShape shape, CancellationToken cancellation)
    {
        var sequences = shape.GetSequences(frame, DataPart.Train).ToList();
        if (sequences.Count == 0)
            throw new SequenceDataException(shape.ExplainNone(frame, DataPart.Train));
        var answers = model.Score(frame, sequences, cancellation);
        var labels = model.Card.Labels;
        var rows = new List<IReadOnlyList<string>>();
        var next = 0;
        foreach (var sequence in sequences)
        {
            for (var step = 0; step < (model.Card.Network.HasOutputPerStep ? sequence.Length : 1); step++)
            {
                var chances = answers.AsSpan(next, labels.Count).ToArray();
                next += labels.Count;
                rows.Add(
                [
                    .. Place(frame, sequence, model.Card.Network.HasOutputPerStep ? sequence.Start + step : sequence.End - 1),
                    labels[Array.IndexOf(chances, chances.Max())],
                    .. chances.Select(chance => chance.ToString("0.######", CultureInfo.InvariantCulture)),
                ]);
            }
        }

        return new PredictionTable([.. Places(frame), model.Card.Columns!.Label!, .. labels.Select(label => $"p({label})")], rows);
    }

    private static IEnumerable<string> Places(RowFrame frame) => [frame.Columns.Sequence ?? frame.Columns.Series ?? "sequence", frame.Columns.Time ?? "row"];

    private static IEnumerable<string> Place(RowFrame frame, RowSequence sequence, int row) =>
    [
        sequence.Segment.Name ?? "1",
        frame.Times is null
            ? (row - sequence.Segment.Start + 1).ToString(CultureInfo.InvariantCulture)
            : TimeColumn.Format(frame.Times[row], frame.IsCalendar),
    ];
}
