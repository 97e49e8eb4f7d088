using Microsoft.Extensions.Logging;

namespace MlNetRecurrent;

/// <summary>The log messages of a <see cref="HostedModel"/>.</summary>
internal static partial class HostedModelLog
{
    [LoggerMessage(1, LogLevel.Information, "Recurrent model '{Name}' was loaded from '{ModelFile}'.")]
    public static partial void LogLoaded(ILogger logger, string name, string modelFile);

    [LoggerMessage(2, LogLevel.Information, "Recurrent model '{Name}' was reloaded from '{ModelFile}'.")]
    public static partial void LogReloaded(ILogger logger, string name, string modelFile);

    [LoggerMessage(3, LogLevel.Error, "Recurrent model '{Name}' could not be reloaded from '{ModelFile}'; still serving the previous version.")]
    public static partial void LogReloadFailed(ILogger logger, string name, string modelFile, Exception exception);
}
