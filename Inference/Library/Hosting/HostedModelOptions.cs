namespace MlNetRecurrent;

/// <summary>Options of a model that an application serves.</summary>
public sealed class HostedModelOptions
{
    /// <summary>The path of an exported <c>.onnx</c> file.</summary>
    public string ModelFile { get; set; } = "";

    /// <summary>The engine that computes the outputs, and its options.</summary>
    /// <value>Default: those of <see cref="RecurrentModelOptions"/>, with one worker: every request has a thread of its own.</value>
    public RecurrentModelOptions ModelOptions { get; set; } = new() { Workers = 1 };

    /// <summary>Whether the model is reloaded when its file is replaced.</summary>
    /// <value>Default: true.</value>
    public bool ReloadOnChange { get; set; } = true;

    /// <summary>The time without a change after which the file is reloaded, 0 to 1 hour: one that is still being written is not read.</summary>
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
        faults.AddRange(ModelOptions.FindErrors().Select(fault => $"{nameof(ModelOptions)}.{fault}"));
        if (faults.Count > 0)
            throw new ArgumentException($"The recurrent model '{name}' cannot be served: {string.Join("; ", faults)}.");
    }
}
