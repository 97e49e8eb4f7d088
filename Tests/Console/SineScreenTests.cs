using Spectre.Console.Testing;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

public sealed class SineScreenTests
{
    [Fact]
    public async Task Run_OnATerminal_ShowsProgressAndLosses()
    {
        using var folder = new TemporaryFolder();
        using var console = new TestConsole().Width(140).Interactive().EmitAnsiSequences();
        using var errors = new StringWriter();

        var exit = await ConsoleApplication.RunAsync(["--out", folder.Path, "--epochs", "10", "--hidden", "4"], console, errors, TimeProvider.System);

        Assert.Equal("", errors.ToString());
        Assert.Equal(ExitCode.Success, exit);
        Assert.Contains("Epoch 10, Loss: ", console.Output, StringComparison.Ordinal);
        Assert.Contains("100%", console.Output, StringComparison.Ordinal);
    }
}
