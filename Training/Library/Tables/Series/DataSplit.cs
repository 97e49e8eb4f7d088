namespace MlNetRecurrent.Training;

/// <summary>Splits rows into training, validation and test parts, by order and without shuffling.</summary>
internal static class DataSplit
{
    /// <summary>Holds out the last rows of each series, or the last sequences, for testing.</summary>
    /// <param name="frame">The frame; its parts are set.</param>
    /// <param name="fraction">The fraction to hold out, 0 to less than 1. The count is rounded up.</param>
    /// <param name="whole">Whether segments are sequences, which are not divided.</param>
    public static void Test(RowFrame frame, double fraction, bool whole)
    {
        if (whole)
        {
            foreach (var segment in Tail(frame.Segments, fraction))
                Mark(frame, segment.Start, segment.End, DataPart.Test);
            return;
        }

        foreach (var segment in frame.Segments)
            Mark(frame, segment.End - GetCount(segment.Count, fraction), segment.End, DataPart.Test);
    }

    /// <summary>
    /// Holds out the end of the training rows for validation: of each series, of the sequences of each class, or of all sequences without classes.
    /// </summary>
    /// <param name="frame">The frame; its parts are set. Existing validation rows are left unchanged.</param>
    /// <param name="fraction">The fraction to hold out, 0 to less than 1. The count is rounded up.</param>
    /// <param name="whole">Whether segments are sequences, which are not divided.</param>
    public static void Validation(RowFrame frame, double fraction, bool whole)
    {
        if (frame.Parts.Contains(DataPart.Validation))
            return;
        if (whole)
        {
            // Sequences are often sorted by class: the end of all of them would contain only the last classes.
            var byClass = frame.Segments
                .Where(segment => frame.Parts[segment.Start] == DataPart.Train)
                .GroupBy(segment => frame.RowLabels.Length == 0 ? 0 : frame.RowLabels[segment.Start]);
            foreach (var segments in byClass)
            {
                foreach (var segment in Tail([.. segments], fraction))
                    Mark(frame, segment.Start, segment.End, DataPart.Validation);
            }

            return;
        }

        foreach (var segment in frame.Segments)
        {
            var end = segment.Start;
            while (end < segment.End && frame.Parts[end] == DataPart.Train)
                end++;
            Mark(frame, end - GetCount(end - segment.Start, fraction), end, DataPart.Validation);
        }
    }

    private static IEnumerable<RowSegment> Tail(IReadOnlyList<RowSegment> segments, double fraction) =>
        segments.TakeLast(GetCount(segments.Count, fraction));

    // A product slightly above a whole number because of rounding errors must not be rounded up to the next.
    private static int GetCount(int count, double fraction) => (int)Math.Ceiling((count * fraction) - 1e-9);

    private static void Mark(RowFrame frame, int start, int end, DataPart part) => Array.Fill(frame.Parts, part, start, end - start);
}
