using Xunit;

namespace MlNetRecurrent.EndToEnd;

public sealed class InterruptedRetrainTests
{
    private static readonly string[] Options = ["--sample", "airline", "--epochs", "8", "--lr", "0.02", "--threads", "1"];

    [Fact]
    public async Task Retrain_KilledAtAnyTime_LeavesThePreviousOrTheNewModel()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await TrainAsync(folder["a.onnx"], cancellation);
        var previous = await File.ReadAllBytesAsync(folder["a.onnx"], cancellation);
        var whole = await ConsoleRun.StartAsync(cancellation, ["retrain", folder["a.onnx"], .. Options]);
        Assert.Equal(("", 0), (whole.Errors, whole.ExitCode));
        var updated = await File.ReadAllBytesAsync(folder["a.onnx"], cancellation);
        Assert.NotEqual(previous, updated);

        var moments = new Random(1);
        foreach (var round in new[] { 1, 2 })
        {
            var file = folder[$"killed{round}.onnx"];
            await File.WriteAllBytesAsync(file, previous, cancellation);
            using var killed = new LiveConsole(["retrain", file, .. Options]);
            await killed.WaitForAsync("Epoch 8, ", cancellation);
            // Export, parity check, scoring and replacement follow.
            await Task.Delay(moments.Next(150), cancellation);
            await killed.KillAsync(cancellation);

            var left = await File.ReadAllBytesAsync(file, cancellation);
            Assert.True(left.AsSpan().SequenceEqual(previous) || left.AsSpan().SequenceEqual(updated));
            RecurrentModel.Load(file).Dispose();
            if (left.AsSpan().SequenceEqual(updated))
                Assert.Equal(previous, await File.ReadAllBytesAsync(folder[$"killed{round}.history/0001.onnx"], cancellation));
        }
    }

    [Fact]
    public async Task Retrain_CtrlC_LeavesThePreviousModelAndExplainsHowToContinue()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var file = folder["a.onnx"];
        await TrainAsync(file, cancellation);
        var previous = await File.ReadAllBytesAsync(file, cancellation);
        using var console = new LiveConsole(
            "retrain", file, "--sample", "airline", "--epochs", "100000", "--threads", "1", "--checkpoint", folder["kept"]);
        await console.WaitForAsync($"{file}: ", cancellation);
        while (!File.Exists(Path.Combine(folder["kept"], "a-retrain.checkpoint")))
            await Task.Delay(10, cancellation);

        var (exit, errors) = await console.InterruptAsync(cancellation);

        Assert.Equal(130, exit);
        var checkpoint = Path.Combine(folder["kept"], "a-retrain.checkpoint");
        Assert.Equal($"Canceled: '{file}' is unchanged. Checkpoint: {checkpoint}. To continue, add --resume to the command.", errors.TrimEnd());
        Assert.Equal(previous, await File.ReadAllBytesAsync(file, cancellation));
        Assert.False(Directory.Exists(folder["a.history"]));
    }

    private static async Task TrainAsync(string file, CancellationToken cancellation)
    {
        var run = await ConsoleRun.StartAsync(
            cancellation, "train", "--sample", "airline", "--hidden", "4", "--epochs", "1", "--threads", "1", "--out", file);
        Assert.Equal(("", 0), (run.Errors, run.ExitCode));
    }
}
