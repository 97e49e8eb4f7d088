namespace MlNetRecurrent.Training;

/// <summary>Decides what each row is for, never shuffling across the cut.</summary>
internal static class DataSplit
{
    /// <summary>Puts the last rows of each series, or the last sequences, aside for testing.</summary>
    /// <param name="frame">The frame; its parts are set.</param>
    /// <param name="fraction">The share to put aside, at least 0 and below 1; rounded up.</param>
    /// <param name="whole">Whether segments are sequences, which are not cut.</param>
    public static void Test(RowFrame frame, double fraction, bool whole)
    {
        if (whole)
        {
            foreach (var segment in Tail(frame.Segments, fraction))
                Mark(frame, segment.Start, segment.End, DataPart.Test);
            return;
        }

        foreach (var segment in frame.Segments)
            Mark(frame, segment.End - Share(segment.Count, fraction), segment.End, DataPart.Test);
    }

    /// <summary>
    /// Takes the tail of what is to be fitted for validation: of each series, of the sequences of each class, or of all sequences without
    /// classes.
    /// </summary>
    /// <param name="frame">The frame; its parts are set. Where it has validation rows already, they stay as they are.</param>
    /// <param name="fraction">The share to take, at least 0 and below 1; rounded up.</param>
    /// <param name="whole">Whether segments are sequences, which are not cut.</param>
    public static void Validation(RowFrame frame, double fraction, bool whole)
    {
        if (frame.Parts.Contains(DataPart.Validation))
            return;
        if (whole)
        {
            // Sequences often stand sorted by class: the tail of all of them would hold the last classes alone.
            foreach (var alike in frame.Segments.Where(segment => frame.Parts[segment.Start] == DataPart.Train).GroupBy(segment => frame.RowLabels.Length == 0 ? 0 : frame.RowLabels[segment.Start]))
            {
                foreach (var segment in Tail([.. alike], fraction))
                    Mark(frame, segment.Start, segment.End, DataPart.Validation);
            }

            return;
        }

        foreach (var segment in frame.Segments)
        {
            var end = segment.Start;
            while (end < segment.End && frame.Parts[end] == DataPart.Train)
                end++;
            Mark(frame, end - Share(end - segment.Start, fraction), end, DataPart.Validation);
        }
    }

    private static IEnumerable<RowSegment> Tail(IReadOnlyList<RowSegment> segments, double fraction) => segments.TakeLast(Share(segments.Count, fraction));

    // 0.2 * 1797 is 359.40000000000003: a hair above a whole number must not round up to the next.
    private static int Share(int count, double fraction) => (int)Math.Ceiling((count * fraction) - 1e-9);

    private static void Mark(RowFrame frame, int start, int end, DataPart part) => Array.Fill(frame.Parts, part, start, end - start);
}
