namespace MlNetRecurrent.Packages;

/// <summary>A case did not do what it promises.</summary>
/// <param name="message">What was expected, and what was found instead.</param>
/// <param name="run">The program that was run, if one was.</param>
internal sealed class CaseFailedException(string message, CommandRun? run = null) : Exception(message)
{
    /// <summary>The program that was run.</summary>
    public CommandRun? Run { get; } = run;
}
