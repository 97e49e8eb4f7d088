using Xunit;

namespace MlNetRecurrent.EndToEnd;

public sealed class WrongInputTests
{
    public static TheoryData<string[], string> Lines => new()
    {
        { ["--hidden", "0"], "error: The network cannot be built: hidden size is 0, expected 1 to 65536." },
        {
            ["--window", "1000"],
            "error: Option --window is 1000, expected at most 999: "
                + "the sine has 1000 points, and each window must be followed by a point to predict."
        },
        { ["--window", "0"], "error: Option --window is 0, expected at least 1." },
        { ["--epochs", "0"], "error: The options of the fit are invalid: epochs must be at least 1, got 0." },
        { ["--lr", "-1"], "error: The options of the fit are invalid: learning rate must be above 0, got -1." },
        { ["--epochs", "many"], "error: Option --epochs is 'many', expected a whole number from -2147483648 to 2147483647." },
        { ["--colour"], "error: Unrecognized command or argument '--colour'." },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Run_InvalidOption_ReportsItInOneLineAndWritesNothing(string[] arguments, string message)
    {
        using var folder = new TemporaryFolder();
        var output = folder["out"];

        var run = await ConsoleRun.StartAsync(TestContext.Current.CancellationToken, ["--out", output, .. arguments]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(message, run.Errors.Split('\n')[0].TrimEnd('\r'));
        Assert.Equal("", run.Output);
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public async Task Run_OutputFolderNotWritable_NamesIt()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["occupied"], "", TestContext.Current.CancellationToken);
        var output = Path.Combine(folder["occupied"], "out");

        var run = await ConsoleRun.StartAsync(TestContext.Current.CancellationToken, "--out", output);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error: Output folder '{output}' cannot be written to: ", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["occupied"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }
}
