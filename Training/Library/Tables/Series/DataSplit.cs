namespace MlNetRecurrent.Training;

/// <summary>Splits rows into training, validation and test parts, by order and without shuffling.</summary>
internal static class DataSplit
{
    /// <summary>
    /// Holds out the last rows of each series, or the last sequences, for testing: of each class, if stratified; whole groups, if there are any.
    /// </summary>
    /// <param name="frame">The frame; its parts are set.</param>
    /// <param name="fraction">The fraction to hold out, 0 to less than 1. The count is rounded up.</param>
    /// <param name="whole">Whether segments are sequences, which are not divided.</param>
    /// <param name="stratified">
    /// Whether each class keeps its share: at least one sequence is held out of a class that has two, and at least one is left for training.
    /// </param>
    /// <exception cref="SequenceDataException">There is only one group.</exception>
    public static void Test(RowFrame frame, double fraction, bool whole, bool stratified = false)
    {
        if (!whole)
        {
            foreach (var segment in frame.Segments)
                Mark(frame, segment.End - GetCount(segment.Count, fraction), segment.End, DataPart.Test);
            return;
        }

        // The last row has the label of the sequence.
        HoldOut(frame, fraction, DataPart.Test, segment => stratified ? frame.RowLabels[segment.End - 1] : 0, keepOne: stratified);
    }

    /// <summary>
    /// Holds out the end of the training rows for validation: of each series, of the sequences of each class, or of all sequences without classes.
    /// Whole groups, if there are any.
    /// </summary>
    /// <param name="frame">The frame; its parts are set. Existing validation rows are left unchanged.</param>
    /// <param name="fraction">The fraction to hold out, 0 to less than 1. The count is rounded up.</param>
    /// <param name="whole">Whether segments are sequences, which are not divided.</param>
    /// <exception cref="SequenceDataException">There is only one group of training sequences.</exception>
    public static void Validation(RowFrame frame, double fraction, bool whole)
    {
        if (frame.Parts.Contains(DataPart.Validation))
            return;
        if (whole)
        {
            // Sequences are often sorted by class: the end of all of them would contain only the last classes.
            var hasClasses = frame.RowLabels.Length > 0;
            HoldOut(frame, fraction, DataPart.Validation, segment => hasClasses ? frame.RowLabels[segment.Start] : 0, keepOne: hasClasses);
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

    // Marks a share of the training sequences.
    private static void HoldOut(RowFrame frame, double fraction, DataPart part, Func<RowSegment, int> getClass, bool keepOne)
    {
        var sequences = frame.Segments.Index().Where(entry => frame.Parts[entry.Item.Start] == DataPart.Train).ToList();
        IEnumerable<RowSegment> selected;
        if (frame.Groups.Count > 0)
        {
            int[] groups = [.. sequences.Select(entry => frame.Groups[entry.Index])];
            var heldOut = new GroupSplit(groups, [.. sequences.Select(entry => getClass(entry.Item))], fraction).Select();
            if (heldOut.Count == 0 && fraction > 0)
                throw new SequenceDataException(DescribeTooFewGroups(frame, groups.Distinct().Count(), part));
            selected = sequences.Where(entry => heldOut.Contains(frame.Groups[entry.Index])).Select(entry => entry.Item);
        }
        else
            selected = sequences.Select(entry => entry.Item).GroupBy(getClass).SelectMany(one => Tail([.. one], fraction, keepOne));

        foreach (var segment in selected.ToList())
            Mark(frame, segment.Start, segment.End, part);
    }

    private static string DescribeTooFewGroups(RowFrame frame, int count, DataPart part)
    {
        var (name, rows) = part == DataPart.Test ? ("testing", "the sequences") : ("validation", "the sequences that are not test sequences");
        return count < 2
            ? $"{frame.Name}: {rows} are all in one group of column '{frame.Columns.Group}', so that none can be held out for {name}: "
                + "provide more groups, or split without groups."
            : $"{frame.Name}: no group of column '{frame.Columns.Group}' can be held out for {name}, because each has the only sequences of a class: "
                + "provide more groups, or split without groups.";
    }

    private static IEnumerable<RowSegment> Tail(IReadOnlyList<RowSegment> segments, double fraction, bool keepOne)
    {
        var count = GetCount(segments.Count, fraction);
        return segments.TakeLast(keepOne ? Math.Min(count, segments.Count - 1) : count);
    }

    // A product slightly above a whole number because of rounding errors must not be rounded up to the next.
    private static int GetCount(int count, double fraction) => (int)Math.Ceiling((count * fraction) - 1e-9);

    private static void Mark(RowFrame frame, int start, int end, DataPart part) => Array.Fill(frame.Parts, part, start, end - start);
}
