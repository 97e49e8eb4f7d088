namespace MlNetRecurrent.Training;

/// <summary>A network that cannot be exported, or whose exported form does not give the module's answers. No file is written.</summary>
public sealed class ExportException : Exception
{
    /// <summary>An exception without a message of its own.</summary>
    public ExportException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public ExportException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and what caused it.</summary>
    public ExportException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
