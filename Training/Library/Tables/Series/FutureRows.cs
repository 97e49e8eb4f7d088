namespace MlNetRecurrent.Training;

/// <summary>The rows behind the last known one that a forecast of covariates known ahead needs.</summary>
internal static class FutureRows
{
    private const double Day = 24 * 3600;

    /// <summary>
    /// Adds rows to the end of each series, at the times that follow; their targets and features are not known. Where columns are known ahead, the data
    /// itself has to have these rows.
    /// </summary>
    /// <param name="frame">The rows.</param>
    /// <param name="count">How many rows to add to each series.</param>
    /// <exception cref="SequenceDataException">
    /// A column is known ahead and a series has too few such rows, or a series is too short to tell how far its rows lie apart.
    /// </exception>
    public static RowFrame Append(RowFrame frame, int count)
    {
        var columns = frame.Columns;
        if (columns.FutureCovariates.Count > 0)
            return Given(frame, count);

        var (features, rows) = (frame.Features, frame.RowCount + (count * frame.Segments.Count));
        var values = new float[rows * features];
        var times = frame.Times is null ? null : new double[rows];
        var segments = new List<RowSegment>();
        foreach (var segment in frame.Segments)
        {
            var start = segments.Count == 0 ? 0 : segments[^1].End;
            segments.Add(new RowSegment(segment.Name, start, segment.Count + count));
            frame.Values.AsSpan(segment.Start * features, segment.Count * features).CopyTo(values.AsSpan(start * features));
            values.AsSpan((start + segment.Count) * features, count * features).Fill(float.NaN);
            if (times is null)
                continue;
            frame.Times.AsSpan(segment.Start, segment.Count).CopyTo(times.AsSpan(start));
            for (var step = 0; step < count; step++)
                times[start + segment.Count + step] = Next(frame, segment, times[start + segment.Count + step - 1]);
        }

        var targets = Enumerable.Range(0, frame.Targets).Select(target => Column(values, features, target)).ToList();
        var known = new FutureCovariateMatrix(columns, targets, segments, times, frame.IsCalendar, []);
        return frame with { Values = values, Times = times, Segments = segments, FutureCovariates = known.Interleave(), Parts = new DataPart[rows] };
    }

    /// <summary>
    /// The rows with no more of those to forecast than a forecast takes: behind them, a window would begin with values that are not known.
    /// </summary>
    public static RowFrame TrimFuture(RowFrame frame, int count) => frame with
    {
        Segments = [.. frame.Segments.Select((segment, index) => segment with { Count = segment.Count - Math.Max(0, Count(frame, index) - count) })],
    };

    private static RowFrame Given(RowFrame frame, int count)
    {
        for (var index = 0; index < frame.Segments.Count; index++)
        {
            if (Count(frame, index) >= count)
                continue;
            var known = frame.Columns.FutureCovariates;
            throw new SequenceDataException(
                $"{frame.Name}: {frame.Segments[index].DisplayName} has {Count(frame, index)} rows behind its last target, expected at least {count}, with the values of {string.Join(", ", known.Select(column => $"'{column}'"))} that are known there: add rows without targets, or make rolling forecasts, which stay inside the table.");
        }

        return TrimFuture(frame, count);
    }

    private static int Count(RowFrame frame, int segment) => frame.FutureRowCounts.Count == 0 ? 0 : frame.FutureRowCounts[segment];

    // Months and their multiples are of unequal length; everything else goes on by the last step.
    private static double Next(RowFrame frame, RowSegment segment, double time)
    {
        if (segment.Count < 2)
            throw new SequenceDataException($"{frame.Name}: {segment.DisplayName} has one row, expected at least two to tell how far rows lie apart.");
        var step = frame.Times![segment.End - 1] - frame.Times[segment.End - 2];
        if (!frame.IsCalendar || step < 28 * Day)
            return time + step;
        var (before, last) = (TimeColumn.ToDate(frame.Times[segment.End - 2]), TimeColumn.ToDate(frame.Times[segment.End - 1]));
        var months = (12 * (last.Year - before.Year)) + last.Month - before.Month;
        return before.AddMonths(months) == last ? TimeColumn.ToDate(time).AddMonths(months).Ticks / (double)TimeSpan.TicksPerSecond : time + step;
    }

    private static float[] Column(float[] values, int features, int column)
    {
        var cells = new float[values.Length / features];
        for (var row = 0; row < cells.Length; row++)
            cells[row] = values[(row * features) + column];
        return cells;
    }
}
