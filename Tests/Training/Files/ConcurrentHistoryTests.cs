using System.Collections.Concurrent;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>After any interleaving of writers, every model that was ever current is either current or in the history.</summary>
public sealed class ConcurrentHistoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Replace_ManyWriters_LosesNoModel(int seed)
    {
        var path = _folder.Write([1], "m.onnx");
        var link = _folder["link.onnx"];
        if (!OperatingSystem.IsWindows())
            File.CreateSymbolicLink(link, "m.onnx");
        var models = new ConcurrentQueue<string>(["01"]);
        var numbers = new ConcurrentQueue<(int Number, string Model)>();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Factory.StartNew(
            () => Write(OperatingSystem.IsWindows() || writer < 2 ? path : link, new Random((seed * 100) + writer), models, numbers),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        var history = new ModelHistory(path);
        var kept = history.Versions.Select(number => Convert.ToHexString(history.Read(number))).Append(Read(path)).ToHashSet();
        Assert.Superset(models.ToHashSet(), kept);
        // A number stands for one model for ever.
        Assert.All(numbers, entry => Assert.Equal(entry.Model, Read(history.GetFile(entry.Number))));
        Assert.Equal(history.Versions, Enumerable.Range(1, history.Versions.Count));
        Assert.All(
            history.Versions.Select(history.GetFile), file => Assert.True(EntryChecksum.Verify(file, File.ReadAllBytes(file))));
        Assert.All(_folder.Entries, entry => Assert.DoesNotMatch("partial|lock", entry));
    }

    // Retrains and rolls back, as the library does.
    private static void Write(string path, Random random, ConcurrentQueue<string> models, ConcurrentQueue<(int Number, string Model)> numbers)
    {
        for (var round = 0; round < 8; round++)
        {
            using var held = ModelLock.Acquire(path, "retrain", TimeSpan.FromSeconds(60));
            var history = new ModelHistory(path);
            var current = history.ReadCurrent();
            byte[] next = new byte[8];
            random.NextBytes(next);
            int? number = null;
            if (history.Versions is [_, ..] versions && random.Next(2) == 0)
                (next, number) = (history.Read(versions[random.Next(versions.Count)]), history.Find(current));
            models.Enqueue(Convert.ToHexString(next));
            numbers.Enqueue((history.Replace(held, current, next, number), Convert.ToHexString(current)));
        }
    }

    private static string Read(string path) => Convert.ToHexString(File.ReadAllBytes(path));
}
