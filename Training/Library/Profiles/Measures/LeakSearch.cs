namespace MlNetRecurrent.Training;

/// <summary>Finds columns that change as a target does in the same row or later.</summary>
/// <remarks>
/// The changes from row to row are compared, not the values: two columns that rise are correlated without having anything to do with each other. A
/// column that follows the target is no leak, as a lag of it is not.
/// </remarks>
internal static class LeakSearch
{
    /// <summary>The greatest shift that is looked at, in rows.</summary>
    public const int MaxShift = 24;

    private const double MinCorrelation = 0.99;
    private const int MinRows = 20;
    private const int MaxRows = 4000;

    // The products of a search over all columns: a fraction of a second.
    private const double MaxProducts = 4e8;

    // Correlations of shifts that are this close cannot be told apart.
    private const double Tie = 1e-4;

    /// <summary>Searches for leaks.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="columns">The columns that may be leaks.</param>
    public static IReadOnlyList<SuspectedLeak> Search(ProfiledRows rows, IReadOnlyList<string> targets, IReadOnlyList<string> columns)
    {
        var products = (double)targets.Count * columns.Count * ((2 * MaxShift) + 1);
        var segment = rows.Segments.MaxBy(one => one.Count);
        var count = (int)Math.Clamp(MaxProducts / Math.Max(1, products), 200, MaxRows);
        if (segment is null || segment.Count < MinRows || targets.Count == 0)
            return [];
        var start = Math.Max(segment.Start, segment.End - count);
        var changes = targets.Select(target => (Name: target, Values: GetChanges(target))).ToList();
        var leaks = new List<SuspectedLeak>();
        foreach (var column in columns)
        {
            var values = GetChanges(column);
            foreach (var target in changes.Where(target => target.Name != column))
            {
                if (FindShift(values, target.Values) is var (shift, correlation))
                    leaks.Add(new SuspectedLeak(column, target.Name, shift, correlation));
            }
        }

        return leaks;

        double[] GetChanges(string column)
        {
            var values = rows.GetValues(column, start, segment.End);
            var changes = new double[values.Length - 1];
            for (var row = 0; row < changes.Length; row++)
                changes[row] = values[row + 1] - values[row];
            return changes;
        }
    }

    // The shift with the greatest correlation, if it is none into the past.
    private static (int Shift, double Correlation)? FindShift(double[] column, double[] target)
    {
        var max = Math.Min(MaxShift, column.Length - MinRows);
        var (best, greatest) = (0, 0.0);
        foreach (var shift in Enumerable.Range(-max, Math.Max(0, (2 * max) + 1)).OrderBy(Math.Abs).ThenBy(shift => shift))
        {
            var correlation = Correlate(column, target, shift);
            if (Math.Abs(correlation) > Math.Abs(greatest) + Tie)
                (best, greatest) = (shift, correlation);
        }

        return best >= 0 && Math.Abs(greatest) >= MinCorrelation ? (best, greatest) : null;
    }

    // The correlation of the column in each row with the target some rows later, over the rows where both have values.
    private static double Correlate(double[] column, double[] target, int shift)
    {
        var (from, to) = (Math.Max(0, -shift), Math.Min(column.Length, target.Length - shift));
        var (count, sumX, sumY, squaresX, squaresY, products) = (0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (var row = from; row < to; row++)
        {
            var (x, y) = (column[row], target[row + shift]);
            if (!double.IsFinite(x + y))
                continue;
            count++;
            sumX += x;
            sumY += y;
            squaresX += x * x;
            squaresY += y * y;
            products += x * y;
        }

        var (varianceX, varianceY) = (squaresX - (sumX * sumX / count), squaresY - (sumY * sumY / count));
        // What rounding leaves of constants is no variance.
        return count < MinRows || varianceX <= 1e-9 * squaresX || varianceY <= 1e-9 * squaresY
            ? 0
            : (products - (sumX * sumY / count)) / Math.Sqrt(varianceX * varianceY);
    }
}
