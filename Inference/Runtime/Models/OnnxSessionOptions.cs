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
    public string ExecutionProvider { get; init; } = "CPU";

    /// <summary>Options of the provider, such as <c>device_id</c>, by the names that ONNX Runtime documents.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyDictionary<string, string> ProviderOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>How many threads share the work of one call, at least 1.</summary>
    /// <value>Default: null, as many as the model has workers.</value>
    public int? IntraOpThreads { get; init; }

    /// <summary>Entries of the session's configuration, such as <c>session.set_denormal_as_zero</c>, by the names that ONNX Runtime documents.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyDictionary<string, string> Configuration { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the execution provider is the one that every ONNX Runtime package has.</summary>
    internal bool UsesCpu => ExecutionProvider.ToUpperInvariant() is "CPU" or "CPUEXECUTIONPROVIDER";

    /// <summary>Everything that is out of range, or not available on this machine.</summary>
    internal IEnumerable<string> FindErrors()
    {
        if (IntraOpThreads is < 1)
            yield return $"{nameof(IntraOpThreads)} is {IntraOpThreads}, expected at least 1";
        foreach (var fault in ScoringEngines.OnnxRuntime?.Faults(this) ?? [])
            yield return fault;
    }
}
