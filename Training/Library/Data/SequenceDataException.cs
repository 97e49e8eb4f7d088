namespace MlNetRecurrent.Training;

/// <summary>
/// Thrown when data cannot be used for training: too few rows, a missing value, or a wrong size. The message states where, and what was expected.
/// </summary>
public sealed class SequenceDataException : Exception
{
    /// <summary>Creates the exception with a default message.</summary>
    public SequenceDataException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What is wrong with the data, and what was expected.</param>
    public SequenceDataException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What is wrong with the data, and what was expected.</param>
    /// <param name="innerException">The cause.</param>
    public SequenceDataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
