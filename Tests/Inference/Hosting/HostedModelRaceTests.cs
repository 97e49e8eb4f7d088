using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Tests a hosted model under reloads, leases, streams, scoring and disposal at the same time.</summary>
public sealed class HostedModelRaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _old = CardFile.Create(new ModelCard { Network = TestFile.Forecast() }, seed: 1);
    private readonly byte[] _new = CardFile.Create(new ModelCard { Network = TestFile.Forecast() }, seed: 2);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(RecurrentEngine.Managed)]
    [InlineData(RecurrentEngine.OnnxRuntime)]
    public async Task Dispose_WhileThreadsScoreLeaseStreamAndReload_EachUseCompletesOrSaysDisposed(RecurrentEngine engine)
    {
        float[] expected = [HostedFile.Score(_old), HostedFile.Score(_new)];
        for (var round = 0; round < 3; round++)
        {
            var hosted = new HostedFile(_folder.Write(_old), options => options.ModelOptions = new() { Workers = 1, Engine = engine });
            using var started = new CountdownEvent(4);
            Task[] tasks =
            [
                Run(started, () => AssertExpected(HostedFile.Score(hosted.Model))),
                Run(started, () =>
                {
                    using var lease = hosted.Model.AcquireLease();
                    var output = new float[1];
                    lease.Model.Score([1, 2, 3], output);
                    AssertExpected(output[0]);
                    lease.Model.Score([1, 2, 3], output);
                    AssertExpected(output[0]);
                }),
                Run(started, () =>
                {
                    using var lease = hosted.Model.AcquireLease();
                    var stream = lease.Model.OpenStream();
                    var output = new float[1];
                    for (var step = 1; step <= 3; step++)
                        stream.Step([step], output);
                    AssertExpected(output[0]);
                }),
                Run(started, () =>
                {
                    File.Move(_folder.Write(Random.Shared.Next(2) == 0 ? _old : _new, "next.onnx"), _folder["model.onnx"], overwrite: true);
                    hosted.Model.Reload();
                    _ = hosted.Model.Status;
                    hosted.Model.AcquireLease().Dispose();
                }),
            ];
            _ = started.Wait(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            for (var tick = 0; tick < 20; tick++)
                hosted.PassTime();
            hosted.Model.Dispose();
            await Task.WhenAll(tasks).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Assert.DoesNotContain(hosted.Log.TakeAll(), line => line.StartsWith("Error", StringComparison.Ordinal));
        }

        void AssertExpected(float output) => Assert.Contains(expected, score => Math.Abs(score - output) < 1e-5f);
    }

    [Fact]
    public void Score_AfterReload_DoesNotAllocate()
    {
        using var hosted = new HostedFile(_folder.Write(_old));
        _folder.Write(_new);
        Assert.True(hosted.Model.Reload());
        float[] sequence = [1, 2, 3];
        var output = new float[1];
        for (var call = 0; call < 100; call++)
            hosted.Model.Score(sequence, output);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < 1000; call++)
            hosted.Model.Score(sequence, output);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Task Run(CountdownEvent started, Action use) => Task.Run(() =>
    {
        try
        {
            for (var count = 0; ; count++)
            {
                use();
                if (count == 0)
                    started.Signal();
            }
        }
        catch (ObjectDisposedException)
        {
            // The end of the loop.
        }
    });
}
