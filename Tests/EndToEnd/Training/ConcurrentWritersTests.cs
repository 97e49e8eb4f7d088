using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>Commands in several processes that change the same model.</summary>
public sealed class ConcurrentWritersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Model => _folder["m.onnx"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Retrain_SecondProcess_EndsAtOnceAndCanRunAfterTheFirstWasKilled()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await TrainAsync(Model, seed: 1, cancellation);
        using var first = new LiveConsole("retrain", Model, "--sample", "airline", "--epochs", "100000", "--threads", "1");
        await first.WaitForAsync($"{Model}: ", cancellation);

        var second = await ConsoleRun.StartAsync(cancellation, "retrain", Model, "--sample", "airline", "--epochs", "100000", "--threads", "1");

        Assert.Equal((2, ""), (second.ExitCode, second.Output));
        Assert.Matches(
            $"^error: {Regex.Escape($"Model file '{Model}'")} is being changed by another process: process [0-9]+ on machine '.*' "
            + @"\(user '.*', command 'retrain'\) has been using it since .* UTC\. Nothing was changed: try again when it has ended\.$",
            second.Errors.TrimEnd());

        // A killed process leaves its lock file behind, but no lock.
        await first.KillAsync(cancellation);
        Assert.True(OperatingSystem.IsWindows() || File.Exists($"{Model}.lock"));
        var third = await ConsoleRun.StartAsync(
            cancellation, "retrain", Model, "--sample", "airline", "--epochs", "8", "--lr", "0.02", "--threads", "1");
        Assert.Equal(("", 0), (third.Errors, third.ExitCode));
        Assert.False(File.Exists($"{Model}.lock"));
    }

    [Fact]
    public async Task Rollback_ManyProcesses_LoseNoModel()
    {
        var cancellation = TestContext.Current.CancellationToken;
        Directory.CreateDirectory(_folder["m.history"]);
        await Task.WhenAll(
            TrainAsync(Model, seed: 1, cancellation),
            TrainAsync(_folder["m.history/0001.onnx"], seed: 2, cancellation),
            TrainAsync(_folder["m.history/0002.onnx"], seed: 3, cancellation));
        var models = Hashes([Model, .. Directory.GetFiles(_folder["m.history"])]);
        Assert.Equal(3, models.Count);

        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(index =>
            ConsoleRun.StartAsync(cancellation, "rollback", Model, "--to", $"{(index % 2) + 1}")));

        // Others are told that the model is locked, or that it is the requested version already.
        Assert.All(runs, run => Assert.Contains(run.ExitCode, new[] { 0, 2 }));
        Assert.Contains(runs, run => run.ExitCode == 0);
        Assert.Equal(
            ["0001.onnx", "0002.onnx", "0003.onnx"], Directory.GetFiles(_folder["m.history"], "*.onnx").Select(Path.GetFileName).Order());
        Assert.Equal(models, Hashes(Directory.GetFiles(_folder["m.history"], "*.onnx")));
        Assert.Contains(Hashes([Model]).Single(), models);
    }

    private static HashSet<string> Hashes(IEnumerable<string> files) =>
        [.. files.Select(file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))))];

    private static async Task TrainAsync(string file, int seed, CancellationToken cancellation)
    {
        var run = await ConsoleRun.StartAsync(
            cancellation, "train", "--sample", "airline", "--hidden", "4", "--epochs", "1", "--threads", "1", "--seed", $"{seed}", "--out", file);
        Assert.Equal(("", 0), (run.Errors, run.ExitCode));
    }
}
