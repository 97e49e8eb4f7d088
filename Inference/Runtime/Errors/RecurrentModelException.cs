namespace MlNetRecurrent;

/// <summary>The exception for a model file that cannot be read, is damaged or is not supported. The message names the file and the error.</summary>
/// <remarks>Messages can contain names from the file; they are therefore reduced to one line of printable characters of limited length.</remarks>
public sealed class RecurrentModelException : Exception
{
    /// <summary>Creates an exception with the default message.</summary>
    public RecurrentModelException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The file and the error.</param>
    public RecurrentModelException(string message)
        : base(MessageText.Sanitize(message))
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    /// <param name="message">The file and the error.</param>
    /// <param name="innerException">The cause.</param>
    public RecurrentModelException(string message, Exception innerException)
        : base(MessageText.Sanitize(message), innerException)
    {
    }
}
