using System.Data.Common;

namespace MlNetRecurrent.Training;

/// <summary>The rows of a query.</summary>
internal sealed class QueryResult
{
    private readonly string _name;
    private readonly List<QueryColumn> _columns;
    private readonly int _rows;

    private QueryResult(string name, List<QueryColumn> columns, int rows) => (_name, _columns, _rows) = (name, columns, rows);

    /// <summary>The names of the columns, in order.</summary>
    public IReadOnlyList<string> Header => [.. _columns.Select(column => column.Name)];

    /// <summary>The columns, in order, with the kinds of their cells.</summary>
    public IReadOnlyList<SourceColumn> Schema => [.. _columns.Select(column => new SourceColumn(column.Name, column.GetKind()))];

    /// <summary>Opens a connection, runs a query, reads all of its rows, and closes the connection.</summary>
    /// <exception cref="SequenceDataException">
    /// The database cannot be opened, the query fails, it returns no columns, no rows or more than one result, or two columns have the same name.
    /// </exception>
    public static QueryResult Run(Func<DbConnection> connect, string query, string name)
    {
        try
        {
            using var connection = connect();
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = query;
            using var reader = command.ExecuteReader();
            var result = Read(reader, name);
            // Otherwise, all results but the first one would be left out in silence.
            return reader.NextResult()
                ? throw new SequenceDataException($"{name} returns more than one result: expected a single SELECT.")
                : result;
        }
        catch (Exception exception) when (QueryErrors.AreOf(exception))
        {
            throw new SequenceDataException($"{name} failed: {QueryErrors.Describe(exception)}", exception);
        }
    }

    /// <summary>Returns the requested columns.</summary>
    /// <exception cref="SequenceDataException">A column is missing or has values that cannot be read, or a cell is invalid.</exception>
    public DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        var places = MissingColumns.Require(_name, Header, kinds.Keys);
        var cells = kinds.ToDictionary(
            entry => entry.Key, entry => Read(entry.Key, _columns[places.Find(entry.Key)], CellColumn.Create(entry.Value)));
        return new DataTable(_name, LineNumbers.CreateRows(_rows), cells, DataTable.Row);
    }

    private static QueryResult Read(DbDataReader reader, string name)
    {
        if (reader.FieldCount == 0)
            throw new SequenceDataException($"{name} returns no columns: expected a SELECT.");
        string[] header = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        NameChecks.CheckHeader(name, header);
        List<QueryColumn> columns = [.. header.Select((column, index) => new QueryColumn(column, reader.GetDataTypeName(index)))];
        var rows = 0;
        for (; reader.Read(); rows = checked(rows + 1))
        {
            foreach (var (index, column) in columns.Index())
                column.Add(GetValue(reader, index, FormattableString.Invariant($"{name}, row {rows + 1L}, column '{column.Name}'")));
        }

        return rows > 0 ? new QueryResult(name, columns, rows) : throw new SequenceDataException($"{name} returns no rows.");
    }

    // A number may be larger than its type in .NET.
    private static object? GetValue(DbDataReader reader, int index, string place)
    {
        try
        {
            return reader.GetValue(index) is var value and not DBNull ? value : null;
        }
        catch (Exception exception) when (exception is InvalidCastException or OverflowException or FormatException or NotSupportedException)
        {
            throw new SequenceDataException(
                $"{place}: a value of the type {reader.GetDataTypeName(index)} cannot be read: {QueryErrors.Describe(exception)} "
                + "Cast it in the query, such as to double precision.",
                exception);
        }
    }

    private CellColumn Read(string name, QueryColumn column, CellColumn cells)
    {
        if (column.Unsupported is { } type)
        {
            throw new SequenceDataException(
                $"{_name}, column '{name}': expected numbers, texts, Booleans or dates, got the type {type}. "
                + "Leave the column out, or cast it in the query.");
        }

        for (var row = 0; row < _rows; row++)
        {
            if (column.AddTo(cells, row) is { } expected)
            {
                var place = FormattableString.Invariant($"{_name}, row {row + 1L}, column '{name}'");
                throw new SequenceDataException($"{place}: expected {expected}, got {CellText.Quote(column.GetText(row))}.");
            }
        }

        return cells;
    }
}
