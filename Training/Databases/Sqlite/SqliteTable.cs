using Microsoft.Data.Sqlite;

namespace MlNetRecurrent.Training;

/// <summary>Tables from SQLite databases.</summary>
public static class SqliteTable
{
    /// <summary>Creates a table from the result of a query on a database file, which is opened read-only.</summary>
    /// <remarks>
    /// The query runs once, when the columns or rows are first needed; see <see cref="TableSource.FromQuery"/>. SQLite has no type for dates: texts
    /// such as 2020-01-31 or 2020-01-31 10:30:00 are dates in a time column.
    /// </remarks>
    /// <param name="path">The database file.</param>
    /// <param name="query">The query, such as <c>SELECT date, sales FROM days ORDER BY date</c>.</param>
    /// <param name="name">The name of the table in error messages and reports.</param>
    public static TableSource FromQuery(string path, string query, string name = "the query")
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var connection = new SqliteConnectionStringBuilder
        {
            // A full path, so that none is taken for the URI of a file or for a database in memory.
            DataSource = Path.GetFullPath(path),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        };
        return TableSource.FromQuery(() => Connect(path, connection.ToString()), query, name);
    }

    private static SqliteConnection Connect(string path, string connection) => File.Exists(path)
        ? new SqliteConnection(connection)
        : throw new SequenceDataException($"Database '{path}' does not exist: check the path.");
}
