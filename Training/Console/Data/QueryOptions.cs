using System.CommandLine;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options that take the rows from a query on a database instead of a file.</summary>
internal sealed class QueryOptions
{
    private readonly Option<string?> _query = new("--query")
    {
        Description = "An SQL query instead of a file, on the database of --connection, such as \"SELECT date, sales FROM days ORDER BY date\". "
            + "It runs once.",
    };

    private readonly Option<string?> _connection = new("--connection")
    {
        Description = "The database of --query: the path of an SQLite or DuckDB file, which is opened read-only; "
            + ":memory: for DuckDB without a file, to query files, such as \"SELECT * FROM 'folder/*.parquet' ORDER BY date\"; "
            + "or for PostgreSQL a URL such as postgresql://user@host/database, or keywords such as \"Host=host;Database=database;Username=user\". "
            + "Leave the password to the environment variable PGPASSWORD or to the password file of PostgreSQL.",
        Validators = { PathText.Validate },
    };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [_query, _connection];

    /// <summary>The option of the query.</summary>
    public Option Query => _query;

    /// <summary>Returns the path of the database, if it is a file; otherwise null.</summary>
    public string? FindFile(ParseResult parsed) =>
        parsed.GetValue(_connection) is { } connection && DatabaseConnection.FindFile(connection) is { } path ? path : null;

    /// <summary>Returns the table of the query; null without one.</summary>
    /// <exception cref="UserInputException">One of the options requires the other, or the connection is invalid.</exception>
    public TableSource? Read(ParseResult parsed) => (parsed.GetValue(_query), parsed.GetValue(_connection)) switch
    {
        (null, null) => null,
        (null, _) => throw new UserInputException($"Option {_connection.Name} requires {_query.Name}: specify what to select."),
        (_, null) => throw new UserInputException(
            $"Option {_query.Name} requires {_connection.Name}: specify an SQLite or DuckDB file, or a connection to PostgreSQL."),
        ({ } query, _) when string.IsNullOrWhiteSpace(query) => throw new UserInputException($"Option {_query.Name} is empty, expected a query."),
        ({ } query, { } connection) => DatabaseConnection.Open(connection, query),
    };
}
