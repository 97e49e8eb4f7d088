using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Training;

/// <summary>Builds frames from tables: groups and checks the rows, and adds computed features.</summary>
internal static class RowFrameReader
{
    // 128 MiB of values.
    private const int LargeFrame = 1 << 25;

    /// <summary>Returns the columns to read, with their kinds.</summary>
    public static IReadOnlyDictionary<string, ColumnKind> GetColumnKinds(DataColumns columns)
    {
        var kinds = new Dictionary<string, ColumnKind>(StringComparer.Ordinal);
        foreach (var column in columns.Targets.Concat(columns.Features).Concat(columns.FutureCovariates))
            Add(column, ColumnKind.Number);
        foreach (var column in new[] { columns.Series, columns.Sequence, columns.Label, columns.Split, columns.Group })
            Add(column, ColumnKind.Text);
        foreach (var category in columns.Categories)
            Add(category.Name, ColumnKind.Text);
        Add(columns.Time, ColumnKind.Time);
        return kinds;

        void Add(string? column, ColumnKind kind)
        {
            if (column is not null && !kinds.TryAdd(column, kind) && kinds[column] != kind)
                throw new SequenceDataException($"Column '{column}' cannot be both {Word(kinds[column])} and {Word(kind)}: assign it one role.");
        }
    }

    /// <summary>Reads the columns of a table and builds the frame.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The roles of the columns.</param>
    /// <param name="withFuture">
    /// Whether rows without targets at the end of a series are future rows, which hold future covariates.
    /// </param>
    /// <param name="digits">What the rounding of float32 is compared with; null for the columns alone.</param>
    /// <exception cref="SequenceDataException">
    /// A column is missing, rows are out of order, a value is missing, float32 cannot hold the digits of a column, or there are no rows.
    /// </exception>
    public static RowFrame Read(TableSource table, DataColumns columns, bool withFuture = false, DigitRules? digits = null)
    {
        var frame = ReadFrame(table, columns, withFuture, digits);
        // The columns of the table are not needed any more. The memory of LibTorch, which comes next, would not make the collector run.
        if (frame.Values.Length > LargeFrame)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return frame;
    }

    /// <summary>Builds the frame.</summary>
    /// <param name="table">The columns that <see cref="GetColumnKinds"/> returns.</param>
    /// <param name="columns">The roles of the columns.</param>
    /// <param name="withFuture">
    /// Whether rows without targets at the end of a series are future rows, which hold future covariates.
    /// </param>
    /// <param name="digits">What the rounding of float32 is compared with; null for the columns alone.</param>
    /// <exception cref="SequenceDataException">
    /// Rows are out of order, a value is missing, float32 cannot hold the digits of a column, or there are no rows.
    /// </exception>
    public static RowFrame Read(DataTable table, DataColumns columns, bool withFuture = false, DigitRules? digits = null)
    {
        if (table.Rows == 0)
            throw new SequenceDataException($"{table.Name} has no rows: expected at least one after the header.");
        IReadOnlyList<string> notes = [];
        if (columns.Grid is not null)
            (table, notes) = GridTable.Place(table, columns, GetColumnKinds(columns), withFuture);
        foreach (var column in new[] { columns.Series, columns.Sequence, columns.Label }.OfType<string>())
            NameChecks.Check(table, column);
        columns = CategoryReader.FindValues(table, columns);
        var (order, segments) = RowGroups.GroupRows(table, columns.Series ?? columns.Sequence);
        StaticColumns.Check(table, columns, order, segments);
        var times = columns.Time is null ? null : RowTimes.ReadOrdered(table, columns.Time, order, segments);
        var notation = columns.Time is null ? TimeNotation.Number : table.GetTimes(columns.Time).Notation;
        var isCalendar = notation != TimeNotation.Number;
        var numbers = new NumberReader(table, order, segments, columns.ForwardFill);
        var future = withFuture ? numbers.CountTrailingMissing(columns.Targets) : null;
        var targets = columns.Targets.Select(column => numbers.Read(column, future)).ToList();
        // The target of a whole sequence is not one of its features.
        var hasSequenceTargets = columns.Sequence is not null;
        var featureNames = hasSequenceTargets ? columns.Features : columns.SeriesFeatures;
        FrameChecks.CheckSize(table, featureNames.Count + columns.Categories.Count);
        // Each column is copied before the next one is read.
        var buffer = featureNames.Count > 1 ? new float[table.Rows] : null;
        var (targetIndex, featureIndex) = (new NameIndex(columns.Targets), new NameIndex(featureNames));
        var features = featureNames.Select(column => targetIndex.FindExact(column) is >= 0 and var target && !hasSequenceTargets
            ? targets[target]
            : numbers.Read(column, future, buffer));
        var codes = columns.Categories.Select(category => CategoryReader.Read(table, category, order, segments, future));
        columns = TimeColumns.Complete(columns, table.Name, segments, times, isCalendar);
        var covariates = new FutureCovariateMatrix(
            table.Name, columns, targets, segments, times, isCalendar, columns.FutureCovariates.Select(column => numbers.Read(column)));
        var lost = DigitChecks.Check(
            table,
            order,
            segments,
            [.. hasSequenceTargets ? columns.Targets : [], .. featureNames, .. columns.FutureCovariates],
            digits ?? DigitRules.Create(InputNormalization.Standard, columns));
        var labels = columns.Label is null ? null : table.GetTexts(columns.Label);
        var frame = new RowFrame
        {
            Name = table.Name,
            Columns = columns,
            FeatureNames = [.. featureNames, .. columns.Categories.Select(category => category.Name)],
            TargetIndices = hasSequenceTargets ? [] : [.. columns.Targets.Select(featureIndex.FindExact)],
            Values = RowMajor.Interleave(featureNames.Count + columns.Categories.Count, features.Concat(codes)),
            SequenceTargets = hasSequenceTargets ? RowMajor.Interleave(targets.Count, targets) : [],
            FutureCovariateNames = covariates.Names,
            FutureCovariates = covariates.Interleave(),
            Segments = segments,
            TableRows = segments.Count == 1 ? [] : order,
            FutureRowCounts = future ?? [],
            WarmUpRows = columns.Lags.DefaultIfEmpty(0).Max(),
            Labels = labels?.Values ?? [],
            RowLabels = labels is null ? [] : [.. order.Select(row => labels.Codes[row])],
            Groups = columns.Group is null ? [] : SequenceGroups.Read(table, columns.Group, order, columns.StepsPerRow is null ? segments : null),
            Times = times,
            TimeNotation = notation,
            Warnings =
            [
                .. times is null ? [] : columns.Grid is not null ? notes : TimeChecks.Check(table, columns.Time!, order, segments, times),
                .. lost,
                .. CategoryReader.WarnOfUnknown(table, columns),
            ],
            Parts = columns.Split is null ? new DataPart[table.Rows] : SplitColumn.Read(table, columns.Split, order),
        };
        return columns.StepsPerRow is { } steps ? PackedRows.Unfold(frame, steps) : frame;
    }

    // A separate method: as long as one runs, even the values that it does not need any more may stay in memory.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static RowFrame ReadFrame(TableSource table, DataColumns columns, bool withFuture, DigitRules? digits) =>
        Read(table.Read(GetColumnKinds(columns)), columns, withFuture, digits);

    private static string Word(ColumnKind kind) => kind switch
    {
        ColumnKind.Number => "a number",
        ColumnKind.Text => "text",
        _ => "a time",
    };
}
