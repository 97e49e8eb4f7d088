namespace MlNetRecurrent;

/// <summary>How an application serves a model.</summary>
public sealed class HostedModelOptions
{
    /// <summary>The path of an exported <c>.onnx</c> file.</summary>
    public string ModelFile { get; set; } = "";

    /// <summary>How ONNX Runtime runs the model.</summary>
    /// <value>Default: on the CPU.</value>
    public OnnxSessionOptions Session { get; set; } = new();

    /// <summary>Whether the model is loaded anew when its file is replaced.</summary>
    /// <value>Default: true.</value>
    public bool ReloadOnChange { get; set; } = true;

    /// <summary>How long the file has to be quiet before it is loaded anew, so that one that is being written is not read: zero or more, at most an hour.</summary>
    /// <value>Default: 250 ms.</value>
    public TimeSpan ReloadDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">Something is missing or out of range; the message lists every fault.</exception>
    internal void Validate(string name)
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(ModelFile))
            faults.Add($"{nameof(ModelFile)} is empty");
        if (ReloadDelay < TimeSpan.Zero || ReloadDelay > TimeSpan.FromHours(1))
            faults.Add($"{nameof(ReloadDelay)} is {ReloadDelay}, expected 0 to 1 hour");
        faults.AddRange(Session.Faults().Select(fault => $"{nameof(Session)}.{fault}"));
        if (faults.Count > 0)
            throw new ArgumentException($"The recurrent model '{name}' cannot be served: {string.Join("; ", faults)}.");
    }
}
