namespace MlNetRecurrent;

/// <summary>A model file that cannot be read, is damaged, or is not what is supported; the message names the file and the fault.</summary>
/// <remarks>Names out of a file stand in messages, so a message is made one line of printable characters, and of some length.</remarks>
public sealed class RecurrentModelException : Exception
{
    /// <summary>An exception without a message of its own.</summary>
    public RecurrentModelException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public RecurrentModelException(string message)
        : base(MessageText.Sanitize(message))
    {
    }

    /// <summary>An exception with a message and what caused it.</summary>
    public RecurrentModelException(string message, Exception innerException)
        : base(MessageText.Sanitize(message), innerException)
    {
    }
}
