using DuckDB.NET.Data;

namespace MlNetRecurrent.Training;

/// <summary>Tables from DuckDB databases.</summary>
public static class DuckDbTable
{
    private const string InMemory = ":memory:";

    /// <summary>Creates a table from the result of a query on a database file, which is opened read-only.</summary>
    /// <remarks>The query runs once, when the columns or rows are first needed; see <see cref="TableSource.FromQuery"/>.</remarks>
    /// <param name="path">The database file; or <c>:memory:</c>, an empty database, for queries on files, such as
    /// <c>SELECT * FROM 'folder/*.parquet' ORDER BY date</c>.</param>
    /// <param name="query">The query, such as <c>SELECT date, sales FROM days ORDER BY date</c>.</param>
    /// <param name="name">The name of the table in error messages and reports.</param>
    public static TableSource FromQuery(string path, string query, string name = "the query")
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path == InMemory)
            return TableSource.FromQuery(() => new DuckDBConnection($"Data Source={InMemory}"), query, name);
        var connection = new DuckDBConnectionStringBuilder
        {
            // A full path, so that no other name is taken for a database in memory or elsewhere.
            DataSource = Path.GetFullPath(path),
            ["access_mode"] = "READ_ONLY",
        };
        return TableSource.FromQuery(() => Connect(path, connection.ConnectionString), query, name);
    }

    private static DuckDBConnection Connect(string path, string connection) => File.Exists(path)
        ? new DuckDBConnection(connection)
        : throw new SequenceDataException($"Database '{path}' does not exist: check the path.");
}
