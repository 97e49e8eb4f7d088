namespace MlNetRecurrent.Training;

/// <summary>Thrown when a network cannot be exported, or when its exported form does not match the module. No file is written.</summary>
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
