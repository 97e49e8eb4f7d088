using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Says which rows of a part no sequence scores, and why.</summary>
internal static class UnscoredRows
{
    /// <summary>Returns a sentence for each reason; none if the output covers every row, or if sequences are scored as a whole.</summary>
    /// <param name="frame">The rows.</param>
    /// <param name="shape">The division into sequences.</param>
    /// <param name="sequences">The scored sequences.</param>
    /// <param name="part">The part that was to be scored.</param>
    public static IEnumerable<string> Describe(RowFrame frame, FrameShape shape, IReadOnlyList<RowSequence> sequences, DataPart part)
    {
        if (shape.Window is not { } window)
            return [];
        var scored = new bool[frame.RowCount];
        foreach (var row in sequences.SelectMany(sequence => GetScoredRows(shape, sequence)))
            scored[row] = true;
        var withSequences = sequences.Select(sequence => sequence.Segment.Start).ToHashSet();
        var shortSeries = new List<(RowSegment Segment, int Rows)>();
        var (first, between) = (0, 0);
        // A window ends with the row that it classifies, and before the rows that it forecasts.
        var history = (long)frame.WarmUpRows + (shape.MinWindow ?? window) - (shape.Task == RecurrentTask.Classify ? 1 : 0);
        foreach (var segment in frame.Segments)
        {
            var missing = Enumerable.Range(segment.Start, segment.Count).Where(row => frame.Parts[row] == part && !scored[row]).ToList();
            if (missing.Count > 0 && !withSequences.Contains(segment.Start))
            {
                shortSeries.Add((segment, missing.Count));
                continue;
            }

            var start = shape.TagsEachRow ? 0 : missing.Count(row => row < segment.Start + history);
            first += start;
            between += missing.Count - start;
        }

        return
        [
            .. DescribeShort(shape, window, frame, shortSeries),
            .. DescribeFirst(first, shape.MinWindow ?? window, history),
            .. DescribeBetween(between, window, shape),
        ];
    }

    private static IEnumerable<int> GetScoredRows(FrameShape shape, RowSequence sequence) => shape.Task switch
    {
        RecurrentTask.Tag => sequence.TaggedRows,
        RecurrentTask.Classify => [sequence.End - 1],
        _ => Enumerable.Range(sequence.End, shape.Horizon),
    };

    private static IEnumerable<string> DescribeShort(
        FrameShape shape, int window, RowFrame frame, List<(RowSegment Segment, int Rows)> series)
    {
        if (series.Count == 0)
            yield break;
        var names = NameList.Join([.. series.Select(of => $"{of.Segment.DisplayName} ({CountRows(of.Rows)})")]);
        var rows = series.Sum(of => of.Rows);
        yield return $"{CountRows(rows)} of {Count(series.Count, "series", "series")} {Verb(rows)} not scored, "
            + $"too few for {shape.DescribeNeeds(frame, window)}: {names}.";
    }

    private static IEnumerable<string> DescribeFirst(int rows, int window, long history) => rows == 0 ? [] :
        [string.Create(
            CultureInfo.InvariantCulture,
            $"{CountRows(rows)} {Verb(rows)} not scored: the first {(history == 1 ? "row" : $"{history:N0} rows")} of each series only "
            + $"{(history == 1 ? "starts" : "start")} its first window of {window:N0}.")];

    private static IEnumerable<string> DescribeBetween(int rows, int window, FrameShape shape) => rows == 0 ? [] :
        [string.Create(
            CultureInfo.InvariantCulture,
            $"{CountRows(rows)} {Verb(rows)} not scored: windows of {window:N0} with a stride of {shape.Stride:N0} leave them out.")];

    private static string CountRows(int rows) => Count(rows, "row", "rows");

    private static string Verb(int rows) => rows == 1 ? "is" : "are";

    private static string Count(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");
}
