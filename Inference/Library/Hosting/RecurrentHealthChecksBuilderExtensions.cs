using Microsoft.Extensions.Diagnostics.HealthChecks;
using MlNetRecurrent;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that add the health checks of recurrent models.</summary>
public static class RecurrentHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a health check of the <see cref="HostedModel"/> with the given name. It is healthy while the file is the version in use; it has the
    /// failure status while the file is refused and the previous version serves, and says since when and why; it is unhealthy if no version could be
    /// loaded.
    /// </summary>
    /// <param name="builder">The health checks of the application, from <c>services.AddHealthChecks()</c>.</param>
    /// <param name="name">The name of the model, as in <c>services.AddRecurrentModel(name, ...)</c>.</param>
    /// <param name="checkName">The name of the health check; null for the name of the model.</param>
    /// <param name="failureStatus">
    /// The status while the file is refused; null for <see cref="HealthStatus.Degraded"/>, because the previous version serves.
    /// </param>
    /// <param name="tags">The tags of the health check; null for none.</param>
    /// <param name="timeout">The timeout of the health check; null for none.</param>
    /// <returns>The health checks, for further calls.</returns>
    /// <remarks>
    /// The first check loads the model if nothing else has. The data of the result are <c>file</c>, <c>loadedAt</c> and <c>fingerprint</c>, and while
    /// the file is refused <c>refusedSince</c> and <c>refusedReason</c>: the values of <see cref="HostedModel.Status"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static IHealthChecksBuilder AddRecurrentModel(
        this IHealthChecksBuilder builder,
        string name,
        string? checkName = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return builder.Add(new HealthCheckRegistration(
            checkName ?? name,
            services => new HostedModelHealthCheck(services, name),
            failureStatus ?? HealthStatus.Degraded,
            tags,
            timeout));
    }
}
