using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>What happens to outputs when the disk does not cooperate.</summary>
public sealed class OutputTests
{
    // A limit on the size of files stands for a full disk; the signal that comes with it is ignored, as the error is to be reported.
    [Theory]
    [InlineData("evaluate", "--report")]
    [InlineData("predict --rolling", "--out")]
    public async Task Run_DiskFull_ReportsItAndKeepsThePreviousFile(string command, string option)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Uses the limits of a shell.");
        using var folder = new TemporaryFolder();
        var file = folder.Write("the previous file", "out");
        string[] words = command.Split(' ');
        var program = Path.Combine(AppContext.BaseDirectory, "mlnet-recurrent.dll");

        var run = await ProcessRun.StartAsync(
            "sh",
            [
                // The runtime maps its code through a file, which the limit would apply to.
                "-c", "trap '' XFSZ; ulimit -f 1; DOTNET_EnableWriteXorExecute=0 exec dotnet \"$@\"", "sh",
                program, words[0], Repository.GetPath("Exported/airline.onnx"), .. words[1..], "--sample", "airline", option, file,
                .. option == "--report" ? ["--include-fitted"] : Array.Empty<string>(),
            ],
            TestContext.Current.CancellationToken);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error: File '{file}' cannot be written: ", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.TrimEnd().Split('\n'));
        Assert.Equal("the previous file", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(["out"], folder.Entries);
    }
}
