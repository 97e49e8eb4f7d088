using CliWrap;
using CliWrap.Buffered;

namespace MlNetRecurrent.Packages;

/// <summary>Runs programs.</summary>
internal static class CommandLine
{
    /// <summary>Runs a program; if it is canceled, the program and its child processes are killed.</summary>
    public static async Task<CommandRun> RunAsync(
        string folder,
        string program,
        IReadOnlyCollection<string> arguments,
        IReadOnlyDictionary<string, string?> environment,
        CancellationToken cancellation)
    {
        var command = Cli.Wrap(program)
            .WithArguments(arguments)
            .WithWorkingDirectory(folder)
            .WithEnvironmentVariables(environment)
            .WithValidation(CommandResultValidation.None);
        var result = await command.ExecuteBufferedAsync(cancellation);
        return new CommandRun($"{program} {command.Arguments}", folder, result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
