namespace MlNetRecurrent.Training;

/// <summary>The cells of a column of a query.</summary>
internal interface IQueryCells
{
    /// <summary>The number of cells.</summary>
    int Count { get; }

    /// <summary>Returns a cell; null if it is missing.</summary>
    object? Get(int row);

    /// <summary>Adds a cell.</summary>
    /// <param name="cell">The value; null if it is missing.</param>
    /// <returns>False if the value has another type than those before.</returns>
    bool TryAdd(object? cell);

    /// <summary>Adds a cell to a column of a table.</summary>
    /// <returns>A description of what was expected, or null if the cell is valid.</returns>
    string? AddTo(CellColumn column, int row);
}
