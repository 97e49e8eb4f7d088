namespace MlNetRecurrent;

/// <summary>The options of a <see cref="HostedModel"/>.</summary>
public sealed class HostedModelOptions
{
    /// <summary>The path of an exported <c>.onnx</c> file.</summary>
    public string ModelFile { get; set; } = "";

    /// <summary>The engine that computes the outputs, and its options.</summary>
    /// <value>
    /// Default: the defaults of <see cref="RecurrentModelOptions"/>, but with one worker, because each request already runs on a separate thread.
    /// </value>
    public RecurrentModelOptions ModelOptions { get; set; } = new() { Workers = 1 };

    /// <summary>Whether the model is reloaded when its file is replaced.</summary>
    /// <value>Default: true.</value>
    public bool ReloadOnChange { get; set; } = true;

    /// <summary>
    /// The time without further changes after which a changed file is reloaded, 0 to 1 hour. The delay avoids reading a file that is still being
    /// written.
    /// </summary>
    /// <value>Default: 250 ms.</value>
    public TimeSpan ReloadDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is missing or out of range. The message lists every error.</exception>
    internal void Validate(string name)
    {
        var errors = new List<string>();
        if (string.IsNullOrWhiteSpace(ModelFile))
            errors.Add($"{nameof(ModelFile)} is empty");
        if (ReloadDelay < TimeSpan.Zero || ReloadDelay > TimeSpan.FromHours(1))
            errors.Add($"{nameof(ReloadDelay)} is {ReloadDelay}, expected 0 to 1 hour");
        errors.AddRange(ModelOptions.FindErrors().Select(error => $"{nameof(ModelOptions)}.{error}"));
        if (errors.Count > 0)
            throw new ArgumentException($"The options of recurrent model '{name}' are invalid: {string.Join("; ", errors)}.");
    }
}
