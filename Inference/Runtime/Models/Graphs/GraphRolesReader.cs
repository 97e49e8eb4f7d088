using System.Text.RegularExpressions;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>
/// Finds what the inputs and outputs of the graph of another program are: as told, from the reader, from their names, and from their shapes.
/// </summary>
internal sealed partial class GraphRolesReader
{
    // The engine allocates the inputs of a sequence, or of a fixed batch, before it runs the graph.
    private const long MaxValues = 1 << 22;

    private readonly ModelProto _model;
    private readonly string _file;
    private readonly RecurrentModelOptions _options;
    private readonly GraphStructure _structure;
    private readonly IReadOnlyList<DeclaredValue> _inputs;
    private readonly IReadOnlyList<DeclaredValue> _outputs;

    private GraphRolesReader(ModelProto model, string file, RecurrentModelOptions options)
    {
        (_model, _file, _options) = (model, file, options);
        _structure = RecurrentGraphReader.ReadStructure(model);
        var inputs = _structure.Inputs.Select(input => input.Name).ToHashSet();
        _inputs = [.. model.Graph.Input.Where(input => inputs.Contains(input.Name)).DistinctBy(input => input.Name).Select(DeclaredValue.Read)];
        _outputs = [.. model.Graph.Output.DistinctBy(output => output.Name).Select(DeclaredValue.Read)];
    }

    /// <summary>Finds the roles.</summary>
    /// <param name="model">The model.</param>
    /// <param name="file">The name of the file in error messages.</param>
    /// <param name="options">The names of inputs and outputs, where they are told.</param>
    /// <exception cref="RecurrentModelException">
    /// There is no sensible reading, or several, or a told name does not exist; the message lists what the file has, and says what to set.
    /// </exception>
    public static GraphRoles Read(ModelProto model, string file, RecurrentModelOptions options) => new GraphRolesReader(model, file, options).Read();

    /// <summary>Returns the outputs that are computed if none is named.</summary>
    /// <inheritdoc cref="Read(ModelProto, string, RecurrentModelOptions)"/>
    public static IReadOnlyList<string> ReadOutputs(ModelProto model, string file, RecurrentModelOptions options)
    {
        var reader = new GraphRolesReader(model, file, options);
        return reader.FindOutputs(reader.FindStates());
    }

    private GraphRoles Read()
    {
        CheckNames();
        var states = FindStates();
        var outputs = FindOutputs(states);
        var sequence = FindSequence(states);
        var axes = FindSequenceAxes(sequence, out var inputAxes);
        var tensor = new GraphTensor { Name = sequence.Name, Axes = axes, IsInteger = sequence.IsInteger };
        List<GraphTensor> others = [];
        List<GraphFilledInput> filled = [];
        List<(GraphTensor Input, string? Output)> carried = [];
        foreach (var input in _inputs.Where(input => input.Name != sequence.Name))
        {
            var isGiven = _options.GivenInputs.Contains(input.Name);
            var isState = states.TryGetValue(input.Name, out var stateOutput);
            var other = CreateTensor(input, inputAxes, isState);
            if (_options.InputValues.TryGetValue(input.Name, out var values))
                filled.Add(CreateFilled(other, values));
            else if (isGiven)
                others.Add(other);
            else if (isState)
                carried.Add((other, stateOutput));
            else if (IsLengths(input))
                filled.Add(new GraphFilledInput(other, null));
            else if (GetKind(input) == InputKind.Unused)
                filled.Add(new GraphFilledInput(other, [0]));
            else
                others.Add(other);
        }

        // The order of several columns is that of the names that were told.
        var givenStates = states.Where(state => state.Value is not null && _options.GivenInputs.Contains(state.Key));
        outputs = [.. outputs, .. givenStates.Select(state => state.Value!)];
        var perSequence = others.Concat(carried.Select(state => state.Input));
        return new GraphRoles
        {
            Sequence = tensor,
            OtherInputs = others,
            FilledInputs = filled,
            States = carried,
            Outputs = [.. outputs.Distinct()],
            BatchSize = inputAxes.BatchSize,
            IsSingle = perSequence.Any(input => input.Axes.All(axis => axis.Kind != GraphAxisKind.Batch)),
            VocabularySize = IsTokens(tensor) ? TokenTable.FindSize(_model.Graph, tensor.Name) : null,
        };
    }

    private static bool IsTokens(GraphTensor sequence) => sequence is { IsInteger: true, HasSteps: true, Size: 1 };

    private InputKind GetKind(DeclaredValue input) => _structure.Inputs.First(other => other.Name == input.Name).Kind;

    private bool IsLengths(DeclaredValue input) =>
        GetKind(input) == InputKind.Lengths || (input is { IsInteger: true, Axes.Count: <= 1 } && LengthName().IsMatch(input.Name));

    // The output is null if the graph does not return the state.
    private Dictionary<string, string?> FindStates()
    {
        var states = _options.StateNames.ToDictionary(state => state.Key, state => state.Value.Length == 0 ? null : state.Value);
        foreach (var output in _structure.Outputs)
        {
            if (output is { Kind: OutputKind.State, StateInput: { } input } && CanBeState(input) && !states.ContainsValue(output.Name))
                states.TryAdd(input, output.Name);
        }

        var isOpen = _structure.Inputs
            .Where(input => (input.Kind is InputKind.State or InputKind.Other || StatePairs.IsStateName(input.Name))
                && CanBeState(input.Name) && !states.ContainsKey(input.Name))
            .Select(input => input.Name).ToHashSet();

        // One input is left for the sequences.
        if (isOpen.Count == _inputs.Count)
            isOpen.Remove(_options.InputName ?? _inputs[0].Name);
        var outputs = _structure.Outputs
            .Where(output => output.Kind is OutputKind.Computed or OutputKind.State && !states.ContainsValue(output.Name))
            .Select(output => output.Name).ToHashSet();
        var pairs = StatePairs.Find(
            [.. _inputs.Where(input => isOpen.Contains(input.Name))],
            [.. _outputs.Where(output => outputs.Contains(output.Name) && !_options.OutputNames.Contains(output.Name))]);
        foreach (var (input, output) in pairs)
            states.TryAdd(input, output);
        foreach (var input in _structure.Inputs.Where(input => input.Kind == InputKind.State && CanBeState(input.Name)))
            states.TryAdd(input.Name, null);
        return states;
    }

    private bool CanBeState(string input) => input != _options.InputName && !_options.InputValues.ContainsKey(input);

    private IReadOnlyList<string> FindOutputs(Dictionary<string, string?> states)
    {
        if (_options.OutputNames.Count > 0)
            return _options.OutputNames;
        var computed = _structure.Outputs
            .Where(output => output.Kind is OutputKind.Computed or OutputKind.State or OutputKind.Label && !states.ContainsValue(output.Name))
            .ToList();
        var finals = new FinalStates(_model.Graph);
        var candidates = computed
            .Where(output => output.Kind != OutputKind.Label && !StatePairs.IsStateName(output.Name) && !finals.IsFinal(output.Name)).ToList();
        if (candidates.Count == 0)
            candidates = computed.Where(output => output.Kind == OutputKind.Label).ToList() is { Count: > 0 } labels ? labels : computed;
        return candidates switch
        {
            [var only] => [only.Name],
            [] => throw Unclear("none of its outputs depends on an input: name one", nameof(_options.OutputNames)),
            _ => throw Unclear(
                $"it has several outputs: name those that you want, among {List(candidates.Select(output => $"'{output.Name}'"))}",
                nameof(_options.OutputNames)),
        };
    }

    private DeclaredValue FindSequence(Dictionary<string, string?> states)
    {
        if (_options.InputName is { } told)
            return _inputs.First(input => input.Name == told);
        var candidates = _inputs.Where(input => !states.ContainsKey(input.Name)
            && !_options.InputValues.ContainsKey(input.Name)
            && !_options.GivenInputs.Contains(input.Name)
            && !IsLengths(input)).ToList();
        if (candidates.Find(input => GetKind(input) == InputKind.Sequence) is { } sequence)
            return sequence;
        return candidates.Where(input => GetKind(input) == InputKind.Other).DefaultIfEmpty(candidates.FirstOrDefault())
            .MaxBy(input => (input?.Axes?.Count(axis => axis.Size != 1) ?? 0, input?.IsInteger == false))
            ?? throw Unclear("no input is left for the sequences: name it", nameof(_options.InputName));
    }

    private IReadOnlyList<GraphAxis> FindSequenceAxes(DeclaredValue sequence, out GraphAxes inputAxes)
    {
        if (sequence.Axes is null)
            throw Unclear($"input '{sequence.Name}' has no declared shape", null);
        CheckSize(sequence);
        return GraphAxes.FindSequence(sequence.Axes, GetRoles(sequence), sequence.IsInteger, out inputAxes)
            ?? throw Unclear($"input '{sequence.Name}' has an axis of unknown size that is neither batch nor time: {sequence}", null);
    }

    private GraphTensor CreateTensor(DeclaredValue input, GraphAxes inputAxes, bool isState)
    {
        CheckSize(input);
        var axes = input.Axes is null ? null : inputAxes.FindOther(input.Axes, GetRoles(input), isState);
        return new GraphTensor
        {
            Name = input.Name,
            IsInteger = input.IsInteger,
            Axes = axes ?? throw Unclear($"input '{input.Name}' has an axis of unknown size that is neither batch nor time: {input}", null),
        };
    }

    private void CheckSize(DeclaredValue input)
    {
        var size = input.Axes?.Aggregate(1d, (product, axis) => product * (axis.Size ?? 1)) ?? 1;
        if (size is < 1 or > MaxValues)
            throw Unclear($"input '{input.Name}' has {size:N0} values for each sequence, expected 1 to {MaxValues:N0}", null);
    }

    private List<AxisRole> GetRoles(DeclaredValue input)
    {
        var roles = _structure.Inputs.First(other => other.Name == input.Name).Axes;
        return [.. input.Axes!.Select((_, axis) => axis < roles?.Count ? roles[axis].Role : AxisRole.Unknown)];
    }

    private GraphFilledInput CreateFilled(GraphTensor input, IReadOnlyList<double> values) =>
        values.Count == 1 || (!input.HasSteps && values.Count == input.Size)
            ? new GraphFilledInput(input, values)
            : throw Unclear(
                $"{_options.GetName(nameof(_options.InputValues))} has {values.Count} values for the input {input}, "
                + $"expected 1{(input.HasSteps ? "" : $" or {input.Size}")}",
                null);

    private void CheckNames()
    {
        var inputs = _inputs.Select(input => input.Name).ToHashSet();
        var outputs = _outputs.Select(output => output.Name).ToHashSet();
        (string Option, IEnumerable<string> Names, HashSet<string> Known)[] told =
        [
            (nameof(_options.InputName), _options.InputName is { } name ? [name] : [], inputs),
            (nameof(_options.InputValues), _options.InputValues.Keys, inputs),
            (nameof(_options.StateNames), _options.StateNames.Keys, inputs),
            ("InputColumns", _options.GivenInputs, inputs),
            (nameof(_options.StateNames), _options.StateNames.Values.Where(output => output.Length > 0), outputs),
            (nameof(_options.OutputNames), _options.OutputNames, outputs),
        ];
        foreach (var (option, names, known) in told)
        {
            if (names.FirstOrDefault(other => !known.Contains(other)) is { } missing)
                throw Unclear($"{_options.GetName(option)} has '{missing}', which is not an {(known == inputs ? "input" : "output")} of it", null);
        }

        if (_options.InputName is { } sequence && (_options.GivenInputs.Contains(sequence) || _options.StateNames.ContainsKey(sequence)))
            throw Unclear($"'{sequence}' is named both as the input with the sequences and as another input", null);
        if (_inputs.Count == 0)
            throw Unclear("it has no inputs", null);
    }

    private RecurrentModelException Unclear(string problem, string? option) => new(
        $"Model file '{_file}' carries no model card, and {problem}. It has the inputs {List(_inputs)} and the outputs {List(_outputs)}."
        + (option is null ? "" : $" {Capitalize(_options.GetRemedy(option))}, or import the file with 'mlnet-recurrent import'."));

    private static string Capitalize(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string List<T>(IEnumerable<T> items)
    {
        const int MaxListed = 20;
        var listed = items.Take(MaxListed + 1).Select(item => $"{item}").ToList();
        return string.Join(", ", listed.Take(MaxListed)) + (listed.Count > MaxListed ? ", ..." : "");
    }

    [GeneratedRegex("(^|[^a-z])(len|lens|length|lengths|seqlen|seqlens)([^a-z]|$)", RegexOptions.IgnoreCase)]
    private static partial Regex LengthName();
}
