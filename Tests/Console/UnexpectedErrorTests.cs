using Spectre.Console.Testing;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

public sealed class UnexpectedErrorTests : IDisposable
{
    private readonly ConsoleCall _call = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("MLNETRECURRENT_VERBOSE", null);
        _call.Dispose();
    }

    [Fact]
    public async Task Run_UnexpectedError_IsOneLineThatExplainsHowToSeeDetails()
    {
        var (exit, errors) = await RunAsync();

        Assert.Equal(ExitCode.Failed, exit);
        Assert.Equal(
            "error: unexpected NotSupportedException: The clock has stopped. Set MLNETRECURRENT_VERBOSE=1 to see the stack trace.\n",
            errors);
    }

    [Fact]
    public async Task Run_UnexpectedErrorInVerboseMode_ShowsTheStackTrace()
    {
        Environment.SetEnvironmentVariable("MLNETRECURRENT_VERBOSE", "1");

        var (exit, errors) = await RunAsync();

        Assert.Equal(ExitCode.Failed, exit);
        Assert.StartsWith("error: System.NotSupportedException: The clock\nhas stopped.\n   at ", errors, StringComparison.Ordinal);
    }

    private async Task<(int Exit, string Errors)> RunAsync()
    {
        using var console = new TestConsole();
        using var errors = new StringWriter { NewLine = "\n" };
        var exit = await ConsoleApplication.RunAsync(
            ["train", "--sample", "airline", "--epochs", "1", "--hidden", "1", "--out", _call["m.onnx"]], console, errors, new StoppedClock());
        return (exit, errors.ToString());
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => throw new NotSupportedException("The clock\nhas stopped.");
    }
}
