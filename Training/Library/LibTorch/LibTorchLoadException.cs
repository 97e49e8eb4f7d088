namespace MlNetRecurrent.Training;

/// <summary>LibTorch, which training needs, does not load on this machine.</summary>
/// <remarks>
/// The message is one sentence that says what is missing and what to install; <see cref="Exception.InnerException"/> holds the
/// system loader's own words.
/// </remarks>
public sealed class LibTorchLoadException : DllNotFoundException
{
    /// <summary>Creates the exception without saying what is missing.</summary>
    public LibTorchLoadException()
        : base("LibTorch does not load.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is missing and what to install.</param>
    public LibTorchLoadException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is missing and what to install.</param>
    /// <param name="innerException">The failure as the system reported it.</param>
    public LibTorchLoadException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
