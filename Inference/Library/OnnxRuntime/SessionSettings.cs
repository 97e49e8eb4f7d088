using Microsoft.ML.OnnxRuntime;

namespace MlNetRecurrent;

/// <summary>Converts <see cref="OnnxSessionOptions"/> to the session options of ONNX Runtime.</summary>
internal static class SessionSettings
{
    /// <summary>Creates the options of a session.</summary>
    /// <param name="options">The options to convert.</param>
    /// <param name="threads">The number of threads per call if the options do not specify it; 0 lets ONNX Runtime choose.</param>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime rejects an option. The message names the option.</exception>
    public static SessionOptions Create(OnnxSessionOptions options, int threads)
    {
        // Otherwise ONNX Runtime warns about every optional input, which are part of the design of the files.
        var settings = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        try
        {
            settings.IntraOpNumThreads = options.IntraOpThreads ?? threads;
            foreach (var (key, value) in options.Configuration)
                settings.AddSessionConfigEntry(key, value);
            ExecutionProviders.Append(settings, options.ExecutionProvider, options.ProviderOptions);
            return settings;
        }
        catch
        {
            settings.Dispose();
            throw;
        }
    }
}
