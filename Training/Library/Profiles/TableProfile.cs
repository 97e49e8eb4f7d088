namespace MlNetRecurrent.Training;

/// <summary>
/// What a table is like, before a model is trained on it: its series, times, columns and seasons, and what is wrong with it. A table that cannot be
/// trained on has a profile, too, which says why.
/// </summary>
/// <remarks>Immutable and thread-safe. Places are those of rows in the table, such as <c>line 12</c>.</remarks>
public sealed record TableProfile
{
    // Beyond these, only the first columns are looked at as targets.
    internal const int MaxTargets = 20;

    private const int MaxFrameTargets = 6;
    private const int MaxLeakTargets = 3;

    /// <summary>The name of the table.</summary>
    public required string Name { get; init; }

    /// <summary>The number of rows.</summary>
    public required int RowCount { get; init; }

    /// <summary>The number of columns in the table, including those that were not read.</summary>
    public required int ColumnCount { get; init; }

    /// <summary>The roles of the columns, given or guessed. Without given targets and a label, every number is a possible target.</summary>
    public required DataColumns Roles { get; init; }

    /// <summary>The roles that were guessed, each in a part of a sentence, such as <c>the time is in column 'date'</c>.</summary>
    public IReadOnlyList<string> Guesses { get; init; } = [];

    /// <summary>The number of series or sequences.</summary>
    public int SeriesCount { get; init; }

    /// <summary>The number of rows of the shortest series.</summary>
    public int ShortestSeries { get; init; }

    /// <summary>The number of rows of the longest series.</summary>
    public int LongestSeries { get; init; }

    /// <summary>The times of the rows; null without a time column.</summary>
    public TimeProfile? Time { get; init; }

    /// <summary>The columns that were read, in the order of the table.</summary>
    public IReadOnlyList<ColumnProfile> Columns { get; init; } = [];

    /// <summary>The columns to forecast, 20 at most.</summary>
    public IReadOnlyList<TargetProfile> Targets { get; init; } = [];

    /// <summary>The classes of the label column, most frequent first; empty without a label.</summary>
    public IReadOnlyList<ClassShare> Classes { get; init; } = [];

    /// <summary>The columns that may give away a target.</summary>
    public IReadOnlyList<SuspectedLeak> Leaks { get; init; } = [];

    /// <summary>The number of rows that repeat an earlier row in every column; 0 for sequences without times, whose steps may be alike.</summary>
    public int DuplicateRowCount { get; init; }

    /// <summary>The place of the first of them; null if there is none.</summary>
    public string? FirstDuplicateRow { get; init; }

    /// <summary>The text columns that were not read: those with missing cells, and those beyond the first 20.</summary>
    public IReadOnlyList<string> UnreadColumns { get; init; } = [];

    /// <summary>What is wrong with columns that cannot be read as they are used, with the place of the first invalid cell.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The rows, for charts.</summary>
    internal ProfiledRows Rows { get; init; } = new([], (_, _, _) => [], _ => "");

    /// <summary>Reads a table and describes it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="roles">The roles of columns, as far as they are known; null to guess all of them.</param>
    /// <param name="cancellationToken">Cancels the profile between columns.</param>
    /// <exception cref="SequenceDataException">The table as a whole cannot be read, or has no column of a given name.</exception>
    /// <exception cref="OperationCanceledException">The profile was canceled.</exception>
    public static TableProfile Create(TableSource table, DataColumns? roles = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        var header = table.Columns;
        var (data, kinds, problems) = ProfileReader.Read(table, roles ?? new DataColumns());
        var found = ProfileRoles.Complete(data, kinds, roles ?? new DataColumns());
        var (order, segments) = found.Groups;
        var times = found.Time is { } time ? GetTimes(data, kinds, time) : null;
        var unsorted = times is null ? (Count: 0, First: -1) : SortedRows.Sort(order, segments, times);
        var rows = new ProfiledRows(
            segments,
            (column, start, end) => data.GetNumbers(column) is var numbers ? Array.ConvertAll(order[start..end], row => numbers[row]) : [],
            row => data.DescribeRow(order[row]))
        {
            Times = times is null ? null : Array.ConvertAll(order, row => times[row]),
            IsCalendar = times is not null && kinds[found.Time!] == ColumnKind.Time && data.GetTimes(found.Time!).IsCalendar,
        };
        var columns = new List<ColumnProfile>();
        foreach (var (column, kind) in kinds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            columns.Add(MeasureColumn(column, kind, data, rows));
        }

        string[] numbers = [.. columns.Where(column => column.Type == "number").Select(column => column.Name)];
        var profile = Create(data.Name, rows, found.Columns, numbers, MaxTargets, TimeMeasure.Measure);
        // The steps of a sequence without times may be alike.
        var (duplicates, firstDuplicate) = found.Columns.Sequence is not null && times is null ? (0, -1) : DuplicateRows.Count(data, kinds);
        return profile with
        {
            ColumnCount = header.Count,
            UnreadColumns = [.. header.Except(kinds.Keys, InvisibleText.Comparer)],
            Guesses = found.Guesses,
            Time = profile.Time is null || unsorted.Count == 0 ? profile.Time : profile.Time with
            {
                UnsortedCount = unsorted.Count,
                FirstUnsorted = $"{FormatTime(times![unsorted.First])}, {data.DescribeRow(unsorted.First)}",
            },
            Columns = columns,
            Classes = found.Columns.Label is { } label && kinds.GetValueOrDefault(label) == ColumnKind.Text
                ? ClassCounts.Count(data.GetTexts(label).Values, GetLabels(data.GetTexts(label).Codes))
                : [],
            DuplicateRowCount = duplicates,
            FirstDuplicateRow = firstDuplicate < 0 ? null : data.DescribeRow(firstDuplicate),
            Problems = problems,
        };

        // A sequence has the class of its last row.
        IEnumerable<int> GetLabels(IReadOnlyList<int> codes) =>
            roles?.Sequence is null ? codes : segments.Select(segment => codes[order[segment.End - 1]]);

        string FormatTime(double value) => TimeColumn.Format(value, rows.IsCalendar);
    }

    /// <summary>Describes the rows of a frame, which were read and checked for training: only their targets, times and leaks.</summary>
    internal static TableProfile FromFrame(RowFrame frame)
    {
        var rows = ProfiledRows.FromFrame(frame);
        var isWhole = frame.Columns.Sequence is not null || frame.Columns.StepsPerRow is not null;
        var profile = Create(
            frame.Name,
            rows,
            isWhole ? frame.Columns with { Targets = [] } : frame.Columns,
            [.. frame.FeatureNames, .. frame.Columns.FutureCovariates.Except(frame.FeatureNames)],
            MaxFrameTargets,
            TimeMeasure.Outline);
        var labels = frame.Labels.Count == 0 ? null : isWhole ? frame.Segments.Select(segment => frame.RowLabels[segment.End - 1]) : frame.RowLabels;
        return labels is null ? profile : profile with { Classes = ClassCounts.Count(frame.Labels, labels) };
    }

    private static TableProfile Create(
        string name,
        ProfiledRows rows,
        DataColumns roles,
        string[] numbers,
        int maxTargets,
        Func<ProfiledRows, string, TimeProfile> measureTimes)
    {
        string[] targets = [.. roles.Targets.Where(numbers.Contains).Take(maxTargets)];
        return new TableProfile
        {
            Name = name,
            RowCount = rows.Count,
            ColumnCount = numbers.Length,
            Roles = roles,
            SeriesCount = rows.Segments.Count,
            ShortestSeries = rows.Segments.Count == 0 ? 0 : rows.Segments.Min(segment => segment.Count),
            LongestSeries = rows.Segments.Count == 0 ? 0 : rows.Segments.Max(segment => segment.Count),
            Time = rows.Times is { Length: > 0 } && roles.Time is { } time ? measureTimes(rows, time) : null,
            Targets = rows.Count == 0 || roles.Sequence is not null ? [] : [.. targets.Select(target => TargetMeasure.Measure(rows, target))],
            Leaks = LeakSearch.Search(rows, [.. targets.Take(MaxLeakTargets)], [.. numbers.Except([roles.Time ?? ""])]),
            Rows = rows,
        };
    }

    private static double[] GetTimes(DataTable table, IReadOnlyDictionary<string, ColumnKind> kinds, string column) => kinds[column] switch
    {
        ColumnKind.Time => [.. table.GetTimes(column).Values],
        ColumnKind.Number => [.. table.GetNumbers(column)],
        _ => [.. Enumerable.Range(0, table.Rows).Select(row => (double)row)],
    };

    private static ColumnProfile MeasureColumn(string column, ColumnKind kind, DataTable table, ProfiledRows rows)
    {
        if (kind == ColumnKind.Number)
            return ColumnMeasure.Measure(rows, column);
        if (kind == ColumnKind.Time)
        {
            var times = table.GetTimes(column).Values;
            return new ColumnProfile { Name = column, Type = "time", IsConstant = table.Rows > 1 && times.All(time => time == times[0]) };
        }

        var count = table.GetTexts(column).Values.Count;
        return new ColumnProfile { Name = column, Type = "text", DistinctCount = count, IsConstant = table.Rows > 1 && count == 1 };
    }
}
