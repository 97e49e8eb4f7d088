using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Tests that code of the application that throws, or calls back, does not end or block a hosted model.</summary>
[Collection(nameof(MeterRecorder))]
public sealed class HandlerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _old = TestFile.Create(TestFile.Forecast(), seed: 1);
    private readonly byte[] _new = TestFile.Create(TestFile.Forecast(), seed: 2);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reloaded_HandlersThrow_AreLoggedAndTheOthersAreCalled(bool polled)
    {
        using var hosted = new HostedFile(_folder.Write(_old));
        var calls = new List<string>();
        hosted.Model.Reloaded += (_, _) => throw new InvalidOperationException("first");
        hosted.Model.Reloaded += (_, _) => calls.Add("second");
        hosted.Model.Reloaded += (_, _) => throw new FormatException("third");
        hosted.Model.Reloaded += (_, _) => calls.Add("fourth");
        _folder.Write(_new);
        if (polled)
            hosted.PassTime();
        else
            Assert.True(hosted.Model.Reload());

        Assert.Equal(["second", "fourth"], calls);
        Assert.Equal(HostedFile.Score(_new), hosted.Output);
        Assert.Equal(
            [
                "Error: A handler of Reloaded of recurrent model 'served' failed; the model and other handlers are not affected. first",
                "Error: A handler of Reloaded of recurrent model 'served' failed; the model and other handlers are not affected. third",
            ],
            hosted.Log.TakeAll().Skip(2));

        // Polling goes on after a handler failed.
        _folder.Write(_old);
        hosted.PassTime();
        Assert.Equal(4, calls.Count);
    }

    [Fact]
    public void Reloaded_OnATimerOfTheSystem_AHandlerThatThrowsDoesNotEndTheProcess()
    {
        var options = new HostedModelOptions
        {
            ModelFile = _folder.Write(_old),
            ReloadDelay = TimeSpan.Zero,
            PollInterval = TimeSpan.FromMilliseconds(10),
        };
        using var log = new LogRecorder();
        using var called = new CountdownEvent(2);
        using var model = new HostedModel("served", options, log, TimeProvider.System);
        model.Reloaded += (_, _) =>
        {
            called.Signal();
            throw new InvalidOperationException("handler");
        };
        _folder.Write(_new);
        Assert.True(SpinWait.SpinUntil(() => called.CurrentCount < 2, TimeSpan.FromSeconds(30)));
        _folder.Write(_old);
        Assert.True(called.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 30_000)]
    public async Task Reloaded_HandlerCallsMembers_DoesNotBlock()
    {
        using var hosted = new HostedFile(_folder.Write(_old));
        var reloads = 0;
        hosted.Model.Reloaded += (_, _) =>
        {
            // On this thread, and on another one that this one waits for.
            Assert.False(hosted.Model.Reload());
            Assert.False(Task.Run(hosted.Model.Reload).GetAwaiter().GetResult());
            using (var lease = hosted.Model.AcquireLease())
                Assert.NotNull(lease.Model);
            if (++reloads == 2)
                Task.Run(hosted.Model.Dispose).GetAwaiter().GetResult();
        };
        _folder.Write(_new);
        await Task.Run(hosted.PassTime, TestContext.Current.CancellationToken);
        _folder.Write(_old);
        await Task.Run(hosted.PassTime, TestContext.Current.CancellationToken);
        Assert.Equal(2, reloads);
        Assert.Throws<ObjectDisposedException>(() => hosted.Output);
        Assert.DoesNotContain(hosted.Log.TakeAll(), line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public void Reloaded_HandlerDisposes_LaterHandlersAreStillCalled()
    {
        using var hosted = new HostedFile(_folder.Write(_old));
        var calls = 0;
        hosted.Model.Reloaded += (_, _) => hosted.Model.Dispose();
        hosted.Model.Reloaded += (_, _) => calls++;
        _folder.Write(_new);
        hosted.PassTime();
        Assert.Equal(1, calls);
    }

    [Fact]
    public void Logger_Throws_TheModelIsLoadedAndReloaded()
    {
        using var hosted = new HostedFile(_folder.Write(_old), logger: new ThrowingLogger());
        _folder.Write("garbage", "model.onnx");
        hosted.PassTime();
        Assert.NotNull(hosted.Model.Status.RefusedSince);
        _folder.Write(_new);
        hosted.PassTime();
        Assert.Equal(HostedFile.Score(_new), hosted.Output);
    }

    [Fact]
    public void WatchedFolder_EndThrows_IsLoggedAndPollingGoesOn()
    {
        Directory.CreateDirectory(_folder["v"]);
        _folder.Write(_old, "v/m.onnx");
        using var hosted = new HostedFile(_folder["v/m.onnx"], watchFolder: (_, _) => new ThrowingWatcher());
        Directory.Delete(_folder["v"], recursive: true);
        Directory.CreateDirectory(_folder["v"]);
        _folder.Write(_new, "v/m.onnx");
        hosted.PassTime();
        Assert.Equal(HostedFile.Score(_new), hosted.Output);
        Assert.Contains(
            $"Error: The file '{_folder["v/m.onnx"]}' of recurrent model 'served' could not be checked for changes. watcher", hosted.Log.TakeAll());
    }

    [Fact]
    public void Listener_Throws_ScoringAndReloadsGoOnAndItIsLoggedOnce()
    {
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "MlNetRecurrent")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => ThrowIfListened(tags));
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => ThrowIfListened(tags));
        listener.Start();
        using var hosted = new HostedFile(_folder.Write(_old), name: "listened");
        Assert.Equal(HostedFile.Score(_old), hosted.Output);
        _folder.Write(_new);
        hosted.PassTime();
        Assert.Equal(HostedFile.Score(_new), hosted.Output);
        Assert.Single(
            hosted.Log.TakeAll(),
            "Error: A handler of metrics of recurrent model 'listened' failed; the model and other handlers are not affected. listener");

        static void ThrowIfListened(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Length > 0 && tags[0].Value is "listened")
                throw new InvalidOperationException("listener");
        }
    }

    private sealed class ThrowingLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Error ? throw new InvalidOperationException("logger") : true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("logger");
    }

    private sealed class ThrowingWatcher : IDisposable
    {
        public void Dispose() => throw new InvalidOperationException("watcher");
    }
}
