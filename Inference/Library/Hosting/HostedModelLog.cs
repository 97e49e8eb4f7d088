using Microsoft.Extensions.Logging;

namespace MlNetRecurrent;

/// <summary>The log messages of a <see cref="HostedModel"/>.</summary>
internal static partial class HostedModelLog
{
    [LoggerMessage(1, LogLevel.Information, "Recurrent model '{Name}' is loaded from '{ModelFile}'.")]
    public static partial void Loaded(ILogger logger, string name, string modelFile);

    [LoggerMessage(2, LogLevel.Information, "Recurrent model '{Name}' has been reloaded from '{ModelFile}'.")]
    public static partial void Reloaded(ILogger logger, string name, string modelFile);

    [LoggerMessage(3, LogLevel.Error, "Recurrent model '{Name}' could not be reloaded; still serving the previous version.")]
    public static partial void ReloadFailed(ILogger logger, string name, Exception exception);
}
