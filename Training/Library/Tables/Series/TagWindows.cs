namespace MlNetRecurrent.Training;

/// <summary>Overlapping windows that tag each row of a part once, in the window where the row has the most context.</summary>
/// <param name="window">The number of rows in a window; shorter series are one sequence.</param>
/// <param name="stride">The number of rows from one window to the next.</param>
/// <param name="isBidirectional">Whether the rows after a row are context too.</param>
internal sealed class TagWindows(int window, int stride, bool isBidirectional)
{
    /// <summary>Returns the windows of a series. Their rows may precede the part; none follows it.</summary>
    public IEnumerable<RowSequence> Cover(RowFrame frame, RowSegment segment, DataPart part)
    {
        for (var row = segment.Start; row < segment.End; row++)
        {
            if (frame.Parts[row] != part)
                continue;
            var end = row + 1;
            while (end < segment.End && frame.Parts[end] == part)
                end++;
            foreach (var sequence in Cover(segment, row, end))
                yield return sequence;
            row = end;
        }
    }

    private IEnumerable<RowSequence> Cover(RowSegment segment, int first, int end)
    {
        var length = Math.Min(window, end - segment.Start);
        var starts = GetStarts(segment.Start, first, end, length);
        var row = first;
        foreach (var (index, start) in starts.Index())
        {
            // The rows of a window end where the next window has more context for them.
            var last = index == starts.Count - 1 ? end : Math.Min(start + length, GetFirstRow(start, starts[index + 1], length));
            row = Math.Max(row, start);
            if (last <= row)
                continue;
            yield return new RowSequence(start, length, segment) { ContextBefore = row - start, ContextAfter = start + length - last };
            row = last;
        }
    }

    // In ascending order, all windows that overlap the part. The last one ends with the part; the first one is shifted so that it starts no earlier
    // than the series.
    private List<int> GetStarts(int segmentStart, int first, int end, int length)
    {
        var starts = new List<int>();
        for (var start = end - length; ; start -= stride)
        {
            // A stride longer than a window leaves rows out on purpose.
            if (stride <= length)
                start = Math.Max(start, segmentStart);
            if (start < segmentStart || start + length <= first)
                break;
            starts.Add(start);
            if (start == segmentStart)
                break;
        }

        starts.Reverse();
        return starts;
    }

    // The first row that has more context in the next window. With context on both sides: row - next > start + length - 1 - row, the distances to the
    // start of the next window and to the end of this one. With context only before a row: the first row after this window.
    private int GetFirstRow(int start, int next, int length) => isBidirectional ? (start + next + length + 1) / 2 : start + length;
}
