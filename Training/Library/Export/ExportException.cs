namespace MlNetRecurrent.Training;

/// <summary>
/// Thrown when a network cannot be exported, when the file does not reproduce the network, or when an int8 file is less accurate than allowed. No
/// file is written.
/// </summary>
public sealed class ExportException : Exception
{
    /// <summary>Creates the exception with a default message.</summary>
    public ExportException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">The reason, and what to do about it.</param>
    public ExportException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">The reason, and what to do about it.</param>
    /// <param name="innerException">The cause.</param>
    public ExportException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
