using Spectre.Console.Testing;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

public sealed class UnforeseenErrorTests : IDisposable
{
    private readonly ConsoleCall _call = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("MLNETRECURRENT_VERBOSE", null);
        _call.Dispose();
    }

    [Fact]
    public async Task Run_AnErrorThatNobodyForesaw_IsOneLineAndTellsHowToSeeMore()
    {
        var (exit, errors) = await RunAsync();

        Assert.Equal((ExitCode.Failed, "error: NotSupportedException: The clock has stopped. This should not happen; set MLNETRECURRENT_VERBOSE=1 for the place where it did.\n"), (exit, errors));
    }

    [Fact]
    public async Task Run_AnErrorThatNobodyForesaw_ShowsWhereIfAsked()
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
        var exit = await ConsoleApplication.RunAsync(["train", "--sample", "airline", "--epochs", "1", "--hidden", "1", "--out", _call["m.onnx"]], console, errors, new StoppedClock());
        return (exit, errors.ToString());
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => throw new NotSupportedException("The clock\nhas stopped.");
    }
}
