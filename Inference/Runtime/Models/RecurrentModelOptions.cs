namespace MlNetRecurrent;

/// <summary>The options for loading a model.</summary>
public sealed record RecurrentModelOptions
{
    /// <summary>The maximum number of threads that an option can request.</summary>
    internal const int MaxWorkers = 1024;

    /// <summary>The engine that computes the outputs.</summary>
    /// <value>Default: <see cref="RecurrentEngine.Auto"/>.</value>
    public RecurrentEngine Engine { get; init; }

    /// <summary>
    /// The maximum number of threads that score one batch, 1 to 1,024; they share one copy of the weights. Outputs do not depend on it. Set it to 1
    /// if as many threads as there are processors call the model.
    /// </summary>
    /// <value>Default: the number of processors.</value>
    public int Workers { get; init; } = Math.Min(Environment.ProcessorCount, MaxWorkers);

    /// <summary>
    /// The session options for ONNX Runtime. An execution provider other than the CPU requires <see cref="RecurrentEngine.OnnxRuntime"/>.
    /// </summary>
    /// <value>Default: the CPU, with <see cref="Workers"/> threads.</value>
    public OnnxSessionOptions Session { get; init; } = new();

    /// <summary>
    /// Whether ONNX Runtime may run any graph. If false, a file is loaded only if its operators are those of recurrent networks and the surrounding
    /// operators, if the size of its values is bounded by the size of the file and of the input, and if its inputs and outputs match its card. Other
    /// files can exhaust memory and time: set this to true only for files that you trust.
    /// </summary>
    /// <value>Default: false.</value>
    public bool AllowAnyGraph { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message lists every error.</exception>
    internal void Validate()
    {
        var errors = FindErrors().ToList();
        if (errors.Count > 0)
            throw new ArgumentException($"The model cannot be loaded: {string.Join("; ", errors)}.");
    }

    /// <summary>Finds the options that are out of range.</summary>
    internal IEnumerable<string> FindErrors()
    {
        if (!Enum.IsDefined(Engine))
            yield return $"{nameof(Engine)} is {Engine}, expected one of {string.Join(", ", Enum.GetNames<RecurrentEngine>())}";
        if (Workers is < 1 or > MaxWorkers)
            yield return FormattableString.Invariant($"{nameof(Workers)} is {Workers}, expected 1 to {MaxWorkers}");
        if (Session is not { ExecutionProvider: not null, ProviderOptions: not null, Configuration: not null })
        {
            yield return Session is null ? $"{nameof(Session)} is null" : $"{nameof(Session)} has an option that is null";
            yield break;
        }

        if (Engine != RecurrentEngine.OnnxRuntime && !Session.UsesCpu)
        {
            yield return $"{nameof(Session)}.{nameof(Session.ExecutionProvider)} is '{Session.ExecutionProvider}', "
                + $"but {nameof(Engine)} is {Engine}, expected {RecurrentEngine.OnnxRuntime}";
        }

        foreach (var error in Session.FindErrors())
            yield return $"{nameof(Session)}.{error}";
    }
}
