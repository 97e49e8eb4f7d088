namespace MlNetRecurrent.Training;

/// <summary>The rows of a table in the order of its series, and within a series in the order of their times.</summary>
internal sealed class ProfiledRows
{
    private readonly Func<string, int, int, double[]> _getValues;
    private readonly Func<int, string> _describe;

    /// <summary>Creates the rows.</summary>
    /// <param name="segments">The series.</param>
    /// <param name="getValues">
    /// Returns the numbers of a column from one row to before another, in the order of the series; NaN for missing ones.
    /// </param>
    /// <param name="describe">Describes the place of a row in the table.</param>
    public ProfiledRows(IReadOnlyList<RowSegment> segments, Func<string, int, int, double[]> getValues, Func<int, string> describe) =>
        (Segments, _getValues, _describe) = (segments, getValues, describe);

    /// <summary>The series.</summary>
    public IReadOnlyList<RowSegment> Segments { get; }

    /// <summary>The number of rows.</summary>
    public int Count => Segments.Count == 0 ? 0 : Segments[^1].End;

    /// <summary>The time of each row; null without a time column.</summary>
    public double[]? Times { get; init; }

    /// <summary>Whether times are dates.</summary>
    public bool IsCalendar { get; init; }

    /// <summary>Returns the numbers of a column; NaN for missing ones.</summary>
    public double[] GetValues(string column) => _getValues(column, 0, Count);

    /// <summary>Returns the numbers of a column from one row to before another; NaN for missing ones.</summary>
    public double[] GetValues(string column, int start, int end) => _getValues(column, start, end);

    /// <summary>Returns the numbers of a column by series.</summary>
    public IReadOnlyList<double[]> GetSeries(string column) =>
        [.. Segments.Select(segment => GetValues(column, segment.Start, segment.End))];

    /// <summary>Describes the place of a row, such as <c>line 12</c>.</summary>
    public string Describe(int row) => _describe(row);

    /// <summary>Creates the rows of a frame, which are complete and in order.</summary>
    public static ProfiledRows FromFrame(RowFrame frame)
    {
        var features = GetIndices(frame.FeatureNames);
        var covariates = GetIndices(frame.FutureCovariateNames);
        return new ProfiledRows(frame.Segments, GetValues, row => FormattableString.Invariant($"row {row + 1}"))
        {
            Times = frame.Times,
            IsCalendar = frame.IsCalendar,
        };

        double[] GetValues(string column, int start, int end) => features.TryGetValue(column, out var feature)
            ? Gather(frame.Values, frame.Features, feature, start, end)
            : Gather(frame.FutureCovariates, frame.FutureCovariateNames.Count, covariates[column], start, end);
    }

    private static Dictionary<string, int> GetIndices(IReadOnlyList<string> names) =>
        names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);

    private static double[] Gather(float[] values, int width, int index, int start, int end)
    {
        var gathered = new double[end - start];
        for (var row = start; row < end; row++)
            gathered[row - start] = values[((long)row * width) + index];
        return gathered;
    }
}
