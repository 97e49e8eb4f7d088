using System.CommandLine;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The command line: parses it, runs the command, reports errors without a stack trace, and returns an exit code.</summary>
internal static class ConsoleApplication
{
    // The environment variable that turns on stack traces for unexpected errors.
    private const string VerboseVariable = "MLNETRECURRENT_VERBOSE";

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="output">The console that receives the results.</param>
    /// <param name="errors">The writer that receives error messages.</param>
    /// <param name="clock">The clock that measures durations.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, IAnsiConsole output, TextWriter errors, TimeProvider clock)
    {
        OnnxRuntimeEngine.Register();
        output.Pipeline.Attach(new SafeText());
        // Without a command, the sine experiment runs.
        var root = SineCommand.Create(output, clock);
        root.Add(ProfileCommand.Create(output));
        root.Add(TrainCommand.Create(output, clock));
        root.Add(RetrainCommand.Create(output, clock));
        root.Add(RollbackCommand.Create(output));
        root.Add(CompareCommand.Create(output, clock));
        root.Add(EvaluateCommand.Create(output));
        root.Add(PredictCommand.Create(output));
        root.Add(GenerateCommand.Create(output));
        root.Add(InspectCommand.Create(output));
        root.Add(ImportCommand.Create(output));
        NumberText.AddTo(root);
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await errors.WriteLineAsync($"error: {MessageText.Escape(error.Message)}").ConfigureAwait(false);
            var command = parsed.CommandResult.Command == root ? "" : $" {parsed.CommandResult.Command.Name}";
            await errors.WriteLineAsync($"See 'mlnet-recurrent{command} --help'.").ConfigureAwait(false);
            return ExitCode.InvalidInput;
        }

        try
        {
            using var signals = new CancelSignals();
            // Exceptions are reported below, in one line each; the default handler of System.CommandLine would print a stack trace. Its handler of
            // signals would end the process with an exception at the second one.
            var invocation = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Error = errors,
            };
            return await parsed.InvokeAsync(invocation, signals.Token).ConfigureAwait(false);
        }
        catch (FitCanceledException exception)
        {
            await errors.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return ExitCode.Canceled;
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("Canceled.").ConfigureAwait(false);
            return ExitCode.Canceled;
        }
        catch (Exception exception) when (exception is UserInputException or RecurrentModelException or SequenceDataException
            or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await errors.WriteLineAsync($"error: {MessageText.Escape(exception.Message)}").ConfigureAwait(false);
            return ExitCode.InvalidInput;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ExportException or LibTorchLoadException)
        {
            await errors.WriteLineAsync($"error: {MessageText.Escape(exception.Message)}").ConfigureAwait(false);
            return ExitCode.Failed;
        }
        catch (Exception exception)
        {
            // An unexpected error: one line for the user, the stack trace for a bug report.
            var summary = MessageText.Sanitize($"{exception.GetType().Name}: {exception.Message}");
            await errors.WriteLineAsync(IsVerbose
                ? $"error: {exception}"
                : $"error: unexpected {summary.TrimEnd('.')}. Set {VerboseVariable}=1 to see the stack trace.").ConfigureAwait(false);
            return ExitCode.Failed;
        }
    }

    private static bool IsVerbose => Environment.GetEnvironmentVariable(VerboseVariable) is { Length: > 0 } and not "0";
}
