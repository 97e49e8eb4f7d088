using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using CliWrap;

namespace MlNetRecurrent.Packages;

/// <summary>A program that runs until it is disposed of, such as a server.</summary>
internal sealed partial class BackgroundProgram : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();
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
        _running = command.ExecuteAsync(_kill.Token, _stop.Token);
    }

    /// <summary>What the program has printed up to now.</summary>
    public CommandRun Run
    {
        get
        {
            lock (_output)
                return new CommandRun(_command, _folder, 0, _output.ToString(), "");
        }
    }

    /// <summary>Waits until the program, an ASP.NET Core application, says what address it listens on.</summary>
    public async Task<Uri> FindAddressAsync()
    {
        using var timer = new PeriodicTimer(Poll);
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Patience && !_running.IsCompleted)
        {
            if (Address().Match(Run.Output) is { Success: true, Value: var address })
                return new Uri(address);

            await timer.WaitForNextTickAsync();
        }

        throw new CaseFailedException("The server does not listen.", Run);
    }

    /// <summary>Asks the program to end, and kills it and its child processes if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _kill.CancelAfter(Patience / 4);
        await ((Task)_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _kill.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    private void Add(string line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}
