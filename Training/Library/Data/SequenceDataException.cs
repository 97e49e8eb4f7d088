namespace MlNetRecurrent.Training;

/// <summary>Data that cannot be fitted: too few rows, a missing value, a wrong size; the message names the place and what was expected.</summary>
public sealed class SequenceDataException : Exception
{
    /// <summary>An exception without a message of its own.</summary>
    public SequenceDataException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public SequenceDataException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and what caused it.</summary>
    public SequenceDataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
