using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>The requested columns of a table, with the line number of each row.</summary>
/// <param name="name">The name of the table in messages.</param>
/// <param name="lines">The line number of each row, counted from 1.</param>
/// <param name="columns">The columns by name.</param>
/// <param name="place">What the line numbers count: the lines of a text, or the rows of another source.</param>
/// <exception cref="SequenceDataException">A column is invalid as a whole.</exception>
internal sealed class DataTable(string name, IReadOnlyList<int> lines, IReadOnlyDictionary<string, CellColumn> columns, string place = DataTable.Line)
{
    /// <summary>The place of a row in a text.</summary>
    public const string Line = "line";

    /// <summary>The place of a row in a source without lines.</summary>
    public const string Row = "row";

    private readonly IReadOnlyDictionary<string, CellColumn> _columns = Complete(name, lines, columns, place);

    /// <summary>The name of the table in messages.</summary>
    public string Name => name;

    /// <summary>The number of rows.</summary>
    public int Rows => lines.Count;

    /// <summary>What the line numbers count: <see cref="Line"/> or <see cref="Row"/>.</summary>
    public string Place => place;

    /// <summary>
    /// Returns the name that a column has in the source, where that depends on the row, as in a table whose series were columns; null if it is always
    /// the same.
    /// </summary>
    public Func<int, string, string>? GetSourceColumn { get; init; }

    /// <summary>A column of any kind.</summary>
    public CellColumn GetColumn(string column) => _columns[column];

    /// <summary>The values of a number column; NaN for missing values.</summary>
    public NumberList GetNumbers(string column) => ((NumberColumn)_columns[column]).Values;

    /// <summary>The values of a text column.</summary>
    public TextColumn GetTexts(string column) => (TextColumn)_columns[column];

    /// <summary>The values of a time column.</summary>
    public TimeColumn GetTimes(string column) => (TimeColumn)_columns[column];

    /// <summary>The number of a row in <see cref="Place"/>, from 1.</summary>
    public int GetLine(int row) => lines[row];

    /// <summary>Describes the position of a row within the table, for messages: <c>line 12</c>.</summary>
    public string DescribeRow(int row) => string.Create(CultureInfo.InvariantCulture, $"{place} {lines[row]}");

    /// <summary>Describes the position of a row, for messages.</summary>
    public string DescribeLocation(int row) => $"{name}, {DescribeRow(row)}";

    /// <summary>Describes the position of a cell, for messages.</summary>
    public string DescribeLocation(int row, string column) => $"{DescribeLocation(row)}, column '{GetSourceColumn?.Invoke(row, column) ?? column}'";

    private static IReadOnlyDictionary<string, CellColumn> Complete(
        string name, IReadOnlyList<int> lines, IReadOnlyDictionary<string, CellColumn> columns, string place)
    {
        foreach (var (column, cells) in columns)
        {
            if (cells.Complete(out var row) is { } problem)
            {
                throw new SequenceDataException(
                    string.Create(CultureInfo.InvariantCulture, $"{name}, {place} {lines[row]}, column '{column}': {problem}"));
            }
        }

        return columns;
    }
}
