namespace MlNetRecurrent.Training;

/// <summary>The cells of a column of a query, all of one type.</summary>
/// <typeparam name="T">The type; <see cref="object"/> for values of several types.</typeparam>
internal sealed class QueryCells<T> : IQueryCells
    where T : notnull
{
    private readonly List<T?> _values = [];
    private readonly List<int> _missing = [];

    /// <summary>Creates cells that start with missing ones.</summary>
    public QueryCells(int missing)
    {
        for (var row = 0; row < missing; row++)
            TryAdd(null);
    }

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <summary>Copies cells of any type.</summary>
    public static QueryCells<object> CopyOf(IQueryCells cells)
    {
        var copy = new QueryCells<object>(missing: 0);
        for (var row = 0; row < cells.Count; row++)
            copy.TryAdd(cells.Get(row));
        return copy;
    }

    /// <inheritdoc/>
    public object? Get(int row) => IsMissing(row) ? null : _values[row];

    /// <inheritdoc/>
    public bool TryAdd(object? cell)
    {
        if (cell is not (null or T))
            return false;
        if (cell is null)
            _missing.Add(_values.Count);
        _values.Add(cell is T value ? value : default);
        return true;
    }

    /// <inheritdoc/>
    public string? AddTo(CellColumn column, int row)
    {
        if (IsMissing(row))
            return column.Add([]);
        return _values[row] switch
        {
            long value => column.Add(value),
            double value => double.IsNaN(value) ? column.Add([]) : column.Add(value),
            decimal value => column.AddText(value),
            DateTime value => column.Add(value),
            string value => column.Add(value),
            var value => throw new InvalidOperationException($"Unexpected type {value?.GetType()}."),
        };
    }

    // In the order of the rows.
    private bool IsMissing(int row) => _missing.BinarySearch(row) >= 0;
}
