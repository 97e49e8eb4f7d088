using System.Numerics;

namespace MlNetRecurrent.Training;

/// <summary>A column of a query, in the type of its values.</summary>
/// <remarks>SQLite has a type for each value: where they differ, the column is one of objects.</remarks>
/// <param name="name">The name.</param>
/// <param name="dataType">The type in the database.</param>
internal sealed class QueryColumn(string name, string dataType)
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private IQueryCells? _cells;
    private int _missing;

    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>The type in the database, if its values are neither numbers nor texts nor Booleans nor dates; otherwise null.</summary>
    public string? Unsupported { get; private set; }

    /// <summary>Adds a value.</summary>
    /// <param name="value">The value, or null if it is missing.</param>
    public void Add(object? value)
    {
        if (Unsupported is not null)
            return;
        var cell = value is null ? null : Normalize(value);
        if (value is not null && cell is null)
        {
            (Unsupported, _cells) = (dataType, null);
            return;
        }

        if (cell is null && _cells is null)
        {
            _missing++;
            return;
        }

        _cells ??= Create(cell!, _missing);
        if (!_cells.TryAdd(cell))
        {
            _cells = QueryCells<object>.CopyOf(_cells);
            _cells.TryAdd(cell);
        }
    }

    /// <summary>The kind of the cells; databases without a type for dates have them as texts.</summary>
    public ColumnKind GetKind()
    {
        if (_cells is QueryCells<DateTime>)
            return ColumnKind.Time;
        if (_cells is not (QueryCells<string> or QueryCells<object>))
            return Unsupported is null ? ColumnKind.Number : ColumnKind.Text;
        var guess = new KindGuess();
        for (var row = 0; row < Math.Min(_cells.Count, KindGuess.SampledRows); row++)
            guess.Add(GetText(row));
        return guess.Kind == ColumnKind.Time || _cells is QueryCells<object> ? guess.Kind : ColumnKind.Text;
    }

    /// <summary>Adds a cell to a column of a table.</summary>
    /// <returns>A description of what was expected, or null if the cell is valid.</returns>
    public string? AddTo(CellColumn column, int row) => _cells is null ? column.Add([]) : _cells.AddTo(column, row);

    /// <summary>Returns the text of a cell; empty if it is missing.</summary>
    public string GetText(int row)
    {
        var text = new TextColumn();
        return AddTo(text, row) is null ? text[0] : "";
    }

    private static IQueryCells Create(object cell, int missing) => cell switch
    {
        long => new QueryCells<long>(missing),
        double => new QueryCells<double>(missing),
        decimal => new QueryCells<decimal>(missing),
        DateTime => new QueryCells<DateTime>(missing),
        string => new QueryCells<string>(missing),
        _ => throw new InvalidOperationException($"Unexpected type {cell.GetType()}."),
    };

    private object? Normalize(object value) => value switch
    {
        string text => Intern(text),
        double or decimal or long or DateTime => value,
        bool isTrue => isTrue ? 1L : 0L,
        sbyte or byte or short or ushort or int or uint => Convert.ToInt64(value, null),
        ulong number => number <= long.MaxValue ? (long)number : (decimal)number,
        float number => (double)number,
        BigInteger number => Intern(number.ToString(null, null)),
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        DateTimeOffset date => date.UtcDateTime,
        Guid guid => Intern(guid.ToString()),
        char character => Intern(character.ToString()),
        _ => null,
    };

    // Classes and the names of series repeat.
    private string Intern(string text)
    {
        if (_texts.TryGetValue(text, out var known))
            return known;
        _texts.Add(text, text);
        return text;
    }
}
