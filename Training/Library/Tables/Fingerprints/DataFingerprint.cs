using System.Runtime.InteropServices;

namespace MlNetRecurrent.Training;

/// <summary>Fingerprints of the training rows for the model card, and their recognition in other tables.</summary>
internal static class DataFingerprint
{
    // Each hash takes about 10 bytes in the card.
    private const int MaxHashedRowsInTotal = 2048;
    private const int MinHashedRows = 8;
    private const int MaxHashedRows = 128;

    // With thousands of series, names and last times take most of the card, and few hashes per series are left.
    private const int MaxHashedRowsOfManySeries = 1 << 15;
    private const int MinHashedRowsOfManySeries = 2;

    // What a series takes in a card in addition to its name, and what a card may take: less than the 64 million characters that are read.
    private const int SeriesCharacters = 110;
    private const int MaxCharacters = 60_000_000;

    /// <summary>Checks before a fit that the fingerprints of all series fit into a model card.</summary>
    /// <exception cref="SequenceDataException">There are too many series.</exception>
    public static void CheckCount(string name, IReadOnlyList<RowSegment> series)
    {
        if (series.Sum(segment => (long)SeriesCharacters + (segment.Name?.Length ?? 0)) <= MaxCharacters)
            return;
        throw new SequenceDataException(FormattableString.Invariant(
            $"{name} has {series.Count:N0} series, too many for a model file, which lists the last row of each: ")
            + "train on a part of the series; the model forecasts new series, too.");
    }

    /// <summary>Creates the fingerprints of all rows except test rows.</summary>
    /// <param name="frame">The rows, with their parts.</param>
    /// <param name="maseScales">Returns the scale of MASE of each target of a named series; null to leave the scales out.</param>
    public static IReadOnlyList<SeriesFingerprint> FingerprintSeries(
        RowFrame frame, Func<RowSegment, IReadOnlyList<double>>? maseScales = null)
    {
        var minHashes = Math.Clamp(MaxHashedRowsOfManySeries / frame.Segments.Count, MinHashedRowsOfManySeries, MinHashedRows);
        var maxHashes = Math.Clamp(MaxHashedRowsInTotal / frame.Segments.Count, minHashes, MaxHashedRows);
        var fingerprints = new List<SeriesFingerprint>();
        foreach (var segment in frame.Segments)
        {
            var rows = segment.Count;
            while (rows > 0 && frame.Parts[segment.Start + rows - 1] == DataPart.Test)
                rows--;
            if (rows == 0)
                continue;
            var hashes = RowHashes.HashRuns(frame, segment, rows);
            var kept = SelectSmallest(hashes, maxHashes);
            fingerprints.Add(new SeriesFingerprint
            {
                Name = segment.Name,
                RowCount = rows,
                LastTime = frame.Times is null ? null : TimeColumn.Format(frame.Times[segment.Start + rows - 1], frame.IsCalendar),
                HashedRows = [.. kept.Select(row => row + RowHashes.RunLength - 1)],
                Hashes = [.. kept.Select(row => hashes[row])],
                MaseScales = segment.Name is null ? null : maseScales?.Invoke(segment),
            });
        }

        return fingerprints;
    }

    /// <summary>Creates the hashes of all sequences except test sequences.</summary>
    public static string HashSequences(RowFrame frame)
    {
        var hashes = frame.Segments
            .Where(segment => frame.Parts[segment.Start] != DataPart.Test)
            .Select(segment => RowHashes.HashSequence(frame, segment));
        return Text([.. hashes.Order()]);
    }

    /// <summary>Marks the rows used for training as training rows, and all others, also those of new series, as test rows.</summary>
    /// <param name="frame">The frame; its parts are set.</param>
    /// <param name="data">The data summary of the model card.</param>
    /// <returns>A description of the recognized rows; null if there are none.</returns>
    public static string? MarkTrainingRows(RowFrame frame, DataSummary data)
    {
        Array.Fill(frame.Parts, DataPart.Test);
        return data.TrainingSequenceHashes is { } sequences
            ? FindSequenceOverlap(frame, sequences)
            : FindSeriesOverlap(frame, data.TrainingSeries ?? []);
    }

    /// <summary>
    /// Joins the fingerprints of a model whose training continued on new rows with those of the earlier model.
    /// </summary>
    /// <param name="earlier">The data summary of the earlier model.</param>
    /// <param name="frame">The new rows, with their parts.</param>
    /// <param name="later">The data summary of the new rows alone.</param>
    public static DataSummary Join(DataSummary? earlier, RowFrame frame, DataSummary later)
    {
        if (earlier is not null && later.Split is { } split && HasEarlierTestRows(earlier, frame))
            // Test rows of the new training that the earlier model was fitted on are not test rows of the model: do not recognize the table.
            later = later with { Split = split with { TableHash = null, TestRowsHash = null } };
        if (earlier?.TrainingSequenceHashes is { } sequences && later.TrainingSequenceHashes is { } more)
            return later with { TrainingSequenceHashes = Text([.. Hashes(sequences).Union(Hashes(more)).Order()]) };
        if (earlier?.TrainingSeries is not { } series || later.TrainingSeries is null)
            return later;
        var segments = frame.Segments.DistinctBy(segment => segment.Name ?? "").ToDictionary(segment => segment.Name ?? "", StringComparer.Ordinal);
        return later with
        {
            TrainingSeries =
            [
                .. series.Where(before => !AreTrainingRows(frame, segments.GetValueOrDefault(before.Name ?? ""), before)),
                .. later.TrainingSeries,
            ],
        };
    }

    /// <summary>Describes the rows that were used for training, from the parts of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="whole">Whether segments are sequences.</param>
    public static string DescribeTraining(RowFrame frame, bool whole) => whole
        ? DescribeTraining(frame.Segments.Count(segment => frame.Parts[segment.Start] != DataPart.Test), frame.Segments.Count, "sequence")
        : DescribeTraining(frame.Parts.Count(part => part != DataPart.Test), frame.RowCount, "row");

    /// <summary>Returns the series that the model was not trained on: those without training rows.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="data">The data summary of the model card.</param>
    public static IReadOnlyList<RowSegment> FindNewSeries(RowFrame frame, DataSummary? data)
    {
        if (data?.TrainingSeries is not { Count: > 0 } training)
            return [];
        var names = training.Select(series => series.Name).ToHashSet();
        return [.. frame.Segments.Where(segment => segment.Name is not null && !names.Contains(segment.Name))];
    }

    /// <summary>Says that series are new to a model; null if there are none.</summary>
    /// <param name="series">The new series.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="consequence">Returns what is done with them, after "new to the model", given "its" or "their".</param>
    public static string? DescribeNewSeries(
        IReadOnlyList<RowSegment> series, RowFrame frame, Func<string, string> consequence) => series.Count == 0 ? null
        : FormattableString.Invariant($"{series.Count:N0} of {frame.Segments.Count:N0} series {Are(series.Count)} new to the model")
            + $"{consequence(series.Count == 1 ? "its" : "their")}: "
            + $"{NameList.Join([.. series.Select(segment => segment.DisplayName)])}.";

    // The rows of the smallest hashes: the selection depends only on the values, not on where a table starts.
    private static List<int> SelectSmallest(int[] hashes, int count)
    {
        // The largest one first, to be replaced; of equal hashes, the later one.
        var kept = new PriorityQueue<int, (uint Hash, int Row)>(Comparer<(uint, int)>.Create((first, second) => second.CompareTo(first)));
        for (var row = 0; row < hashes.Length; row++)
        {
            var priority = ((uint)hashes[row], row);
            if (kept.Count < count)
                kept.Enqueue(row, priority);
            else
                kept.EnqueueDequeue(row, priority);
        }

        return [.. kept.UnorderedItems.Select(item => item.Element).Order()];
    }

    private static bool HasEarlierTestRows(DataSummary earlier, RowFrame frame)
    {
        var marked = frame with { Parts = new DataPart[frame.RowCount] };
        MarkTrainingRows(marked, earlier);
        return frame.Parts.Zip(marked.Parts).Any(parts => parts is (DataPart.Test, DataPart.Train));
    }

    private static string? FindSeriesOverlap(RowFrame frame, IReadOnlyList<SeriesFingerprint> training)
    {
        var byHash = 0;
        var byTime = 0;
        var pairs = frame.Segments.Join(
            training, segment => segment.Name ?? "", series => series.Name ?? "", (segment, series) => (segment, series));
        foreach (var (segment, series) in pairs)
        {
            var (start, end) = Overlap(frame, segment, series);
            // Fingerprints may overlap: count each row once.
            byHash += frame.Parts.AsSpan(segment.Start + start, end - start).Count(DataPart.Test);
            Array.Fill(frame.Parts, DataPart.Train, segment.Start + start, end - start);
            var last = Time(frame, series.LastTime) ?? double.NegativeInfinity;
            for (var row = segment.Start; row < segment.End && frame.Times?[row] <= last; row++)
            {
                byTime += frame.Parts[row] == DataPart.Test ? 1 : 0;
                frame.Parts[row] = DataPart.Train;
            }
        }

        return (byHash, byTime) switch
        {
            (0, 0) => null,
            (_, 0) => DescribeTraining(byHash, frame.RowCount, "row"),
            (0, _) => $"{Share(byTime, frame.RowCount, "row")} {NotAfter()}, and {Are(byTime)} excluded",
            _ => $"{Share(byHash, frame.RowCount, "row")} {Were(byHash)} used for training, and "
                + FormattableString.Invariant($"{byTime:N0} more {NotAfter()}: all of them are excluded"),
        };

        string NotAfter() => $"{Are(byTime)} not after the last training time, {LastTime()}";

        string? LastTime() => training.MaxBy(series => Time(frame, series.LastTime) ?? double.MinValue)!.LastTime;
    }

    private static string? FindSequenceOverlap(RowFrame frame, string text)
    {
        var hashes = Hashes(text).ToHashSet();
        var found = frame.Segments.Where(segment => hashes.Contains(RowHashes.HashSequence(frame, segment))).ToList();
        foreach (var segment in found)
            Array.Fill(frame.Parts, DataPart.Train, segment.Start, segment.Count);
        return found.Count == 0 ? null : DescribeTraining(found.Count, frame.Segments.Count, "sequence");
    }

    // If most hashes are found at one distance from their original rows, all rows between them are there too.
    private static (int Start, int End) Overlap(RowFrame frame, RowSegment segment, SeriesFingerprint series)
    {
        var rowsByHash = series.HashedRows.Zip(series.Hashes).ToLookup(pair => pair.Second, pair => pair.First);
        var hashes = RowHashes.HashRuns(frame, segment, segment.Count);
        var votes = new Dictionary<int, int>();
        for (var index = 0; index < hashes.Length; index++)
        {
            foreach (var row in rowsByHash[hashes[index]])
                votes[index + RowHashes.RunLength - 1 - row] = votes.GetValueOrDefault(index + RowHashes.RunLength - 1 - row) + 1;
        }

        if (votes.Count == 0)
            return (0, 0);
        var (distance, matches) = votes.MaxBy(vote => vote.Value);
        var expected = series.HashedRows.Count(row => row + distance >= RowHashes.RunLength - 1 && row + distance < segment.Count);
        return 2 * matches >= expected
            ? (Math.Clamp(distance, 0, segment.Count), Math.Clamp(distance + series.RowCount, 0, segment.Count))
            : (0, 0);
    }

    // Whether a frame contains all rows of an earlier fit, and none of them as a test row.
    private static bool AreTrainingRows(RowFrame frame, RowSegment? segment, SeriesFingerprint earlier)
    {
        if (segment is null || segment.Name != earlier.Name)
            return false;
        var (start, end) = Overlap(frame, segment, earlier);
        return end - start == earlier.RowCount && !frame.Parts.AsSpan(segment.Start + start, end - start).Contains(DataPart.Test);
    }

    private static int[] Hashes(string text) => MemoryMarshal.Cast<byte, int>(Convert.FromBase64String(text)).ToArray();

    private static string Text(int[] hashes) => Convert.ToBase64String(MemoryMarshal.AsBytes(hashes.AsSpan()));

    // A time of a card in the units of the frame; null if either has no times, or times of another kind.
    private static double? Time(RowFrame frame, string? text) =>
        frame.Times is null || text is null ? null : TimeNotations.Parse(text, frame.TimeNotation);

    private static string DescribeTraining(int count, int total, string noun) =>
        $"{Share(count, total, noun)} {Were(count)} used for training and {Are(count)} excluded";

    private static string Share(int count, int total, string noun) =>
        FormattableString.Invariant($"{count:N0} of {total:N0} {noun}{(total == 1 ? "" : "s")}");

    private static string Were(int count) => count == 1 ? "was" : "were";

    private static string Are(int count) => count == 1 ? "is" : "are";
}
