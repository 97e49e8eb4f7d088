using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class HealthCheckTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Start);
    private readonly byte[] _old = TestFile.Create(TestFile.Forecast(), seed: 1);
    private readonly byte[] _new = TestFile.Create(TestFile.Forecast(), seed: 2);
    private readonly byte[] _wide = TestFile.Create(TestFile.Forecast(features: 2), seed: 2);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_FileRefused_SaysSinceWhenAndWhyUntilItIsMended()
    {
        _folder.Write(_old);
        using var services = Services();
        var model = services.GetRequiredKeyedService<HostedModel>("sine");
        var loaded = await CheckAsync(services);
        Assert.Equal(HealthStatus.Healthy, loaded.Status);
        Assert.Equal("Recurrent model 'sine' serves the version loaded at 2030-01-02 03:04:05Z.", loaded.Description);
        Assert.Equal(["file", "fingerprint", "loadedAt"], loaded.Data.Keys.Order());
        Assert.Equal(_folder["model.onnx"], loaded.Data["file"]);
        Assert.Equal(Start, loaded.Data["loadedAt"]);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(_old)), loaded.Data["fingerprint"]);

        // The first refusal counts for "since", the last for "why".
        _time.Advance(TimeSpan.FromMinutes(1));
        _folder.Write("garbage", "model.onnx");
        Assert.False(model.Reload());
        var since = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMinutes(1));
        _folder.Write(_wide);
        Assert.False(model.Reload());
        var refused = await CheckAsync(services);
        Assert.Equal(HealthStatus.Degraded, refused.Status);
        var reason = $"Model file '{_folder["model.onnx"]}' cannot replace the model in use: it reads 2 features instead of 1. "
            + "Restart the application to use the file.";
        Assert.Equal(
            "Recurrent model 'sine' serves the version loaded at 2030-01-02 03:04:05Z; "
            + $"its file has been refused since 2030-01-02 03:05:05Z: {reason}",
            refused.Description);
        Assert.Equal(since, refused.Data["refusedSince"]);
        Assert.Equal(reason, refused.Data["refusedReason"]);
        Assert.Equal((since, reason), (model.Status.RefusedSince, model.Status.RefusedReason));
        Assert.Equal(Start, refused.Data["loadedAt"]);

        // The version in use is put back.
        _folder.Write(_old);
        Assert.False(model.Reload());
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(services)).Status);
        Assert.Null(model.Status.RefusedReason);

        _folder.Write(_wide);
        Assert.False(model.Reload());
        Assert.Equal(_time.GetUtcNow(), model.Status.RefusedSince);
        _folder.Write(_new);
        Assert.True(model.Reload());
        var reloaded = await CheckAsync(services);
        Assert.Equal(HealthStatus.Healthy, reloaded.Status);
        Assert.Equal(_time.GetUtcNow(), reloaded.Data["loadedAt"]);
        Assert.DoesNotContain("refusedSince", reloaded.Data.Keys);
    }

    [Fact]
    public async Task Check_ReloadDueToPolling_IsReported()
    {
        _folder.Write(_old);
        using var services = Services();
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(services)).Status);
        _folder.Write(_wide);
        _time.Advance(TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync(services)).Status);
        _folder.Write(_old);
        _time.Advance(TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(services)).Status);
    }

    [Fact]
    public async Task Check_FirstLoadFails_IsUnhealthyUntilTheFileIsThere()
    {
        using var services = Services();
        var failed = await CheckAsync(services);
        Assert.Equal(HealthStatus.Unhealthy, failed.Status);
        Assert.Equal(
            "Recurrent model 'sine' cannot be loaded: "
            + $"Model file '{_folder["model.onnx"]}' does not exist: train and export a model, or correct the path.",
            failed.Description);
        Assert.IsType<RecurrentModelException>(failed.Exception);

        _folder.Write(_old);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(services)).Status);
    }

    [Fact]
    public async Task Check_NameUnknown_SaysHowToAddTheModel()
    {
        using var services = new ServiceCollection().AddLogging().AddHealthChecks().AddRecurrentModel("other").Services.BuildServiceProvider();
        var entry = await CheckAsync(services, "other");
        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Equal("There is no recurrent model 'other': add it with services.AddRecurrentModel(\"other\", ...).", entry.Description);
    }

    [Fact]
    public async Task Check_OwnNameStatusAndTags_AreUsed()
    {
        _folder.Write(_old);
        using var services = Services("model of sines", HealthStatus.Unhealthy, ["live"]);
        services.GetRequiredKeyedService<HostedModel>("sine");
        _folder.Write(_wide);
        services.GetRequiredKeyedService<HostedModel>("sine").Reload();
        var entry = await CheckAsync(services, "model of sines");
        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Equal(["live"], entry.Tags);
    }

    private ServiceProvider Services(string? checkName = null, HealthStatus? failureStatus = null, string[]? tags = null) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(_time)
        .AddRecurrentModel("sine", options =>
        {
            options.ModelFile = _folder["model.onnx"];
            options.ReloadDelay = TimeSpan.FromSeconds(1);
        })
        .AddHealthChecks()
        .AddRecurrentModel("sine", checkName, failureStatus, tags)
        .Services
        .BuildServiceProvider();

    private static async Task<HealthReportEntry> CheckAsync(ServiceProvider services, string name = "sine") =>
        (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken)).Entries[name];
}
