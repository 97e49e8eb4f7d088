namespace MlNetRecurrent.Packages;

/// <summary>A program that was run, and its result.</summary>
/// <param name="Command">The command line.</param>
/// <param name="Folder">The working directory.</param>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">The standard output.</param>
/// <param name="Errors">The standard error.</param>
internal sealed record CommandRun(string Command, string Folder, int ExitCode, string Output, string Errors)
{
    /// <summary>Fails the case unless the exit code is 0.</summary>
    public CommandRun Succeeds()
    {
        Expect.That(ExitCode == 0, $"The exit code is {ExitCode}.", this);
        return this;
    }

    /// <summary>Fails the case unless the exit code is 0 and the output contains a text.</summary>
    public CommandRun Prints(string text)
    {
        Expect.That(Succeeds().Output.Contains(text, StringComparison.Ordinal), $"The output does not contain '{text}'.", this);
        return this;
    }
}
