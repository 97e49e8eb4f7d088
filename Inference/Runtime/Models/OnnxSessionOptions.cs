namespace MlNetRecurrent;

/// <summary>The options of the ONNX Runtime session that runs a model.</summary>
public sealed record OnnxSessionOptions
{
    /// <summary>
    /// The execution provider, by its ONNX Runtime name with or without the suffix <c>ExecutionProvider</c>: <c>CPU</c>, <c>CUDA</c>, <c>DML</c>,
    /// <c>CoreML</c>, <c>OpenVINO</c> and so on. Providers other than <c>CPU</c> require another ONNX Runtime package, such as
    /// <c>Microsoft.ML.OnnxRuntime.Gpu</c>. Operators that the provider does not support run on the CPU.
    /// </summary>
    /// <value>Default: <c>CPU</c>.</value>
    public string ExecutionProvider { get; init; } = "CPU";

    /// <summary>The options of the execution provider by their ONNX Runtime names, such as <c>device_id</c>.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyDictionary<string, string> ProviderOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>The number of threads that share the work of one call, at least 1.</summary>
    /// <value>Default: null, for as many as <see cref="RecurrentModelOptions.Workers"/>.</value>
    public int? IntraOpThreads { get; init; }

    /// <summary>The session configuration entries by their ONNX Runtime names, such as <c>session.set_denormal_as_zero</c>.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyDictionary<string, string> Configuration { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the execution provider is the CPU, which every ONNX Runtime package includes.</summary>
    internal bool UsesCpu => ExecutionProvider.ToUpperInvariant() is "CPU" or "CPUEXECUTIONPROVIDER";

    /// <summary>Finds the options that are out of range and, if ONNX Runtime is registered, those that are not available on this machine.</summary>
    internal IEnumerable<string> FindErrors()
    {
        if (IntraOpThreads is < 1 or > RecurrentModelOptions.MaxWorkers)
            yield return $"{nameof(IntraOpThreads)} is {IntraOpThreads}, expected 1 to {RecurrentModelOptions.MaxWorkers}";

        // The CPU is always available; to ask would load the native library.
        if (UsesCpu)
            yield break;
        foreach (var error in ScoringEngines.OnnxRuntime?.FindErrors(this) ?? [])
            yield return error;
    }
}
