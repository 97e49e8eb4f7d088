using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

[Collection(nameof(MeterRecorder))]
public sealed class HostedModelTests : IDisposable
{
    private static readonly float[] Sequence = [1, 2, 3];

    private readonly TemporaryFolder _folder = new();
    private readonly LogRecorder _log = new();
    private readonly byte[] _old = TestFile.Create(TestFile.Forecast(), seed: 1);
    private readonly byte[] _new = TestFile.Create(TestFile.Forecast(), seed: 2);

    public void Dispose()
    {
        _folder.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Resolve_ByName_LoadsOnceAndLogs()
    {
        using var services = Services(reload: false);
        var model = services.GetRequiredKeyedService<HostedModel>("sine");
        Assert.Same(model, services.GetRequiredKeyedService<HostedModel>("sine"));
        Assert.Equal($"Information: Recurrent model 'sine' was loaded from '{_folder["model.onnx"]}'.", await _log.NextAsync());
        Assert.Equal(Score(_old), Score(model), 1e-5f);
        Assert.Equal(1, model.Card.Network.Features);
        Assert.Equal(1, model.GetOutputSize(3));
    }

    [Fact]
    public void Resolve_TwoNames_AreTwoModels()
    {
        var services = new ServiceCollection()
            .AddRecurrentModel("first", _folder.Write(_old, "first.onnx"))
            .AddRecurrentModel("second", _folder.Write(_new, "second.onnx"));
        using var provider = services.BuildServiceProvider();
        Assert.Equal(Score(_old), Score(provider.GetRequiredKeyedService<HostedModel>("first")), 1e-5f);
        Assert.Equal(Score(_new), Score(provider.GetRequiredKeyedService<HostedModel>("second")), 1e-5f);
    }

    public static TheoryData<string, Action<HostedModelOptions>> NullOptions => new()
    {
        { "ModelFile is empty", options => options.ModelFile = null! },
        { "ModelFile contains a null character", options => options.ModelFile = "a\0b" },
        { "ModelOptions is null", options => options.ModelOptions = null! },
        { "ModelOptions.Session is null", options => options.ModelOptions = new() { Session = null! } },
        {
            "ModelOptions.Session has an option that is null",
            options => options.ModelOptions = new() { Session = new() { ExecutionProvider = null! } }
        },
        {
            "ModelOptions.Session has an option that is null",
            options => options.ModelOptions = new() { Session = new() { Configuration = null! } }
        },
        { "Canary[0] is null", options => options.Canary.Add(null!) },
        { "Canary[0].Values is null, expected a list, which may be empty", options => options.Canary.Add(new() { Values = null! }) },
        { "Canary[0].Expected is null, expected a list, which may be empty", options => options.Canary.Add(new() { Expected = null! }) },
    };

    [Theory, MemberData(nameof(NullOptions), DisableDiscoveryEnumeration = true)]
    public void Resolve_NullOption_IsNamed(string error, Action<HostedModelOptions> configure)
    {
        using var provider = new ServiceCollection()
            .AddRecurrentModel("bad", _folder.Write(_old, "model.onnx"))
            .AddRecurrentModel("bad", configure)
            .BuildServiceProvider();

        var exception = Assert.Throws<ArgumentException>(() => provider.GetRequiredKeyedService<HostedModel>("bad"));

        Assert.Equal($"The options of recurrent model 'bad' are invalid: {error}.", exception.Message);
    }

    [Fact]
    public void Reload_RelativePath_StaysTheFileOfTheStart()
    {
        var file = _folder.Write(_old, "model.onnx");
        using var hosted = new HostedFile(Path.GetRelativePath(Environment.CurrentDirectory, file));
        _folder.Write(_new, "model.onnx");
        Assert.True(hosted.Model.Reload());
        File.Delete(file);

        Assert.False(hosted.Model.Reload());

        // The full path: the current folder of the process, which all tests share, is not read again.
        Assert.StartsWith($"Model file '{Path.GetFullPath(file)}' does not exist", hosted.Model.Status.RefusedReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_MissingFileOrInvalidOptions_NamesTheModel()
    {
        using var provider = new ServiceCollection()
            .AddRecurrentModel("lost", _folder["nowhere.onnx"])
            .AddRecurrentModel("lost too", _folder["no folder/nowhere.onnx"])
            .AddRecurrentModel("bad", options => options.ReloadDelay = TimeSpan.FromSeconds(-1))
            .BuildServiceProvider();
        string Message<T>(string name)
            where T : Exception => Assert.Throws<T>(() => provider.GetRequiredKeyedService<HostedModel>(name)).Message;
        Assert.Equal(
            $"Model file '{_folder["nowhere.onnx"]}' does not exist: train and export a model, or correct the path.",
            Message<RecurrentModelException>("lost"));
        Assert.Equal(
            $"Model file '{_folder["no folder/nowhere.onnx"]}' does not exist: train and export a model, or correct the path.",
            Message<RecurrentModelException>("lost too"));
        Assert.Equal(
            "The options of recurrent model 'bad' are invalid: ModelFile is empty; ReloadDelay is -00:00:01, expected 0 to 1 hour.",
            Message<ArgumentException>("bad"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FileReplaced_Reloads(bool moved)
    {
        using var services = Services(reload: true);
        var model = services.GetRequiredKeyedService<HostedModel>("sine");
        var reloaded = new TaskCompletionSource();
        model.Reloaded += (_, _) => reloaded.TrySetResult();
        _ = await _log.NextAsync();
        if (moved)
            File.Move(_folder.Write(_new, "next.onnx"), _folder["model.onnx"], overwrite: true);
        else
            _folder.Write(_new);
        await reloaded.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(Score(_new), Score(model), 1e-5f);
    }

    [Fact]
    public async Task FileReplacedByGarbage_KeepsThePreviousVersionAndLogsWhy_AndUsesAValidFileLater()
    {
        using var services = Services(reload: true);
        var model = services.GetRequiredKeyedService<HostedModel>("sine");
        _ = await _log.NextAsync();
        File.Move(_folder.Write("garbage", "next.onnx"), _folder["model.onnx"], overwrite: true);
        Assert.StartsWith(
            $"Error: Recurrent model 'sine' could not be reloaded from '{_folder["model.onnx"]}'; still serving the previous version. "
            + $"Model file '{_folder["model.onnx"]}' ",
            await _log.NextAsync(),
            StringComparison.Ordinal);
        Assert.Equal(Score(_old), Score(model), 1e-5f);
        File.Move(_folder.Write(_new, "next.onnx"), _folder["model.onnx"], overwrite: true);
        Assert.Equal($"Information: Recurrent model 'sine' was reloaded from '{_folder["model.onnx"]}'.", await _log.NextAsync());
        Assert.Equal(Score(_new), Score(model), 1e-5f);
    }

    public static TheoryData<byte[], string> IncompatibleFiles => new()
    {
        { TestFile.Create(TestFile.Forecast(features: 2)), "it reads 2 features instead of 1" },
        { TestFile.Create(TestFile.Forecast(horizon: 3)), "it forecasts 3 steps instead of 1" },
        { TestFile.Create(TestFile.Classify(1, classes: 2)), "its task is Classify instead of Forecast" },
        { TestFile.Create(TestFile.Forecast().WithTokens(9)), "it reads 9 tokens instead of values of 1 feature" },
    };

    [Theory]
    [MemberData(nameof(IncompatibleFiles))]
    public async Task Reload_IncompatibleFile_KeepsThePreviousVersionAndLogsWhy(byte[] file, string difference)
    {
        using var services = Services(reload: false);
        var model = services.GetRequiredKeyedService<HostedModel>("sine");
        _ = await _log.NextAsync();
        _folder.Write(file);
        Assert.False(model.Reload());
        Assert.Equal(
            $"Error: Recurrent model 'sine' could not be reloaded from '{_folder["model.onnx"]}'; still serving the previous version. "
            + $"Model file '{_folder["model.onnx"]}' cannot replace the model in use: {difference}. Restart the application to use the file.",
            await _log.NextAsync());
        Assert.Equal(Score(_old), Score(model), 1e-5f);
    }

    [Fact]
    public void Reload_SameOrMissingFile_ChangesNothing()
    {
        using var services = Services(reload: false);
        var model = services.GetRequiredKeyedService<HostedModel>("sine");
        Assert.False(model.Reload());
        File.Delete(_folder["model.onnx"]);
        Assert.False(model.Reload());
        Assert.Equal(Score(_old), Score(model), 1e-5f);
    }

    [Fact]
    public void Reload_WhileALeaseIsHeld_KeepsThePreviousVersionOpenUntilItEnds()
    {
        using var services = Services(reload: false);
        var model = services.GetRequiredKeyedService<HostedModel>("sine");
        var lease = model.AcquireLease();
        _folder.Write(_new);
        Assert.True(model.Reload());
        Assert.Equal(Score(_new), Score(model), 1e-5f);
        Assert.Equal(Score(_old), Score(lease.Model), 1e-5f);
        lease.Dispose();
        lease.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Score(lease.Model));
        Assert.Equal(Score(_new), Score(model), 1e-5f);
    }

    [Fact]
    public async Task Reload_WhileThreadsScore_EachOutputIsFromOneModelAndNoneFails()
    {
        using var services = Services(reload: false);
        var model = services.GetRequiredKeyedService<HostedModel>("sine");
        var outputs = new[] { Score(_old), Score(_new) };
        using var stop = new CancellationTokenSource();
        using var started = new CountdownEvent(4);
        var threads = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var scored = 0; !stop.IsCancellationRequested; scored++)
            {
                var output = Score(model);
                Assert.Contains(outputs, expected => Math.Abs(expected - output) < 1e-5f);
                if (scored == 0)
                    started.Signal();
            }
        })).ToArray();
        started.Wait(TestContext.Current.CancellationToken);
        for (var round = 0; round < 40; round++)
        {
            _folder.Write(round % 2 == 0 ? _new : _old);
            Assert.True(model.Reload());
        }

        await stop.CancelAsync();
        await Task.WhenAll(threads);
    }

    [Fact]
    public void Score_WithListener_CountsUnderTheNameOfTheModel()
    {
        using var meter = new MeterRecorder("counted");
        using var services = new ServiceCollection().AddRecurrentModel("counted", options =>
        {
            options.ModelFile = _folder.Write(_old);
            options.ReloadOnChange = false;
        }).BuildServiceProvider();
        var model = services.GetRequiredKeyedService<HostedModel>("counted");
        model.ScoreBatch([1, 2, 3, 4], 2, new float[2]);
        _folder.Write(_new);
        model.Reload();
        _folder.Write("garbage", "model.onnx");
        model.Reload();
        Assert.Equal(Score(_new), Score(model), 1e-5f);
        Assert.Equal(3, meter.Sum("mlnet_recurrent.rows"));
        Assert.Equal(2, meter.Sum("mlnet_recurrent.batches"));
        Assert.Equal(
            ["model=counted, outcome=used", "model=counted, outcome=refused"],
            meter.Measurements.Where(measurement => measurement.Name == "mlnet_recurrent.reloads").Select(measurement => measurement.Tags));
    }

    [Fact]
    public void Duration_DefaultBuckets_TellMicrosecondsFromSeconds()
    {
        Histogram<double>? duration = null;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
                duration = instrument.Name == "mlnet_recurrent.batch.duration" ? (Histogram<double>)instrument : duration,
        };
        listener.Start();
        using var services = Services(reload: false);
        services.GetRequiredKeyedService<HostedModel>("sine").Score(Sequence, new float[1]);
        Assert.Equal("s", duration?.Unit);
        var boundaries = duration!.Advice!.HistogramBucketBoundaries!;
        Assert.Equal(boundaries.Order().Distinct(), boundaries);
        Assert.InRange(boundaries[0], 0, 1e-6);
        Assert.InRange(boundaries[^1], 10, 100);

        // Calls that differ by more than a factor of 2.5 are in different buckets.
        Assert.All(boundaries.Zip(boundaries.Skip(1)), pair => Assert.InRange(pair.Second / pair.First, 1, 2.6));
    }

    [Fact]
    public void Dispose_Application_ClosesTheModel()
    {
        var services = Services(reload: true);
        var model = services.GetRequiredKeyedService<HostedModel>("sine");
        services.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Score(model));
        Assert.Throws<ObjectDisposedException>(() => model.AcquireLease());
        Assert.False(model.Reload());
    }

    private ServiceProvider Services(bool reload)
    {
        var file = _folder.Write(_old);
        return new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(_log))
            .AddRecurrentModel("sine", options =>
            {
                options.ModelFile = file;
                options.ReloadOnChange = reload;
                options.ReloadDelay = TimeSpan.FromMilliseconds(20);
            })
            .BuildServiceProvider();
    }

    private static float Score(byte[] file) => RawRuntime.Score(file, 1, [Sequence])[0][0];

    private static float Score(HostedModel model)
    {
        var output = new float[1];
        model.Score(Sequence, output);
        return output[0];
    }

    private static float Score(RecurrentModel model)
    {
        var output = new float[1];
        model.Score(Sequence, output);
        return output[0];
    }
}
