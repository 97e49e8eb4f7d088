namespace MlNetRecurrent.Training;

/// <summary>The times of the rows of a table on the clock of its grid: in UTC if the grid has a time zone.</summary>
internal sealed class GridTimes
{
    private const double Day = 24 * 3600;

    private readonly TimeColumn _cells;
    private readonly LocalClock? _zone;

    private GridTimes(TimeColumn cells, LocalClock? zone) => (_cells, _zone, Values) = (cells, zone, new double[cells.Values.Count]);

    /// <summary>The time of each row of the table.</summary>
    public double[] Values { get; }

    /// <summary>The rows whose local times are skipped when summer time begins.</summary>
    public List<int> Skipped { get; } = [];

    /// <summary>Reads the times.</summary>
    /// <param name="cells">The time column.</param>
    /// <param name="zone">The zone of its local times; null for times without a zone.</param>
    /// <param name="order">The rows of the table, grouped by series, in the order of the table.</param>
    /// <param name="segments">The series.</param>
    public static GridTimes Read(TimeColumn cells, LocalClock? zone, int[] order, IReadOnlyList<RowSegment> segments)
    {
        var times = new GridTimes(cells, zone);
        if (zone is null || cells.AreUtc)
        {
            for (var row = 0; row < times.Values.Length; row++)
                times.Values[row] = cells.Values[row];
            return times;
        }

        foreach (var segment in segments)
            times.ToUtc(order.AsSpan(segment.Start, segment.Count));
        return times;
    }

    // A local time in the hour that is repeated is the later one from the row on at which the hour begins again.
    private void ToUtc(ReadOnlySpan<int> rows)
    {
        // The newest row may come first.
        var isReversed = _cells.Values[rows[^1]] < _cells.Values[rows[0]];
        var (reached, isLater) = (double.NegativeInfinity, false);
        for (var index = 0; index < rows.Length; index++)
        {
            var row = rows[isReversed ? rows.Length - 1 - index : index];
            var local = _cells.Values[row];
            if (_zone!.IsAmbiguous(local))
            {
                isLater = Math.Abs(local - reached) < Day && (isLater || local <= reached);
                reached = local;
            }
            else
            {
                (reached, isLater) = (double.NegativeInfinity, false);
                if (_zone.IsSkipped(local))
                    Skipped.Add(row);
            }

            Values[row] = _zone.ToUtc(local, isLater);
        }
    }
}
