using Microsoft.ML.OnnxRuntime;

namespace MlNetRecurrent;

/// <summary>Turns <see cref="OnnxSessionOptions"/> into ONNX Runtime's own options.</summary>
internal static class SessionSettings
{
    /// <summary>Creates the options of a session.</summary>
    /// <param name="options">How to run the model.</param>
    /// <param name="threads">The number of threads that share the work of one call where the options name none; 0 for ONNX Runtime's choice.</param>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime refuses an option; its message says which.</exception>
    public static SessionOptions Create(OnnxSessionOptions options, int threads)
    {
        // ONNX Runtime warns about every optional input, which is what the design of the file asks for.
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
