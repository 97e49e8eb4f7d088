namespace MlNetRecurrent.Training;

/// <summary>Aggregates the numbers of a column in the cells of a grid, and fills the cells without a number.</summary>
internal static class GridNumbers
{
    /// <summary>Aggregates the numbers of each cell; NaN for a cell without numbers.</summary>
    public static double[] Aggregate(GridCells cells, NumberList values, GridAggregate aggregate)
    {
        var results = new double[cells.Count];
        for (var cell = 0; cell < results.Length; cell++)
            results[cell] = Aggregate(cells.GetRows(cell), values, aggregate);
        return results;
    }

    /// <summary>Fills missing numbers of a series.</summary>
    /// <param name="values">The numbers of the cells of the series; they are changed.</param>
    /// <param name="fill">What the missing ones become.</param>
    public static void Fill(Span<double> values, GridFill fill)
    {
        // The last cell with a number.
        var known = -1;
        for (var cell = 0; cell < values.Length; cell++)
        {
            if (!double.IsNaN(values[cell]))
            {
                if (fill == GridFill.Interpolate && known >= 0)
                    Interpolate(values[known..(cell + 1)]);
                known = cell;
            }
            else if (fill == GridFill.Zero)
                values[cell] = 0;
            else if (fill == GridFill.Carry && known >= 0)
                values[cell] = values[known];
        }
    }

    private static double Aggregate(ReadOnlySpan<int> rows, NumberList values, GridAggregate aggregate)
    {
        var (count, result) = (0, double.NaN);
        foreach (var row in rows)
        {
            if (double.IsNaN(values[row]))
                continue;
            result = count++ == 0 ? values[row] : aggregate switch
            {
                GridAggregate.Mean or GridAggregate.Sum => result + values[row],
                GridAggregate.Last => values[row],
                GridAggregate.First => result,
                GridAggregate.Min => Math.Min(result, values[row]),
                _ => Math.Max(result, values[row]),
            };
        }

        return aggregate == GridAggregate.Mean && count > 1 ? result / count : result;
    }

    private static void Interpolate(Span<double> values)
    {
        var (first, last, steps) = (values[0], values[^1], values.Length - 1);
        for (var step = 1; step < steps; step++)
            values[step] = first + ((last - first) * step / steps);
    }
}
