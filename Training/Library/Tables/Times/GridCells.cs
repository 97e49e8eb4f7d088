namespace MlNetRecurrent.Training;

/// <summary>The cells of a grid, one series after another, with the rows in each.</summary>
internal sealed class GridCells
{
    private readonly int[] _rows;
    private readonly int[] _starts;

    private GridCells(int[] rows, int[] starts, IReadOnlyList<RowSegment> segments, double[] times) =>
        (_rows, _starts, Segments, Times) = (rows, starts, segments, times);

    /// <summary>The series, by their cells.</summary>
    public IReadOnlyList<RowSegment> Segments { get; }

    /// <summary>The time at which each cell begins.</summary>
    public double[] Times { get; }

    /// <summary>The number of cells.</summary>
    public int Count => Times.Length;

    /// <summary>Returns the rows of a cell, in order of their times.</summary>
    public ReadOnlySpan<int> GetRows(int cell) => _rows.AsSpan(_starts[cell].._starts[cell + 1]);

    /// <summary>Returns the last row of a cell; for a cell without rows, that of the cells before it.</summary>
    public int GetLastRow(int cell) => _rows[_starts[cell + 1] - 1];

    /// <summary>Returns the first row after a cell.</summary>
    public int GetNextRow(int cell) => _rows[_starts[cell + 1]];

    /// <summary>Whether a cell has no rows.</summary>
    public bool IsEmpty(int cell) => _starts[cell] == _starts[cell + 1];

    /// <summary>Returns the runs of cells without rows: the first cell, their number, and their series.</summary>
    public IEnumerable<(int First, int Count, RowSegment Segment)> GetHoles()
    {
        foreach (var segment in Segments)
        {
            for (var cell = segment.Start; cell < segment.End; cell++)
            {
                if (!IsEmpty(cell))
                    continue;
                var first = cell;
                while (IsEmpty(cell))
                    cell++;
                yield return (first, cell - first, segment);
            }
        }
    }

    /// <summary>Assigns rows to cells.</summary>
    /// <param name="times">The time of each row of the table, on the clock of the grid.</param>
    /// <param name="order">The rows of the table, grouped by series, in the order of the table. They are sorted by time.</param>
    /// <param name="segments">The series, by their rows.</param>
    /// <param name="clock">The clock of the grid.</param>
    /// <param name="limit">Checks the number of cells of a series, and throws if there are too many.</param>
    public static GridCells Assign(
        double[] times, int[] order, IReadOnlyList<RowSegment> segments, GridClock clock, Action<RowSegment, decimal> limit)
    {
        int[] rows = [.. order];
        var (starts, cellTimes, series) = (new List<int>(), new List<double>(), new List<RowSegment>());
        foreach (var segment in segments)
        {
            // Stable: of rows with one time, the last one of the table is the last one.
            double[] keys = [.. rows.AsSpan(segment.Start, segment.Count).ToArray().Select(row => times[row])];
            int[] positions = [.. Enumerable.Range(0, segment.Count).OrderBy(index => keys[index])];
            int[] sorted = [.. positions.Select(index => order[segment.Start + index])];
            sorted.CopyTo(rows, segment.Start);
            var (first, last) = (clock.GetIndex(times[sorted[0]]), clock.GetIndex(times[sorted[^1]]));
            limit(new RowSegment(segment.Name, segment.Start, segment.Count), (decimal)last - first + 1);
            var cells = (int)(last - first + 1);
            series.Add(new RowSegment(segment.Name, starts.Count, cells));
            var next = 0;
            for (var cell = 0; cell < cells; cell++)
            {
                starts.Add(segment.Start + next);
                cellTimes.Add(clock.GetStart(first + cell));
                while (next < sorted.Length && clock.GetIndex(times[sorted[next]]) <= first + cell)
                    next++;
            }
        }

        starts.Add(rows.Length);
        return new GridCells(rows, [.. starts], series, [.. cellTimes]);
    }
}
