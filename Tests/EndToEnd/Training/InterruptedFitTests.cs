using Xunit;

namespace MlNetRecurrent.EndToEnd;

public sealed class InterruptedFitTests
{
    [Fact]
    public async Task Train_KilledAndResumed_WritesTheSameFile()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        string[] Train(string name) =>
        [
            "train", "--sample", "airline", "--hidden", "8", "--layers", "2", "--dropout", "0.2", "--noise", "0.1", "--epochs", "200",
            "--batch", "32", "--patience", "300", "--threads", "1", "--checkpoint", folder[name], "--out", folder[$"{name}.onnx"],
        ];
        var whole = await ConsoleRun.StartAsync(cancellation, Train("whole"));
        Assert.Equal("", whole.Errors);

        // Kill at any point of training: at most a few batches after the line of an epoch.
        foreach (var (epoch, more) in new[] { (20, Array.Empty<string>()), (80, ["--resume"]) })
        {
            using var killed = new LiveConsole([.. Train("killed"), .. more]);
            await killed.WaitForAsync($"Epoch {epoch}, ", cancellation);
            await killed.KillAsync(cancellation);
        }

        Assert.False(File.Exists(folder["killed.onnx"]));
        var resumed = await ConsoleRun.StartAsync(cancellation, [.. Train("killed"), "--resume"]);

        Assert.Equal("", resumed.Errors);
        Assert.DoesNotContain("\nEpoch 80, ", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(
            await File.ReadAllBytesAsync(folder["whole.onnx"], cancellation), await File.ReadAllBytesAsync(folder["killed.onnx"], cancellation));
    }

    [Fact]
    public async Task Compare_CtrlC_ReportsProgress()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        using var console = new LiveConsole(
            "compare", "--sample", "airline", "--hidden", "8", "--epochs", "100000", "--threads", "1", "--out", folder["kept"]);
        await console.WaitForAsync("RNN, ", cancellation);

        var (exit, errors) = await console.InterruptAsync(cancellation);

        Assert.Equal(130, exit);
        Assert.Matches(@"^Canceled while training the RNN, after epoch \d+ of 100000\. Nothing was kept\.\s*$", errors);
        Assert.Empty(Directory.GetFileSystemEntries(folder["kept"]));
    }

    [Fact]
    public async Task Train_CtrlC_KeepsTheLastCheckpointAndExplainsHowToContinue()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        using var console = new LiveConsole(
            "train", "--sample", "airline", "--hidden", "8", "--epochs", "100000", "--threads", "1", "--checkpoint", folder["kept"], "--out",
            folder["m.onnx"]);
        await console.WaitForAsync("LSTM, ", cancellation);
        while (!File.Exists(Path.Combine(folder["kept"], "airline-lstm.checkpoint")))
            await Task.Delay(10, cancellation);

        var (exit, errors) = await console.InterruptAsync(cancellation);

        Assert.Equal(130, exit);
        var checkpoint = Path.Combine(folder["kept"], "airline-lstm.checkpoint");
        Assert.Matches($@"^Canceled after epoch \d+ of 100000\. Checkpoint: {checkpoint}\. To continue, add --resume to the command\.\s*$", errors);
        Assert.Equal(["airline-lstm.checkpoint"], Directory.GetFileSystemEntries(folder["kept"]).Select(Path.GetFileName));
        Assert.False(File.Exists(folder["m.onnx"]));
    }

    // As a container runtime or an impatient user does.
    [Fact]
    public async Task Train_CtrlCTwice_EndsWithoutATrace()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        using var console = new LiveConsole(
            "train", "--sample", "airline", "--hidden", "8", "--epochs", "100000", "--threads", "1", "--out", folder["m.onnx"]);
        await console.WaitForAsync("LSTM, ", cancellation);

        var (exit, errors) = await console.InterruptAsync(cancellation, times: 5);

        Assert.Equal(130, exit);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["m.onnx"]));
    }
}
