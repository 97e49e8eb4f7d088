using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MlNetRecurrent;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that add recurrent models to the services of an application.</summary>
public static class RecurrentServiceCollectionExtensions
{
    /// <summary>
    /// Adds a named <see cref="HostedModel"/> as a keyed singleton. Resolve it with <c>[FromKeyedServices(name)] HostedModel model</c>, where
    /// <c>name</c> is the name given here. The file is loaded when the model is first resolved.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The name of the model: the key of the service, and the name of its options, in logs and in metrics.</param>
    /// <param name="modelFile">The path of an exported <c>.onnx</c> file. When the file is replaced, the model is reloaded.</param>
    /// <returns>The services, for further calls.</returns>
    /// <exception cref="ArgumentException">The name or the path is empty.</exception>
    public static IServiceCollection AddRecurrentModel(this IServiceCollection services, string name, string modelFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFile);
        return AddRecurrentModel(services, name, options => options.ModelFile = modelFile);
    }

    /// <summary>
    /// Adds a named <see cref="HostedModel"/> as a keyed singleton. Resolve it with <c>[FromKeyedServices(name)] HostedModel model</c>, where
    /// <c>name</c> is the name given here. The file is loaded when the model is first resolved.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The name of the model: the key of the service, and the name of its options, in logs and in metrics.</param>
    /// <param name="configure">
    /// Sets the options, at least <see cref="HostedModelOptions.ModelFile"/>. They are validated when the model is first resolved.
    /// </param>
    /// <returns>The services, for further calls.</returns>
    /// <remarks>If a name is added twice, there is one model, to whose options both calls apply, in order.</remarks>
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
