namespace MlNetRecurrent.Training;

/// <summary>A column of a table, filled cell by cell.</summary>
internal abstract class CellColumn
{
    /// <summary>Adds a cell.</summary>
    /// <param name="cell">The text of the cell.</param>
    /// <returns>A description of what was expected, or null if the cell is valid.</returns>
    public abstract string? Add(ReadOnlySpan<char> cell);

    /// <summary>Creates an empty column of a kind.</summary>
    public static CellColumn Create(ColumnKind kind) => kind switch
    {
        ColumnKind.Number => new NumberColumn(),
        ColumnKind.Text => new TextColumn(),
        _ => new TimeColumn(),
    };

    /// <summary>Whether a cell represents a missing value.</summary>
    public static bool IsMissing(ReadOnlySpan<char> cell)
    {
        var text = cell.Trim();
        return text.IsEmpty
            || text.Equals("NA", StringComparison.OrdinalIgnoreCase)
            || text.Equals("NaN", StringComparison.OrdinalIgnoreCase)
            || text.Equals("null", StringComparison.OrdinalIgnoreCase);
    }
}
