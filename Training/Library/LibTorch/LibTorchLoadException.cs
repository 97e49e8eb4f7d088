namespace MlNetRecurrent.Training;

/// <summary>Thrown when LibTorch, which training requires, cannot be loaded on this machine.</summary>
/// <remarks>
/// The message states what is missing and what to install; <see cref="Exception.InnerException"/> contains the message of the system's loader.
/// </remarks>
public sealed class LibTorchLoadException : DllNotFoundException
{
    /// <summary>Creates the exception with a default message.</summary>
    public LibTorchLoadException()
        : base("LibTorch cannot be loaded.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What is missing and what to install.</param>
    public LibTorchLoadException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What is missing and what to install.</param>
    /// <param name="innerException">The error reported by the system.</param>
    public LibTorchLoadException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
