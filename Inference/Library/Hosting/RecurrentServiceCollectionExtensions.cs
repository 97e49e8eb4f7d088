using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MlNetRecurrent;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds recurrent models to the services of an application.</summary>
public static class RecurrentServiceCollectionExtensions
{
    /// <summary>
    /// Serves a model under a name. Resolve it by <c>[FromKeyedServices("name")] HostedModel model</c>; it is loaded when it is first resolved.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The name of the model, also in logs and metrics.</param>
    /// <param name="modelFile">The path of an exported <c>.onnx</c> file. When the file is replaced, the model is reloaded.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public static IServiceCollection AddRecurrentModel(this IServiceCollection services, string name, string modelFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFile);
        return AddRecurrentModel(services, name, options => options.ModelFile = modelFile);
    }

    /// <summary>
    /// Serves a model under a name. Resolve it by <c>[FromKeyedServices("name")] HostedModel model</c>; it is loaded when it is first resolved.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The name of the model, also in logs, metrics and named options.</param>
    /// <param name="configure">Sets the file, the engine, and whether the model is reloaded. Invalid options are refused when it is resolved.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static IServiceCollection AddRecurrentModel(this IServiceCollection services, string name, Action<HostedModelOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<HostedModelOptions>(name).Configure(configure);
        services.TryAddKeyedSingleton(name, (provider, _) => new HostedModel(
            name,
            provider.GetRequiredService<IOptionsMonitor<HostedModelOptions>>().Get(name),
            provider.GetService<ILoggerFactory>()?.CreateLogger<HostedModel>() ?? NullLogger<HostedModel>.Instance,
            provider.GetService<TimeProvider>() ?? TimeProvider.System));
        return services;
    }
}
