using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MlNetRecurrent;

/// <summary>Reports whether a hosted model is loaded, and whether a later version of its file was refused.</summary>
internal sealed class HostedModelHealthCheck(IServiceProvider services, string name) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return Task.FromResult(services.GetKeyedService<HostedModel>(name) is { } model
                ? Describe(model.Status, context.Registration.FailureStatus)
                : HealthCheckResult.Unhealthy($"There is no recurrent model '{name}': add it with services.AddRecurrentModel(\"{name}\", ...)."));
        }
        catch (Exception exception)
        {
            // The first check loads the model, if nothing else has.
            return Task.FromResult(HealthCheckResult.Unhealthy($"Recurrent model '{name}' cannot be loaded: {exception.Message}", exception));
        }
    }

    private HealthCheckResult Describe(HostedModelStatus status, HealthStatus refused)
    {
        var data = new Dictionary<string, object>
        {
            ["file"] = status.ModelFile,
            ["loadedAt"] = status.LoadedAt,
            ["fingerprint"] = status.Fingerprint,
        };
        var loaded = $"Recurrent model '{name}' serves the version loaded at {Format(status.LoadedAt)}";
        if (status is not { RefusedSince: { } since, RefusedReason: { } reason })
            return HealthCheckResult.Healthy($"{loaded}.", data);
        data["refusedSince"] = since;
        data["refusedReason"] = reason;
        return new HealthCheckResult(refused, $"{loaded}; its file has been refused since {Format(since)}: {reason}", data: data);
    }

    private static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
