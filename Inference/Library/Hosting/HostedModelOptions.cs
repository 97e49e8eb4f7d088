namespace MlNetRecurrent;

/// <summary>The options of a <see cref="HostedModel"/>.</summary>
public sealed class HostedModelOptions
{
    /// <summary>The path of an exported <c>.onnx</c> file. A relative path starts at the current folder when the model is first resolved.</summary>
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

    /// <summary>
    /// The time between two polls of the file, up to 1 day; <see cref="TimeSpan.Zero"/> or <see cref="Timeout.InfiniteTimeSpan"/> to rely on the
    /// events of the file system alone. A poll reads the status of the file, not its contents. It notices changes without events: on network file
    /// systems, of files mounted into a container one by one, and of folders that are replaced as a whole.
    /// </summary>
    /// <value>Default: 5 s.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Sequences that each version of the file must score correctly before it is put in use. If the first version does not, the model cannot be
    /// resolved; if a later one does not, it is refused and the previous version stays in use.
    /// </summary>
    /// <value>Default: none.</value>
    public IList<CanarySequence> Canary { get; } = [];

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is missing or out of range. The message lists every error.</exception>
    internal void Validate(string name)
    {
        var errors = new List<string>();
        if (string.IsNullOrWhiteSpace(ModelFile))
            errors.Add($"{nameof(ModelFile)} is empty");
        else if (ModelFile.Contains('\0'))
            errors.Add($"{nameof(ModelFile)} contains a null character");
        if (ReloadDelay < TimeSpan.Zero || ReloadDelay > TimeSpan.FromHours(1))
            errors.Add($"{nameof(ReloadDelay)} is {ReloadDelay}, expected 0 to 1 hour");
        if (PollInterval != Timeout.InfiniteTimeSpan && (PollInterval < TimeSpan.Zero || PollInterval > TimeSpan.FromDays(1)))
            errors.Add($"{nameof(PollInterval)} is {PollInterval}, expected up to 1 day, or 0 or {nameof(Timeout.InfiniteTimeSpan)} for no polls");
        errors.AddRange(ModelOptions?.FindErrors().Select(error => $"{nameof(ModelOptions)}.{error}") ?? [$"{nameof(ModelOptions)} is null"]);
        errors.AddRange(Canary.SelectMany((sequence, index) =>
            sequence?.FindErrors().Select(error => $"{nameof(Canary)}[{index}].{error}") ?? [$"{nameof(Canary)}[{index}] is null"]));
        if (errors.Count > 0)
            throw new ArgumentException($"The options of recurrent model '{name}' are invalid: {string.Join("; ", errors)}.");
    }
}
