using System.Runtime.InteropServices;

namespace MlNetRecurrent.Training;

/// <summary>Notes in a card which rows were fitted, and recognises them in another file.</summary>
internal static class DataFingerprint
{
    // Together some 10 bytes each in the card.
    private const int MaxHashedRowsInTotal = 2048;
    private const int MinHashedRows = 8;
    private const int MaxHashedRows = 128;

    /// <summary>Notes the rows that are not for testing.</summary>
    public static IReadOnlyList<SeriesFingerprint> FingerprintSeries(RowFrame frame)
    {
        var marks = Math.Clamp(MaxHashedRowsInTotal / frame.Segments.Count, MinHashedRows, MaxHashedRows);
        var noted = new List<SeriesFingerprint>();
        foreach (var segment in frame.Segments)
        {
            var rows = segment.Count;
            while (rows > 0 && frame.Parts[segment.Start + rows - 1] == DataPart.Test)
                rows--;
            if (rows == 0)
                continue;
            var hashes = RowHashes.HashRuns(frame, segment, rows);
            // The smallest hashes: which rows they are of depends on the values alone, not on where a file begins.
            var kept = Enumerable.Range(0, hashes.Length).OrderBy(row => (uint)hashes[row]).Take(marks).Order().ToList();
            noted.Add(new SeriesFingerprint
            {
                Name = segment.Name,
                RowCount = rows,
                LastTime = frame.Times is null ? null : TimeColumn.Format(frame.Times[segment.Start + rows - 1], frame.IsCalendar),
                HashedRows = [.. kept.Select(row => row + RowHashes.RunLength - 1)],
                Hashes = [.. kept.Select(row => hashes[row])],
            });
        }

        return noted;
    }

    /// <summary>Notes the sequences that are not for testing.</summary>
    public static string HashSequences(RowFrame frame)
    {
        int[] hashes = [.. frame.Segments.Where(segment => frame.Parts[segment.Start] != DataPart.Test).Select(segment => RowHashes.HashSequence(frame, segment)).Order()];
        return Text(hashes);
    }

    /// <summary>Marks what the model has seen as fitted, and all else as for testing.</summary>
    /// <param name="frame">The frame; its parts are set.</param>
    /// <param name="data">What the model's card says of its data.</param>
    /// <returns>What was recognised, in words; null where nothing was.</returns>
    /// <exception cref="SequenceDataException">A series is not one of those that the model was fitted on.</exception>
    public static string? MarkTrainingRows(RowFrame frame, DataSummary data)
    {
        CheckNames(frame, data.TrainingSeries ?? []);
        return MarkTrainingRowsPerSeries(frame, data);
    }

    /// <summary>
    /// Marks what the model has seen as <see cref="MarkTrainingRows"/> does; a series that it was not fitted on is for testing as a whole.
    /// </summary>
    public static string? MarkTrainingRowsPerSeries(RowFrame frame, DataSummary data)
    {
        Array.Fill(frame.Parts, DataPart.Test);
        return data.TrainingSequenceHashes is { } sequences ? FindSequenceOverlap(frame, sequences) : FindSeriesOverlap(frame, data.TrainingSeries ?? []);
    }

    /// <summary>
    /// What a model has seen that was fitted on one frame after another model, whose weights it began with, was fitted on other rows.
    /// </summary>
    /// <param name="earlier">What the earlier model has seen.</param>
    /// <param name="frame">The frame; its parts say what was fitted of it.</param>
    /// <param name="later">What was noted of the frame alone.</param>
    public static DataSummary Join(DataSummary? earlier, RowFrame frame, DataSummary later)
    {
        if (earlier?.TrainingSequenceHashes is { } sequences && later.TrainingSequenceHashes is { } more)
            return later with { TrainingSequenceHashes = Text([.. Hashes(sequences).Union(Hashes(more)).Order()]) };
        if (earlier?.TrainingSeries is not { } series || later.TrainingSeries is null)
            return later;
        return later with { TrainingSeries = [.. series.Where(fitted => !IsFittedAgain(frame, fitted)), .. later.TrainingSeries] };
    }

    /// <exception cref="SequenceDataException">A series is not one of those that the model was fitted on.</exception>
    public static void CheckNames(RowFrame frame, IReadOnlyList<SeriesFingerprint> fitted)
    {
        foreach (var segment in frame.Segments)
        {
            if (segment.Name is not null && fitted.Count > 0 && fitted.All(series => series.Name != segment.Name))
            {
                throw new SequenceDataException(
                    $"{frame.Name}: series '{segment.Name}' is not one of the {fitted.Count} that the model was fitted on ({Names(fitted)}): leave its rows out, or fit a model with it.");
            }
        }
    }

    private static string Names(IReadOnlyList<SeriesFingerprint> fitted) =>
        string.Join(", ", fitted.Take(5).Select(series => series.Name)) + (fitted.Count > 5 ? ", ..." : "");

    private static string? FindSeriesOverlap(RowFrame frame, IReadOnlyList<SeriesFingerprint> fitted)
    {
        var byHash = 0;
        var byTime = 0;
        foreach (var (segment, series) in frame.Segments.Join(fitted, segment => segment.Name ?? "", series => series.Name ?? "", (segment, series) => (segment, series)))
        {
            var (start, end) = Overlap(frame, segment, series);
            // A row may have been fitted more than once.
            byHash += frame.Parts.AsSpan(segment.Start + start, end - start).Count(DataPart.Test);
            Array.Fill(frame.Parts, DataPart.Train, segment.Start + start, end - start);
            for (var row = segment.Start; row < segment.End && IsUpTo(frame, row, series.LastTime); row++)
            {
                byTime += frame.Parts[row] == DataPart.Test ? 1 : 0;
                frame.Parts[row] = DataPart.Train;
            }
        }

        string?[] parts =
        [
            byHash > 0 ? $"{Rows(byHash)} {Were(byHash)} fitted" : null,
            byTime > 0 ? $"{Rows(byTime)} {(byHash > 0 ? "more " : "")}{(byTime == 1 ? "lies" : "lie")} before the last fitted time, {fitted.MaxBy(series => Time(frame, series.LastTime) ?? double.MinValue)!.LastTime}" : null,
        ];
        return byHash + byTime == 0 ? null : $"{string.Join(", and ", parts.OfType<string>())}: left out of {Rows(frame.RowCount)}";
    }

    private static string? FindSequenceOverlap(RowFrame frame, string noted)
    {
        var hashes = Hashes(noted).ToHashSet();
        var seen = frame.Segments.Where(segment => hashes.Contains(RowHashes.HashSequence(frame, segment))).ToList();
        foreach (var segment in seen)
            Array.Fill(frame.Parts, DataPart.Train, segment.Start, segment.Count);
        return seen.Count == 0 ? null : FormattableString.Invariant($"{seen.Count:N0} sequence{(seen.Count == 1 ? "" : "s")} {Were(seen.Count)} fitted: left out of {frame.Segments.Count:N0}");
    }

    // Where most marks are found at one distance from where they were, the rows between stand there too.
    private static (int Start, int End) Overlap(RowFrame frame, RowSegment segment, SeriesFingerprint series)
    {
        var marks = series.HashedRows.Zip(series.Hashes).ToLookup(mark => mark.Second, mark => mark.First);
        var hashes = RowHashes.HashRuns(frame, segment, segment.Count);
        var votes = new Dictionary<int, int>();
        for (var index = 0; index < hashes.Length; index++)
        {
            foreach (var mark in marks[hashes[index]])
                votes[index + RowHashes.RunLength - 1 - mark] = votes.GetValueOrDefault(index + RowHashes.RunLength - 1 - mark) + 1;
        }

        if (votes.Count == 0)
            return (0, 0);
        var (distance, found) = votes.MaxBy(vote => vote.Value);
        var expected = series.HashedRows.Count(mark => mark + distance >= RowHashes.RunLength - 1 && mark + distance < segment.Count);
        return 2 * found >= expected ? (Math.Clamp(distance, 0, segment.Count), Math.Clamp(distance + series.RowCount, 0, segment.Count)) : (0, 0);
    }

    // Whether all rows of an earlier fit stand in a frame, among those that are fitted.
    private static bool IsFittedAgain(RowFrame frame, SeriesFingerprint fitted)
    {
        if (frame.Segments.FirstOrDefault(segment => segment.Name == fitted.Name) is not { } segment)
            return false;
        var (start, end) = Overlap(frame, segment, fitted);
        return end - start == fitted.RowCount && !frame.Parts.AsSpan(segment.Start + start, end - start).Contains(DataPart.Test);
    }

    private static int[] Hashes(string noted) => MemoryMarshal.Cast<byte, int>(Convert.FromBase64String(noted)).ToArray();

    private static string Text(int[] hashes) => Convert.ToBase64String(MemoryMarshal.AsBytes(hashes.AsSpan()));

    private static bool IsUpTo(RowFrame frame, int row, string? last) => Time(frame, last) is { } time && frame.Times![row] <= time;

    // A time of a card as the frame counts it; null where one has no times, or times of another kind.
    private static double? Time(RowFrame frame, string? text)
    {
        if (frame.Times is null || text is null)
            return null;
        var column = new TimeColumn();
        return column.Add(text) is null && column.IsCalendar == frame.IsCalendar ? column.Values[0] : null;
    }

    private static string Rows(int count) => FormattableString.Invariant($"{count:N0} row{(count == 1 ? "" : "s")}");

    private static string Were(int count) => count == 1 ? "was" : "were";
}
