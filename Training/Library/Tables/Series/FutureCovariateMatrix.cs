namespace MlNetRecurrent.Training;

/// <summary>The future covariates of each row, ordered as in <see cref="CovariateNames"/>: columns, features of times, lagged targets.</summary>
internal sealed class FutureCovariateMatrix
{
    private readonly List<float[]> _columns;

    /// <param name="name">The name of the table in messages.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="targets">The values of each target.</param>
    /// <param name="segments">The series.</param>
    /// <param name="times">The time of each row; null without times.</param>
    /// <param name="isCalendar">Whether times are dates.</param>
    /// <param name="futureCovariates">The values of each column of future covariates.</param>
    /// <exception cref="SequenceDataException">
    /// Features of dates are requested, and the times are not dates; or a time is outside the calendar of holidays.
    /// </exception>
    public FutureCovariateMatrix(
        string name,
        DataColumns columns,
        IReadOnlyList<float[]> targets,
        IReadOnlyList<RowSegment> segments,
        double[]? times,
        bool isCalendar,
        IEnumerable<float[]> futureCovariates)
    {
        var features = CreateFeatures(name, columns, times, isCalendar);
        Names = [.. CovariateNames.FromColumns(columns)];
        _columns = [.. futureCovariates];
        AddTimeFeatures(name, features, times, segments);
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

    private static TimeFeatures CreateFeatures(string name, DataColumns columns, double[]? times, bool isCalendar)
    {
        var features = new TimeFeatures(columns);
        if (features.NeedsDates && (times is null || !isCalendar))
        {
            var fields = string.Join(", ", TimeFeatures.GetWords(columns));
            throw new SequenceDataException(columns.Time is null
                ? $"Calendar features ({fields}) require a column of dates: specify the time column."
                : $"Calendar features ({fields}) require dates: the times of column '{columns.Time}' are numbers.");
        }

        if (columns.Seasons?.Step is { } step && !features.NeedsDates && (times is null || isCalendar))
        {
            throw new SequenceDataException(times is null
                ? $"{name}: the seasons of the model have steps of {step} of a time column: specify the time column."
                : $"{name}: the seasons of the model have steps of {step} of times that are numbers, but those of column '{columns.Time}' are "
                    + "dates.");
        }

        return features;
    }

    private void AddTimeFeatures(string name, TimeFeatures features, double[]? times, IReadOnlyList<RowSegment> segments)
    {
        if (features.Count == 0)
            return;
        var rows = segments.Sum(segment => segment.Count);
        var added = Enumerable.Range(0, features.Count).Select(_ => new float[rows]).ToList();
        var values = new float[features.Count];
        foreach (var segment in segments)
        {
            for (var row = segment.Start; row < segment.End; row++)
            {
                if (times is not null && features.FindError(times[row]) is { } error)
                    throw new SequenceDataException($"{name}: {error}: train a model on rows up to this time.");
                features.Compute(times?[row] ?? 0, row - segment.Start, values);
                for (var feature = 0; feature < values.Length; feature++)
                    added[feature][row] = values[feature];
            }
        }

        _columns.AddRange(added);
    }
}
