using System.Text;
using CliWrap;

namespace MlNetRecurrent.Packages;

/// <summary>A program that runs until it is disposed of, such as a server.</summary>
internal sealed class BackgroundProgram : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly StringBuilder _output = new();
    private readonly string _command;
    private readonly string _folder;
    private readonly Task<CommandResult> _running;

    /// <summary>Starts the program.</summary>
    public BackgroundProgram(string folder, string program, IReadOnlyCollection<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var command = Cli.Wrap(program)
            .WithArguments(arguments)
            .WithWorkingDirectory(folder)
            .WithEnvironmentVariables(environment)
            .WithStandardOutputPipe(PipeTarget.ToDelegate(Add))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(Add))
            .WithValidation(CommandResultValidation.None);
        (_command, _folder) = ($"{program} {command.Arguments}", folder);
        _running = command.ExecuteAsync(_stop.Token);
    }

    /// <summary>Whether the program has ended.</summary>
    public bool HasEnded => _running.IsCompleted;

    /// <summary>What the program has printed up to now.</summary>
    public CommandRun Run
    {
        get
        {
            lock (_output)
                return new CommandRun(_command, _folder, 0, _output.ToString(), "");
        }
    }

    /// <summary>Kills the program and its child processes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private void Add(string line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}
