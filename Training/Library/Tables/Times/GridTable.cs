using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Places the rows of a table on a regular grid of times.</summary>
internal sealed class GridTable
{
    private readonly DataTable _table;
    private readonly DataColumns _columns;
    private readonly TimeGrid _grid;
    private readonly GridClock _clock;

    private GridTable(DataTable table, DataColumns columns, GridClock clock) =>
        (_table, _columns, _grid, _clock) = (table, columns, columns.Grid!, clock);

    /// <summary>Returns the table with one row for each cell of the grid, series by series, in order of time.</summary>
    /// <param name="table">The table, with the columns of the grid among <paramref name="kinds"/>.</param>
    /// <param name="columns">The roles of the columns, with a grid and a time column.</param>
    /// <param name="kinds">The kinds of the columns, by name.</param>
    /// <param name="withFuture">Whether cells without targets at the end of a series are future rows, which are not filled.</param>
    /// <returns>The table, and sentences about what was filled and repeated.</returns>
    /// <exception cref="SequenceDataException">
    /// The times do not have the form of the frequency, the time zone is unknown, there are too many cells, or one is empty and must not be.
    /// </exception>
    public static (DataTable Table, IReadOnlyList<string> Notes) Place(
        DataTable table, DataColumns columns, IReadOnlyDictionary<string, ColumnKind> kinds, bool withFuture)
    {
        if (columns.Time is null)
            throw new SequenceDataException($"{table.Name}: a grid of {columns.Grid!.Frequency} requires a column of times: specify it.");
        try
        {
            return new GridTable(table, columns, GridClock.Create(columns.Grid!)).Place(kinds, withFuture);
        }
        catch (ArgumentException exception)
        {
            throw new SequenceDataException($"{table.Name}: {exception.Message}", exception);
        }
    }

    private (DataTable Table, IReadOnlyList<string> Notes) Place(IReadOnlyDictionary<string, ColumnKind> kinds, bool withFuture)
    {
        var (time, cells) = (_columns.Time!, _table.GetTimes(_columns.Time!));
        if (cells.IsCalendar != _clock.Frequency.IsCalendar || (!cells.IsCalendar && _clock.Zone is not null))
        {
            var frequency = _clock.Zone is null || _clock.Frequency.IsCalendar != cells.IsCalendar
                ? $"the frequency '{_grid.Frequency}' is for {(_clock.Frequency.IsCalendar ? "dates" : "numbers")}"
                : $"the time zone '{_grid.TimeZone}' is for dates";
            throw new SequenceDataException(
                $"{_table.Name}, column '{time}': {frequency}, but the times are {(cells.IsCalendar ? "dates" : "numbers")}.");
        }

        var (order, segments) = RowGroups.GroupRows(_table, _columns.Series ?? _columns.Sequence);
        var times = GridTimes.Read(cells, _clock.Zone, order, segments);
        var report = new GridReport(_table, time, _grid, times, order);
        var grid = GridCells.Assign(times.Values, order, segments, _clock, report.CheckCount);
        report.CheckHoles(grid);
        var future = withFuture ? CountFuture(grid) : null;
        var columns = kinds.ToDictionary(entry => entry.Key, entry => entry.Value switch
        {
            ColumnKind.Number => (CellColumn)GetNumbers(grid, entry.Key, future),
            ColumnKind.Text => GetTexts(grid, entry.Key),
            _ => GetTimes(grid, cells.IsCalendar),
        });
        int[] lines = [.. Enumerable.Range(0, grid.Count).Select(cell => _table.GetLine(grid.GetLastRow(cell)))];
        return (new DataTable(_table.Name, lines, columns, _table.Place), report.Describe(grid));
    }

    // The number of cells without any target at the end of each series.
    private int[] CountFuture(GridCells grid)
    {
        var targets = _columns.Targets.Select(target => GridNumbers.Aggregate(grid, _table.GetNumbers(target), GridAggregate.Last)).ToList();
        return
        [
            .. grid.Segments.Select(segment => Enumerable.Range(1, segment.Count)
                .TakeWhile(back => targets.All(target => double.IsNaN(target[segment.End - back])))
                .Count()),
        ];
    }

    private NumberColumn GetNumbers(GridCells grid, string name, int[]? future)
    {
        var isTarget = _columns.Targets.Contains(name);
        // The target of a whole sequence is that of its last row, and a static value is the same in all rows.
        var isLast = (isTarget && _columns.Sequence is not null) || _columns.Static.Contains(name);
        var values = GridNumbers.Aggregate(grid, _table.GetNumbers(name), isLast ? GridAggregate.Last : _grid.Aggregate);
        var isKnown = _columns.FutureCovariates.Contains(name);
        foreach (var (index, segment) in grid.Segments.Index())
        {
            var skipped = isKnown ? 0 : future?[index] ?? 0;
            GridNumbers.Fill(values.AsSpan(segment.Start, segment.Count - skipped), isLast ? GridFill.Carry : _grid.Fill);
        }

        var column = new NumberColumn();
        for (var cell = 0; cell < values.Length; cell++)
        {
            if (column.Add(values[cell]) is { } expected)
            {
                throw new SequenceDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{_table.DescribeLocation(grid.GetLastRow(cell), name)}: expected {expected}, got the aggregate {values[cell]}."));
            }
        }

        return column;
    }

    private TextColumn GetTexts(GridCells grid, string name)
    {
        var (texts, column) = (_table.GetTexts(name), new TextColumn());
        for (var cell = 0; cell < grid.Count; cell++)
            column.Add(texts[grid.GetLastRow(cell)]);
        return column;
    }

    private static TimeColumn GetTimes(GridCells grid, bool isCalendar)
    {
        var column = new TimeColumn(isCalendar ? null : GivenDates.Number);
        foreach (var time in grid.Times)
        {
            _ = isCalendar
                ? column.Add(DateTime.SpecifyKind(TimeColumn.ToDate(time), DateTimeKind.Unspecified))
                : column.Add(time.ToString("R", CultureInfo.InvariantCulture));
        }

        column.Complete(out _);
        return column;
    }
}
