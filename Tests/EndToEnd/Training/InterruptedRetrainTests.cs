using Xunit;

namespace MlNetRecurrent.EndToEnd;

public sealed class InterruptedRetrainTests
{
    private static readonly string[] Further = ["--sample", "airline", "--epochs", "8", "--lr", "0.02", "--threads", "1"];

    [Fact]
    public async Task Retrain_KilledAtAnyMoment_LeavesTheOldModelOrTheNewOne()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await TrainAsync(folder["a.onnx"], cancellation);
        var old = await File.ReadAllBytesAsync(folder["a.onnx"], cancellation);
        var whole = await ConsoleRun.StartAsync(cancellation, ["retrain", folder["a.onnx"], .. Further]);
        Assert.Equal(("", 0), (whole.Errors, whole.ExitCode));
        var renewed = await File.ReadAllBytesAsync(folder["a.onnx"], cancellation);
        Assert.NotEqual(old, renewed);

        var moments = new Random(1);
        foreach (var round in new[] { 1, 2 })
        {
            var file = folder[$"killed{round}.onnx"];
            await File.WriteAllBytesAsync(file, old, cancellation);
            using var killed = new LiveConsole(["retrain", file, .. Further]);
            await killed.WaitForAsync("Epoch 8, ", cancellation);
            // Export, check, scores and the replacement come now.
            await Task.Delay(moments.Next(150), cancellation);
            await killed.KillAsync(cancellation);

            var left = await File.ReadAllBytesAsync(file, cancellation);
            Assert.True(left.AsSpan().SequenceEqual(old) || left.AsSpan().SequenceEqual(renewed));
            RecurrentModel.Load(file).Dispose();
            if (left.AsSpan().SequenceEqual(renewed))
                Assert.Equal(old, await File.ReadAllBytesAsync(folder[$"killed{round}.history/0001.onnx"], cancellation));
        }
    }

    [Fact]
    public async Task Retrain_CtrlC_LeavesTheOldModelAndSaysHowToGoOn()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var file = folder["a.onnx"];
        await TrainAsync(file, cancellation);
        var old = await File.ReadAllBytesAsync(file, cancellation);
        using var console = new LiveConsole("retrain", file, "--sample", "airline", "--epochs", "100000", "--threads", "1", "--checkpoint", folder["kept"]);
        await console.WaitForAsync($"{file}: ", cancellation);
        while (!File.Exists(Path.Combine(folder["kept"], "a-retrain.checkpoint")))
            await Task.Delay(10, cancellation);

        var (exit, errors) = await console.InterruptAsync(cancellation);

        Assert.Equal((130, $"Cancelled: '{file}' is as it was. Checkpoint: {Path.Combine(folder["kept"], "a-retrain.checkpoint")}. To go on: the same command with --resume."), (exit, errors.TrimEnd()));
        Assert.Equal(old, await File.ReadAllBytesAsync(file, cancellation));
        Assert.False(Directory.Exists(folder["a.history"]));
    }

    private static async Task TrainAsync(string file, CancellationToken cancellation)
    {
        var run = await ConsoleRun.StartAsync(cancellation, "train", "--sample", "airline", "--hidden", "4", "--epochs", "1", "--threads", "1", "--out", file);
        Assert.Equal(("", 0), (run.Errors, run.ExitCode));
    }
}
