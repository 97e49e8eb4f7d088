namespace MlNetRecurrent.Console;

/// <summary>The exit codes of the console.</summary>
internal static class ExitCode
{
    /// <summary>The command succeeded.</summary>
    public const int Success = 0;

    /// <summary>The command failed for a reason other than invalid input.</summary>
    public const int Failed = 1;

    /// <summary>The input is invalid: options, data, a model file, or an output path that cannot be written to.</summary>
    public const int InvalidInput = 2;

    /// <summary>The retrained model is worse than the previous one, which was kept.</summary>
    public const int KeptPrevious = 3;

    /// <summary>Canceled by Ctrl+C; the value that shells use for it.</summary>
    public const int Canceled = 130;
}
