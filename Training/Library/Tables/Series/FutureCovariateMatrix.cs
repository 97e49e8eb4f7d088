namespace MlNetRecurrent.Training;

/// <summary>The future covariates of each row, ordered as in <see cref="CovariateNames"/>: columns, calendar features, lagged targets.</summary>
internal sealed class FutureCovariateMatrix
{
    private readonly List<float[]> _columns;

    /// <exception cref="SequenceDataException">Calendar fields are requested, and the times are not dates.</exception>
    public FutureCovariateMatrix(
        DataColumns columns,
        IReadOnlyList<float[]> targets,
        IReadOnlyList<RowSegment> segments,
        double[]? times,
        bool isCalendar,
        IEnumerable<float[]> futureCovariates)
    {
        if (columns.CalendarFields.Count > 0 && (times is null || !isCalendar))
        {
            var fields = string.Join(", ", columns.CalendarFields.Select(CovariateNames.GetWord));
            throw new SequenceDataException(columns.Time is null
                ? $"Calendar features ({fields}) require a column of dates: specify the time column."
                : $"Calendar features ({fields}) require dates: the times of column '{columns.Time}' are numbers.");
        }

        Names = [.. CovariateNames.FromColumns(columns)];
        _columns = [.. futureCovariates];
        foreach (var field in columns.CalendarFields)
            AddCalendar(field, times!);
        foreach (var lag in columns.Lags)
            _columns.AddRange(targets.Select(target => Lag(target, lag, segments)));
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Returns the values, [rows, columns].</summary>
    public float[] Interleave() => RowMajor.Interleave(_columns.Count, _columns);

    /// <summary>Returns the values a number of rows earlier. The first rows of a series repeat its first value; no window starts there.</summary>
    private static float[] Lag(float[] values, int lag, IReadOnlyList<RowSegment> segments)
    {
        var lagged = new float[values.Length];
        foreach (var segment in segments)
        {
            for (var row = segment.Start; row < segment.End; row++)
                lagged[row] = values[Math.Max(segment.Start, row - lag)];
        }

        return lagged;
    }

    private void AddCalendar(CalendarField field, double[] times)
    {
        var (sines, cosines) = (new float[times.Length], new float[times.Length]);
        for (var row = 0; row < times.Length; row++)
            (sines[row], cosines[row]) = CalendarFeatures.Compute(field, TimeColumn.ToDate(times[row]));
        _columns.AddRange([sines, cosines]);
    }
}
