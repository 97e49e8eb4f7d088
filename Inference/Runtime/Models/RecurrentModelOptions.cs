namespace MlNetRecurrent;

/// <summary>How a model is loaded.</summary>
public sealed record RecurrentModelOptions
{
    private const int MaxWorkers = 1024;

    /// <summary>What computes the answers.</summary>
    /// <value>Default: <see cref="RecurrentEngine.Auto"/>.</value>
    public RecurrentEngine Engine { get; init; }

    /// <summary>
    /// Most threads that score one batch, 1 to 1,024; they share one copy of the weights. Answers do not depend on it. Set 1 where the callers
    /// themselves are as many threads as there are processors.
    /// </summary>
    /// <value>Default: the number of processors.</value>
    public int Workers { get; init; } = Math.Min(Environment.ProcessorCount, MaxWorkers);

    /// <summary>How ONNX Runtime runs a model that it computes. An execution provider other than the CPU is for <see cref="RecurrentEngine.OnnxRuntime"/>.</summary>
    /// <value>Default: on the CPU, with as many threads for a batch as <see cref="Workers"/>.</value>
    public OnnxSessionOptions Session { get; init; } = new();

    /// <summary>
    /// Whether ONNX Runtime may run any graph. Without this a file is loaded only if its operators are of those that stand in and around
    /// recurrent networks, if its values are bounded by the size of the file and of what is fed, and if its input and output are as its card
    /// says. A file that does not pass can take all memory and time there is: trust where it comes from.
    /// </summary>
    /// <value>Default: false.</value>
    public bool AllowAnyGraph { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">Something is out of range; the message lists every fault.</exception>
    internal void Validate()
    {
        var faults = FindErrors().ToList();
        if (faults.Count > 0)
            throw new ArgumentException($"The model cannot be loaded: {string.Join("; ", faults)}.");
    }

    /// <summary>Everything that is out of range.</summary>
    internal IEnumerable<string> FindErrors()
    {
        if (!Enum.IsDefined(Engine))
            yield return $"{nameof(Engine)} is {Engine}, expected one of {string.Join(", ", Enum.GetNames<RecurrentEngine>())}";
        if (Workers is < 1 or > MaxWorkers)
            yield return FormattableString.Invariant($"{nameof(Workers)} is {Workers}, expected 1 to {MaxWorkers}");
        if (Engine != RecurrentEngine.OnnxRuntime && !Session.UsesCpu)
            yield return $"{nameof(Session)}.{nameof(Session.ExecutionProvider)} is '{Session.ExecutionProvider}', but {nameof(Engine)} is {Engine}, expected {RecurrentEngine.OnnxRuntime}";
        foreach (var fault in Session.FindErrors())
            yield return $"{nameof(Session)}.{fault}";
    }
}
