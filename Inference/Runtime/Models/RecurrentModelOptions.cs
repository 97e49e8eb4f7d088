using System.Collections.ObjectModel;

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

    /// <summary>
    /// For a file without a model card: the name of the input with the sequences. Inputs, outputs and states are found from the graph where there is
    /// one sensible reading; otherwise the error lists what the file has.
    /// </summary>
    /// <value>Default: null, found from the graph.</value>
    public string? InputName { get; init; }

    /// <summary>
    /// For a file without a model card: the names of the outputs to compute, in the order in which the outputs of a sequence are concatenated.
    /// </summary>
    /// <value>Default: empty, the only output that is not a constant, an input, a state or derived from another output.</value>
    public IReadOnlyList<string> OutputNames { get; init; } = [];

    /// <summary>
    /// For a file without a model card: the output with the state after a sequence, by the name of the input with the state before it. An empty
    /// output name means that the graph does not return the state.
    /// </summary>
    /// <value>Default: empty, found from the graph.</value>
    public IReadOnlyDictionary<string, string> StateNames { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// For a file without a model card: fixed values of further inputs by name, such as a sample rate; a single value for all elements of the input,
    /// or one for each. These inputs are not part of a batch.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> InputValues { get; init; } = ReadOnlyDictionary<string, IReadOnlyList<double>>.Empty;

    /// <summary>The inputs that a batch provides beside the sequences, even if they are states or lengths.</summary>
    internal IReadOnlyList<string> GivenInputs { get; init; } = [];

    /// <summary>Returns how the caller names an option in error messages, such as <c>--outputs</c>; null for the names of the properties.</summary>
    internal Func<string, string>? NameOption { get; init; }

    /// <summary>Whether an option applies only to files without a model card.</summary>
    internal bool HasGraphOptions =>
        InputName is not null || OutputNames.Count > 0 || StateNames.Count > 0 || InputValues.Count > 0 || GivenInputs.Count > 0;

    /// <summary>Returns the name of an option in error messages.</summary>
    /// <param name="property">The name of its property.</param>
    internal string GetName(string property) => NameOption?.Invoke(property) ?? property;

    /// <summary>Returns how the caller gives an option, for error messages: <c>set OutputNames</c>, or <c>use --outputs</c>.</summary>
    /// <param name="property">The name of its property.</param>
    internal string GetRemedy(string property) => $"{(NameOption is null ? "set" : "use")} {GetName(property)}";

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
        foreach (var error in FindGraphErrors())
            yield return error;
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

    private IEnumerable<string> FindGraphErrors()
    {
        if (InputName?.Length == 0)
            yield return $"{nameof(InputName)} is empty";
        if (OutputNames is null || OutputNames.Any(string.IsNullOrEmpty) || OutputNames.Distinct().Count() < OutputNames.Count)
            yield return $"{nameof(OutputNames)} is null, or has an empty name or the same name twice";
        if (StateNames is null || StateNames.Any(state => state.Key.Length == 0 || state.Value is null))
            yield return $"{nameof(StateNames)} is null, or has an empty name";
        if (InputValues is null || InputValues.Any(input => input.Key.Length == 0 || input.Value is not { Count: > 0 }))
            yield return $"{nameof(InputValues)} is null, or has an empty name or no value";
    }
}
