using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Tells by the text of a connection, or by the first bytes of a file, which database it is.</summary>
/// <remarks>Messages contain no connection but that of a file: it may have a password.</remarks>
internal static class DatabaseConnection
{
    private const string Expected = "expected the path of an SQLite or DuckDB file, a URL such as postgresql://user@host/database, "
        + "or keywords such as Host=host;Database=database;Username=user";

    // DuckDB reads files without a database of its own.
    private const string InMemory = ":memory:";

    /// <summary>Returns the path of the file that a connection names; null if there is no such file.</summary>
    public static string? FindFile(string connection) =>
        connection != DataSource.StandardStream && DataSource.FindFile(connection) is var path && File.Exists(path) ? path : null;

    /// <summary>Creates the table of a query.</summary>
    /// <exception cref="UserInputException">The connection is not one of a known database.</exception>
    public static TableSource Open(string connection, string query)
    {
        if (connection == InMemory)
            return DuckDbTable.FromQuery(connection, query, DataSource.QueryName);
        if (FindFile(connection) is { } path)
            return OpenFile(path, query);
        if (connection.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) || connection.Contains('=', StringComparison.Ordinal))
            return OpenServer(connection, query);
        throw new UserInputException(connection.Contains("://", StringComparison.Ordinal)
            ? $"Option --connection is the URL of another database, {Expected}."
            : $"Option --connection is '{connection}', which {(Directory.Exists(connection) ? "is a folder" : "does not exist")}, {Expected}.");
    }

    private static TableSource OpenFile(string path, string query) => FileSignature.FindDatabase(ReadStart(path)) switch
    {
        DatabaseFile.Sqlite => SqliteTable.FromQuery(path, query, DataSource.QueryName),
        DatabaseFile.DuckDb => DuckDbTable.FromQuery(path, query, DataSource.QueryName),
        _ => throw new UserInputException($"Option --connection is '{path}', which is neither an SQLite nor a DuckDB database, {Expected}."),
    };

    private static TableSource OpenServer(string connection, string query)
    {
        try
        {
            return PostgreSqlTable.FromQuery(connection, query, DataSource.QueryName);
        }
        catch (ArgumentException exception)
        {
            throw new UserInputException($"Option --connection is invalid: {exception.Message}", exception);
        }
    }

    private static byte[] ReadStart(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var start = new byte[FileSignature.Length];
            return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"Option --connection is '{path}', which cannot be read: {exception.Message}", exception);
        }
    }
}
