namespace MlNetRecurrent.Training;

/// <summary>Checks what a grid does to the rows of a table, and describes it with the places of the rows.</summary>
internal sealed class GridReport
{
    // A grid may have this many cells for each row, and some more: a mistyped year gives more.
    private const int MaxCellsPerRow = 100;
    private const int MoreCells = 10_000;

    private const string FillHint = "Say what they become (TimeGrid.Fill; on the command line, --fill interpolate, carry or zero).";

    private readonly DataTable _table;
    private readonly string _column;
    private readonly TimeGrid _grid;
    private readonly GridTimes _times;
    private readonly int[] _order;
    private decimal _count;

    public GridReport(DataTable table, string column, TimeGrid grid, GridTimes times, int[] order) =>
        (_table, _column, _grid, _times, _order) = (table, column, grid, times, order);

    private string Place => $"{_table.Name}, column '{_column}'";

    private bool IsCalendar => _table.GetTimes(_column).IsCalendar;

    /// <summary>Adds the cells of a series to those counted before.</summary>
    /// <exception cref="SequenceDataException">There are too many.</exception>
    public void CheckCount(RowSegment segment, decimal cells)
    {
        _count += cells;
        var max = Math.Min(((long)MaxCellsPerRow * _table.Rows) + MoreCells, Array.MaxLength / 8);
        if (_count <= max)
            return;
        // The rows on the smaller side of the longest gap are probably the mistake.
        int[] rows = [.. _order.AsSpan(segment.Start, segment.Count).ToArray().OrderBy(row => _times.Values[row])];
        var gap = Enumerable.Range(1, rows.Length - 1).MaxBy(index => _times.Values[rows[index]] - _times.Values[rows[index - 1]]);
        var isFirst = gap <= rows.Length - gap;
        var (outlier, neighbor) = isFirst ? (rows[gap - 1], rows[gap]) : (rows[gap], rows[gap - 1]);
        throw new SequenceDataException(
            $"{_table.DescribeLocation(outlier, _column)}: a grid of {_grid.Frequency} that reaches the time {Format(outlier)}{Of(segment)} would "
                + "have "
            + FormattableString.Invariant($"{_count:N0} cells for {_table.Rows:N0} rows, more than the maximum of {max:N0}; ")
            + $"the {(isFirst ? "next" : "previous")} time is {Format(neighbor)}: correct the time, or choose a longer frequency.");
    }

    /// <exception cref="SequenceDataException">A cell without rows must not be.</exception>
    public void CheckHoles(GridCells grid)
    {
        if (_grid.Fill == GridFill.Refuse && DescribeHoles(grid) is { } holes)
            throw new SequenceDataException($"{Place}: the grid of {_grid.Frequency} has {holes}. {FillHint}");
    }

    /// <summary>Describes what was filled, repeated and moved: a sentence for each, none for a table that was regular.</summary>
    public IReadOnlyList<string> Describe(GridCells grid)
    {
        var notes = new List<string>();
        if (DescribeHoles(grid) is { } holes)
            notes.Add($"{Place}: the grid of {_grid.Frequency} has {holes}. They are {DescribeFill()}.");
        if (FindRepeated(grid) is { Count: > 0 } repeated)
        {
            notes.Add(
                $"{Place}: {Count(repeated.Count, "row")} repeat{(repeated.Count == 1 ? "s" : "")} the time of an earlier row, the first in "
                + $"{_table.DescribeRow(repeated[0])}: {Format(repeated[0])}. Rows in one cell become one "
                + $"({_grid.Aggregate.ToString().ToLowerInvariant()}).");
        }

        if (_times.Skipped.Count > 0)
        {
            var row = _times.Skipped[0];
            notes.Add(
                $"{Place}: {Count(_times.Skipped.Count, "time")} {(_times.Skipped.Count == 1 ? "does" : "do")} not exist in {_grid.TimeZone}, where "
                + $"summer time begins, the first in {_table.DescribeRow(row)}: {Format(row)} is read as if the clocks had not been changed yet.");
        }

        return notes;
    }

    private string DescribeFill() => _grid.Fill switch
    {
        GridFill.Interpolate => "interpolated",
        GridFill.Carry => "filled with the values before them",
        _ => "filled with 0",
    };

    private string? DescribeHoles(GridCells grid)
    {
        var holes = grid.GetHoles().ToList();
        if (holes.Count == 0)
            return null;
        var (first, count, segment) = holes.MaxBy(hole => hole.Count);
        var (before, after) = (grid.GetLastRow(first), grid.GetNextRow(first));
        var total = holes.Sum(hole => (long)hole.Count);
        var subject = holes.Count == 1
            ? $"a hole of {Count(count, "cell")} without rows"
            : FormattableString.Invariant($"{holes.Count:N0} holes, with {total:N0} cells without rows in all; the longest has ")
                + Count(count, "cell");
        return $"{subject}: {Format(before)}{Of(segment)} in {_table.DescribeRow(before)} is followed by {Format(after)} in "
            + $"{_table.DescribeRow(after)}";
    }

    private List<int> FindRepeated(GridCells grid)
    {
        var repeated = new List<int>();
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var rows = grid.GetRows(cell);
            for (var index = 1; index < rows.Length; index++)
            {
                if (_times.Values[rows[index]] == _times.Values[rows[index - 1]])
                    repeated.Add(rows[index]);
            }
        }

        repeated.Sort();
        return repeated;
    }

    private static string Of(RowSegment segment) => segment.Name is null ? "" : $" of series {segment.DisplayName}";

    private static string Count(int count, string noun) => FormattableString.Invariant($"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    // The time as in the table.
    private string Format(int row) => TimeColumn.Format(_table.GetTimes(_column).Values[row], IsCalendar);
}
