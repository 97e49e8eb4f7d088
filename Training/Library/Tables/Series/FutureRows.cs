namespace MlNetRecurrent.Training;

/// <summary>The rows after the last known one that a forecast with future covariates needs.</summary>
internal static class FutureRows
{
    /// <summary>
    /// Adds rows without targets and features to the end of each series, at the times that follow. With columns of future covariates, the data itself
    /// must contain these rows.
    /// </summary>
    /// <param name="frame">The rows.</param>
    /// <param name="count">The number of rows to add to each series.</param>
    /// <exception cref="SequenceDataException">
    /// There are columns of future covariates and a series has too few future rows, or no series has two rows to infer the time step.
    /// </exception>
    public static RowFrame Append(RowFrame frame, int count)
    {
        var columns = frame.Columns;
        if (columns.FutureCovariates.Count > 0)
            return RequireFuture(frame, count);

        var (features, rows) = (frame.Features, frame.RowCount + (count * frame.Segments.Count));
        var values = new float[rows * features];
        var times = frame.Times is null ? null : new double[rows];
        var segments = new List<RowSegment>();
        // The step of a series with one row is that of another.
        var anyStep = new Lazy<TimeStep?>(
            () => frame.Segments.Select(segment => TimeStep.Find(frame, segment)).FirstOrDefault(step => step is not null));
        foreach (var segment in frame.Segments)
        {
            var start = segments.Count == 0 ? 0 : segments[^1].End;
            segments.Add(new RowSegment(segment.Name, start, segment.Count + count));
            frame.Values.AsSpan(segment.Start * features, segment.Count * features).CopyTo(values.AsSpan(start * features));
            values.AsSpan((start + segment.Count) * features, count * features).Fill(float.NaN);
            if (times is null)
                continue;
            frame.Times.AsSpan(segment.Start, segment.Count).CopyTo(times.AsSpan(start));
            GetNextTimes(frame, segment, anyStep, times.AsSpan(start + segment.Count, count));
        }

        var targets = frame.TargetIndices.Select(column => Column(values, features, column)).ToList();
        var covariates = new FutureCovariateMatrix(frame.Name, columns, targets, segments, times, frame.IsCalendar, []);
        return frame with
        {
            Values = values,
            Times = times,
            Segments = segments,
            FutureCovariates = covariates.Interleave(),
            Parts = new DataPart[rows],
        };
    }

    /// <summary>
    /// Limits the rows to forecast to the horizon: after it, a window would start with unknown values.
    /// </summary>
    public static RowFrame TrimFuture(RowFrame frame, int count) => frame with
    {
        Segments =
        [
            .. frame.Segments.Select((segment, index) => segment with { Count = segment.Count - Math.Max(0, Count(frame, index) - count) }),
        ],
    };

    private static RowFrame RequireFuture(RowFrame frame, int count)
    {
        for (var index = 0; index < frame.Segments.Count; index++)
        {
            if (Count(frame, index) >= count)
                continue;
            var columns = string.Join(", ", frame.Columns.FutureCovariates.Select(column => $"'{column}'"));
            throw new SequenceDataException(
                $"{frame.Name}: {frame.Segments[index].DisplayName} has {Count(frame, index)} rows after its last target, "
                + $"expected at least {count} with the future covariates {columns}: "
                + "add rows without targets, or use rolling forecasts, which stay within the table.");
        }

        return TrimFuture(frame, count);
    }

    private static int Count(RowFrame frame, int segment) => frame.FutureRowCounts.Count == 0 ? 0 : frame.FutureRowCounts[segment];

    private static void GetNextTimes(RowFrame frame, RowSegment segment, Lazy<TimeStep?> anyStep, Span<double> next)
    {
        var step = TimeStep.Find(frame, segment) ?? anyStep.Value ?? throw new SequenceDataException(
            $"{frame.Name}: {segment.DisplayName} has one row, expected at least two to infer the time step.");
        var last = frame.Times![segment.End - 1];
        for (var index = 0; index < next.Length; index++)
        {
            next[index] = step.Add(last, index + 1);
            if (double.IsNaN(next[index]))
            {
                throw new SequenceDataException(
                    $"{frame.Name}: {segment.DisplayName} ends at {TimeColumn.Format(last, frame.IsCalendar)}: "
                    + $"the calendar has no date for row {index + 1} after it.");
            }
        }
    }

    private static float[] Column(float[] values, int features, int column)
    {
        var cells = new float[values.Length / features];
        for (var row = 0; row < cells.Length; row++)
            cells[row] = values[(row * features) + column];
        return cells;
    }
}
