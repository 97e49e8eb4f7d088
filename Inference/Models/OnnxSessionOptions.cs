using Microsoft.ML.OnnxRuntime;

namespace MlNetRecurrent;

/// <summary>How ONNX Runtime runs a model.</summary>
public sealed record OnnxSessionOptions
{
    /// <summary>
    /// The execution provider by ONNX Runtime's name for it, with or without <c>ExecutionProvider</c> behind: <c>CPU</c>, <c>CUDA</c>, <c>DML</c>, <c>CoreML</c>,
    /// <c>OpenVINO</c> and so on. Other than <c>CPU</c> come with other packages of ONNX Runtime, such as <c>Microsoft.ML.OnnxRuntime.Gpu</c>. What a provider does not
    /// have the CPU does.
    /// </summary>
    /// <value>Default: <c>CPU</c>.</value>
    public string ExecutionProvider { get; init; } = ExecutionProviders.Cpu;

    /// <summary>Options of the provider, such as <c>device_id</c>, by the names that ONNX Runtime documents.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyDictionary<string, string> ProviderOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>How many threads share the work of one call, at least 1.</summary>
    /// <value>Default: null, as many as the model has workers.</value>
    public int? IntraOpThreads { get; init; }

    /// <summary>Entries of the session's configuration, such as <c>session.set_denormal_as_zero</c>, by the names that ONNX Runtime documents.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyDictionary<string, string> Configuration { get; init; } = new Dictionary<string, string>();

    /// <summary>Everything that is out of range, or not to be had on this machine.</summary>
    internal IEnumerable<string> Faults()
    {
        if (IntraOpThreads is < 1)
            yield return $"{nameof(IntraOpThreads)} is {IntraOpThreads}, expected at least 1";
        if (!ExecutionProviders.IsAvailable(ExecutionProvider))
        {
            yield return $"{nameof(ExecutionProvider)} is '{ExecutionProvider}', expected one of those in the ONNX Runtime package of this application: {string.Join(", ", ExecutionProviders.Available)}";
        }
    }

    /// <summary>The options as ONNX Runtime takes them.</summary>
    /// <param name="threads">How many threads share the work of one call where the options do not say; 0 for ONNX Runtime's choice.</param>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime refuses one; its message says which.</exception>
    internal SessionOptions ToRuntime(int threads)
    {
        // ONNX Runtime warns of every optional input, which is what the design of the file asks for.
        var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        try
        {
            options.IntraOpNumThreads = IntraOpThreads ?? threads;
            foreach (var (key, value) in Configuration)
                options.AddSessionConfigEntry(key, value);
            ExecutionProviders.Append(options, ExecutionProvider, ProviderOptions);
            return options;
        }
        catch
        {
            options.Dispose();
            throw;
        }
    }
}
