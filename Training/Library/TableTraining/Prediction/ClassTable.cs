using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Predicted classes as a table: one row for each sequence, or for each time step.</summary>
internal static class ClassTable
{
    /// <summary>Classifies every sequence, window or time step.</summary>
    public static PredictionTable Create(FileScorer scorer, RowFrame frame, FrameShape shape, CancellationToken cancellation)
    {
        // Rows that are not split are all in the part Train.
        var sequences = shape.GetSequences(frame, DataPart.Train);
        if (sequences.Count == 0)
            throw new SequenceDataException(shape.ExplainNone(frame));
        var scores = scorer.Score(frame, sequences, cancellation);
        var (labels, hasTags) = (scorer.Card.Labels, scorer.Card.Network.HasOutputPerStep);
        var times = new PredictionTimes(frame);
        var rows = new List<(int Row, IReadOnlyList<string> Cells)>();
        foreach (var sequence in sequences)
        {
            foreach (var row in hasTags ? sequence.TaggedRows : [sequence.End - 1])
            {
                var probabilities = scores.AsSpan(rows.Count * labels.Count, labels.Count).ToArray();
                rows.Add((row,
                [
                    sequence.Segment.Name ?? "1",
                    times.GetCell(sequence.Segment, row),
                    labels[Array.IndexOf(probabilities, probabilities.Max())],
                    .. probabilities.Select(probability => probability.ToString("0.######", CultureInfo.InvariantCulture)),
                ]));
            }
        }

        var notes = UnscoredRows.Describe(frame, shape, sequences, DataPart.Train).ToList();
        // The rows of a series may be scattered over the table; whole sequences have one row each, in the order of their first rows.
        if (frame.TableRows.Length > 0 && (hasTags || shape.Window is not null))
            rows.Sort((left, right) => frame.TableRows[left.Row].CompareTo(frame.TableRows[right.Row]));
        IReadOnlyList<PredictionColumn> columns =
        [
            (frame.Columns.Sequence ?? frame.Columns.Series) is { } name
                ? new PredictionColumn(name, IsGenerated: false, PredictionKind.Text)
                : new PredictionColumn("sequence", Kind: PredictionKind.Text),
            times.Column,
            new PredictionColumn(scorer.Card.Columns!.Label!, IsGenerated: false, PredictionKind.Text),
            .. labels.Select(label => new PredictionColumn($"p({label})")),
        ];
        return new PredictionTable(PredictionHeader.Create(columns, notes), [.. rows.Select(row => row.Cells)])
        {
            Kinds = [.. columns.Select(column => column.Kind)],
            Notes = notes,
        };
    }
}
