namespace MlNetRecurrent.Training;

/// <summary>One column of a table, filled cell by cell.</summary>
internal abstract class CellColumn
{
    /// <summary>Adds a cell.</summary>
    /// <param name="cell">The text in the file.</param>
    /// <returns>What was expected instead, or null where the cell is well.</returns>
    public abstract string? Add(string cell);

    /// <summary>An empty column of a kind.</summary>
    public static CellColumn Create(ColumnKind kind) => kind switch
    {
        ColumnKind.Number => new NumberColumn(),
        ColumnKind.Text => new TextColumn(),
        _ => new TimeColumn(),
    };

    /// <summary>Whether a cell says that its value is not known.</summary>
    public static bool IsMissing(string cell)
    {
        var text = cell.AsSpan().Trim();
        return text.IsEmpty
            || text.Equals("NA", StringComparison.OrdinalIgnoreCase)
            || text.Equals("NaN", StringComparison.OrdinalIgnoreCase)
            || text.Equals("null", StringComparison.OrdinalIgnoreCase);
    }
}
