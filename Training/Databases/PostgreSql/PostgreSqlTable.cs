using Npgsql;

namespace MlNetRecurrent.Training;

/// <summary>Tables from PostgreSQL databases.</summary>
public static class PostgreSqlTable
{
    /// <summary>Creates a table from the result of a query.</summary>
    /// <remarks>
    /// The query runs once, when the columns or rows are first needed; see <see cref="TableSource.FromQuery"/>. It may take as long as it takes,
    /// unless the connection has a <c>Command Timeout</c>. A password that the connection does not have is taken from the environment variable
    /// PGPASSWORD or from the user's password file; messages do not contain it.
    /// </remarks>
    /// <param name="connection">
    /// The connection: a URL such as <c>postgresql://user@host:5432/database</c>, or keywords such as
    /// <c>Host=host;Database=database;Username=user</c>.
    /// </param>
    /// <param name="query">The query, such as <c>SELECT date, sales FROM days ORDER BY date</c>.</param>
    /// <param name="name">The name of the table in error messages and reports.</param>
    /// <exception cref="ArgumentException">The connection is neither a URL nor keywords; the message does not contain it.</exception>
    public static TableSource FromQuery(string connection, string query, string name = "the query")
    {
        ArgumentException.ThrowIfNullOrEmpty(connection);
        var text = PostgreSqlConnection.Parse(connection).ConnectionString;
        return TableSource.FromQuery(() => new NpgsqlConnection(text), query, name);
    }
}
