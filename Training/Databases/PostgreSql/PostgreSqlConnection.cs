using System.Globalization;
using Npgsql;

namespace MlNetRecurrent.Training;

/// <summary>Reads the text of a connection: a URL as PostgreSQL's own programs take it, or the keywords of Npgsql.</summary>
/// <remarks>Messages contain no value, because it may be a password.</remarks>
internal static class PostgreSqlConnection
{
    private const string Expected = "expected a URL such as postgresql://user@host:5432/database, "
        + "or keywords such as Host=host;Database=database;Username=user";

    private static readonly Dictionary<string, string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["host"] = "Host",
        ["port"] = "Port",
        ["user"] = "Username",
        ["password"] = "Password",
        ["dbname"] = "Database",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["passfile"] = "Passfile",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["options"] = "Options",
    };

    /// <summary>Reads a connection.</summary>
    /// <exception cref="ArgumentException">The text is neither a URL nor keywords.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        var isUrl = text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase);
        var connection = isUrl ? ParseUrl(text) : ParseKeywords(text);
        // For one query.
        connection.Pooling = false;
        // 0: no limit.
        connection.CommandTimeout = connection.ContainsKey("Command Timeout") ? connection.CommandTimeout : 0;
        return connection;
    }

    private static NpgsqlConnectionStringBuilder ParseKeywords(string text)
    {
        var connection = new NpgsqlConnectionStringBuilder();
        try
        {
            connection.ConnectionString = text;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or NotSupportedException)
        {
            throw new ArgumentException($"The connection to PostgreSQL is invalid ({Describe(exception)}), {Expected}.", exception);
        }

        if (connection.Host is null || connection.Host.Contains('='))
        {
            throw new ArgumentException(
                $"The connection to PostgreSQL {(connection.Host is null ? "has no host" : "separates its keywords by spaces")}, {Expected}.");
        }

        return connection;
    }

    private static NpgsqlConnectionStringBuilder ParseUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            throw new ArgumentException(
                $"The connection to PostgreSQL is not a valid URL (characters such as @ in a password are written as %40), {Expected}.");
        }

        var connection = new NpgsqlConnectionStringBuilder();
        if (url.Host.Length > 0)
            connection.Host = url.Host.Trim('[', ']');
        if (url.Port > 0)
            connection.Port = url.Port;
        if (url.AbsolutePath.Trim('/') is { Length: > 0 } database)
            connection.Database = Uri.UnescapeDataString(database);
        var user = url.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
            connection.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1)
            connection.Password = Uri.UnescapeDataString(user[1]);
        foreach (var parameter in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            Set(connection, parameter.Split('=', 2));
        return connection.Host is not null
            ? connection
            : throw new ArgumentException($"The connection to PostgreSQL has no host, {Expected}.");
    }

    private static void Set(NpgsqlConnectionStringBuilder connection, string[] parameter)
    {
        if (!Keywords.TryGetValue(parameter[0], out var keyword) || parameter.Length == 1)
        {
            throw new ArgumentException(
                $"The URL of the connection to PostgreSQL has the parameter '{parameter[0]}', expected one of {string.Join(", ", Keywords.Keys)}, "
                + "each with a value.");
        }

        var value = Uri.UnescapeDataString(parameter[1]);
        try
        {
            // verify-full is VerifyFull.
            connection[keyword] = keyword == "SSL Mode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            throw new ArgumentException(
                $"The URL of the connection to PostgreSQL has an invalid value of the parameter '{parameter[0]}'.", exception);
        }
    }

    // The first line names the keyword.
    private static string Describe(Exception exception) =>
        exception.Message.ReplaceLineEndings("\n").Split('\n')[0].Split(" (Parameter")[0].TrimEnd('.').ToLower(CultureInfo.InvariantCulture);
}
