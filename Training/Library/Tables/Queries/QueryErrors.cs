using System.Data.Common;

namespace MlNetRecurrent.Training;

/// <summary>The errors of ADO.NET providers as one line.</summary>
internal static class QueryErrors
{
    private const int MaxLength = 500;

    /// <summary>Whether an exception is one of a provider, a connection string or a query.</summary>
    public static bool AreOf(Exception exception) => exception is DbException or InvalidOperationException or ArgumentException or IOException
        or TimeoutException or UnauthorizedAccessException or NotSupportedException or FormatException or InvalidCastException or OverflowException
        or BadImageFormatException or DllNotFoundException or TypeInitializationException;

    /// <summary>
    /// Returns the message of an exception: its first paragraph, since providers show the query after it, and the cause of a failed connection.
    /// </summary>
    public static string Describe(Exception exception)
    {
        var message = Shorten(exception.Message);
        var inner = exception is DbException or TypeInitializationException ? exception.InnerException : null;
        if (inner is not null && !message.Contains(inner.Message, StringComparison.Ordinal))
            message = $"{message.TrimEnd('.')}: {Shorten(inner.Message)}";
        return message.Length > 0 && message[^1] is '.' or '!' or '?' ? message : $"{message}.";
    }

    private static string Shorten(string message)
    {
        var paragraph = message.ReplaceLineEndings("\n").Trim().Split("\n\n")[0];
        var line = string.Join(' ', paragraph.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > MaxLength ? $"{line[..MaxLength]}..." : line;
    }
}
