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

    [LoggerMessage(4, LogLevel.Information, "The file '{ModelFile}' of recurrent model '{Name}' is the version in use again.")]
    public static partial void LogRestored(ILogger logger, string name, string modelFile);

    [LoggerMessage(5, LogLevel.Error, "A handler of {Event} of recurrent model '{Name}' failed; the model and other handlers are not affected.")]
    public static partial void LogHandlerFailed(ILogger logger, string name, string @event, Exception exception);

    [LoggerMessage(
        6,
        LogLevel.Warning,
        "Changes in folder '{Folder}' cannot be followed for recurrent model '{Name}'. Its file is polled at {PollInterval} instead (zero: never).")]
    public static partial void LogUnwatched(ILogger logger, string name, string folder, TimeSpan pollInterval, Exception exception);

    [LoggerMessage(7, LogLevel.Error, "The file '{ModelFile}' of recurrent model '{Name}' could not be checked for changes.")]
    public static partial void LogCheckFailed(ILogger logger, string name, string modelFile, Exception exception);
}
