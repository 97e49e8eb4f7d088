namespace MlNetRecurrent.Console;

/// <summary>What the console tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>All was done.</summary>
    public const int Success = 0;

    /// <summary>Something failed that is not the user's input.</summary>
    public const int Failed = 1;

    /// <summary>The user's input is wrong: options, data, a model file, an output that cannot be written.</summary>
    public const int InvalidInput = 2;

    /// <summary>The new model is not as good as the old one, which stays.</summary>
    public const int KeptPrevious = 3;

    /// <summary>Ended by Ctrl+C, as shells count it.</summary>
    public const int Cancelled = 130;
}
