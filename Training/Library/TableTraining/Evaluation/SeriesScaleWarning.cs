namespace MlNetRecurrent.Training;

/// <summary>Warns of series that a model with a scale for each series does not know.</summary>
internal static class SeriesScaleWarning
{
    /// <summary>Returns the warnings of a frame, with another one if a series has no scale of its own.</summary>
    public static IReadOnlyList<string> Add(RowFrame frame, NetworkDescription network)
    {
        if (network.Normalization != InputNormalization.Series || !frame.Segments.Any(segment => IsUnknown(frame, segment, network)))
            return frame.Warnings;
        return
        [
            .. frame.Warnings,
            $"{frame.Name}: the unknown values of column '{frame.Columns.Categories[0].Name}' are series without a scale of their own: they are "
            + "scaled like all series together, which suits series of about that size only. Retrain from scratch with their rows, or "
            + $"use normalization {InputNormalization.Window}.",
        ];
    }

    private static bool IsUnknown(RowFrame frame, RowSegment segment, NetworkDescription network) =>
        segment.Count > 0 && frame.Values[(segment.Start * frame.Features) + network.NumericFeatures] == 0;
}
