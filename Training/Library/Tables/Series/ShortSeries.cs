using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Series with fewer rows than a window and the horizon.</summary>
internal static class ShortSeries
{
    // Fewer values say little about the mean and the standard deviation by which a window is normalized.
    private const int MinNormalizedSteps = 8;

    /// <summary>What makes short series part of a fit, at the end of a sentence.</summary>
    public const string Advice = "pad short series (TableTrainingOptions.ShortSeries; on the command line, --short-series pad)";

    /// <summary>Returns the minimum number of rows of a padded window.</summary>
    /// <param name="network">The network.</param>
    /// <param name="window">The number of rows of a complete window.</param>
    public static int GetMinWindow(NetworkDescription network, int window) => Math.Min(
        window, Math.Max(network.MinSteps, network.Normalization == InputNormalization.Window ? MinNormalizedSteps : 1));

    /// <summary>Says which of several series no training window comes from; null if there are none.</summary>
    /// <param name="frame">The rows and their parts.</param>
    /// <param name="shape">The division into training sequences.</param>
    public static string? DescribeUntrained(RowFrame frame, FrameShape shape)
    {
        if (shape.Window is not { } window || frame.Segments.Count == 1)
            return null;
        var untrained = frame.Segments.Where(segment => IsTrainingSeries(segment) && !shape.HasSequence(frame, segment, DataPart.Train)).ToList();
        if (untrained.Count == 0 || untrained.Count == frame.Segments.Count)
            return null;
        var advice = shape.MinWindow is null ? $"use a shorter window, or {Advice}" : "add rows to them, or remove them";
        return $"{frame.Name}: {Count(untrained.Count, frame.Segments.Count)} too few training rows for {shape.DescribeNeeds(frame, window)}, "
            + $"so that the network does not learn from {(untrained.Count == 1 ? "it" : "them")}: "
            + $"{Names([.. untrained.Select(segment => segment with { Count = CountTraining(segment) })])}: {advice}.";

        int CountTraining(RowSegment segment) => frame.Parts.AsSpan(segment.Start, segment.Count).Count(DataPart.Train);

        // A column of the parts may leave whole series to the test on purpose.
        bool IsTrainingSeries(RowSegment segment) =>
            frame.Columns.Split is null || CountTraining(segment) > 0;
    }

    /// <summary>Counts series of all, as the subject of a sentence.</summary>
    public static string Count(int count, int all) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} of {all:N0} series {(count == 1 ? "has" : "have")}");

    /// <summary>Lists the first series and the number of their rows.</summary>
    public static string Names(IReadOnlyList<RowSegment> series) => NameList.Join([.. series.Select(of => string.Create(
        CultureInfo.InvariantCulture, $"{of.DisplayName} ({of.Count:N0} row{(of.Count == 1 ? "" : "s")})"))]);
}
