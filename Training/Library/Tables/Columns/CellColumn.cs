using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>A column of a table, filled cell by cell.</summary>
internal abstract class CellColumn
{
    /// <summary>Adds a cell.</summary>
    /// <param name="cell">The text of the cell.</param>
    /// <returns>A description of what was expected, or null if the cell is valid.</returns>
    public abstract string? Add(ReadOnlySpan<char> cell);

    /// <summary>Adds an integer of a table with typed cells. A column of another kind takes its text.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{char})" path="/returns"/>
    public virtual string? Add(long cell) => AddText(cell);

    /// <summary>Adds a number of a table with typed cells. A column of another kind takes its shortest text that round-trips.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{char})" path="/returns"/>
    public virtual string? Add(double cell) => AddText(cell);

    /// <summary>Adds a date of a table with typed cells. A column of another kind takes its ISO text.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{char})" path="/returns"/>
    public virtual string? Add(DateTime cell) =>
        AddText(cell, cell.TimeOfDay == TimeSpan.Zero && cell.Kind != DateTimeKind.Utc ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK");

    /// <summary>Adds the invariant text of a cell.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{char})" path="/returns"/>
    public string? AddText<T>(T cell, string? format = null)
        where T : ISpanFormattable
    {
        Span<char> text = stackalloc char[64];
        return cell.TryFormat(text, out var length, format, CultureInfo.InvariantCulture)
            ? Add(text[..length])
            : Add(cell.ToString(format, CultureInfo.InvariantCulture));
    }

    /// <summary>Adds cells of another column of the same kind.</summary>
    /// <param name="source">The other column.</param>
    /// <param name="start">The row of the first cell.</param>
    /// <param name="count">The number of cells.</param>
    public abstract void AddRange(CellColumn source, int start, int count);

    /// <summary>Ends the column: what depends on all cells is decided.</summary>
    /// <param name="row">Receives the row, counted from 0, that shows what is wrong.</param>
    /// <returns>A sentence that says what is wrong with the column as a whole, or null if it is valid.</returns>
    public virtual string? Complete(out int row)
    {
        row = 0;
        return null;
    }

    /// <summary>Creates an empty column of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="dateFormat">The format of times, see <see cref="TableReadOptions.DateFormat"/>; null to find it in the cells.</param>
    public static CellColumn Create(ColumnKind kind, string? dateFormat = null) => kind switch
    {
        ColumnKind.Number => new NumberColumn(),
        ColumnKind.Text => new TextColumn(),
        _ => new TimeColumn(dateFormat),
    };

    /// <summary>Whether a cell represents a missing value.</summary>
    public static bool IsMissing(ReadOnlySpan<char> cell)
    {
        var text = cell.Trim();
        return text.IsEmpty
            || text.Equals("NA", StringComparison.OrdinalIgnoreCase)
            || text.Equals("NaN", StringComparison.OrdinalIgnoreCase)
            || text.Equals("null", StringComparison.OrdinalIgnoreCase)
            // The text format of COPY in PostgreSQL.
            || text is @"\N";
    }
}
