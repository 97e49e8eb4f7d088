using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>The columns of a table that are the inputs of a file, and the rows that form a sequence.</summary>
internal sealed class ScoredInputs
{
    private readonly NetworkDescription _network;
    private readonly int[] _sequence;
    private readonly (GraphTensor Input, int[] Columns)[] _others;

    private ScoredInputs(
        NetworkDescription network, IReadOnlyList<string> features, IReadOnlyList<(GraphTensor Input, IReadOnlyList<string> Columns)> others)
    {
        _network = network;
        Columns = [.. features.Concat(others.SelectMany(other => other.Columns)).Distinct()];
        var indices = Columns.Index().ToDictionary(column => column.Item, column => column.Index);
        _sequence = [.. features.Select(column => indices[column])];
        _others = [.. others.Select(other => (other.Input, other.Columns.Select(column => indices[column]).ToArray()))];
    }

    /// <summary>The columns of all inputs.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The number of rows in a window; null if each sequence is scored as a whole.</summary>
    public int? Window { get; private init; }

    /// <summary>Whether each row of the table holds all time steps of a window.</summary>
    public bool IsPacked { get; private init; }

    /// <summary>
    /// Whether the rows of a series are the steps of a stream: the file takes one time step at a time, and returns its states.
    /// </summary>
    public bool CarriesStates { get; private init; }

    /// <summary>Matches the options with the inputs of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="model">The loaded file.</param>
    /// <param name="roles">What its inputs and outputs are; null for a file with a model card.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">An option is missing or does not apply; the message lists what the file has.</exception>
    public static ScoredInputs Create(ParsedFile file, RecurrentModel model, GraphRoles? roles, TableScoringOptions options)
    {
        var (network, graph) = (model.Network, model.Network.Graph);
        if (network.Forecast.FutureCovariates > 0)
            throw new RecurrentModelException($"Model '{file.Name}' has future covariates, and its card does not describe their columns.");
        var size = network.Embedding is null ? network.Features : 1;
        var features = options.Features.Count > 0 ? options.Features : model.Card.FeatureNames;
        var fixedSteps = graph?.FixedSteps;
        var window = options.Window ?? fixedSteps ?? model.Card.Window;
        var request = new ScoringRequest(file, roles, options.Model);
        if (features.Count == 0)
            request.AskForFeatures(size);
        foreach (var input in (graph?.OtherInputs ?? []).Where(input => !options.InputColumns.ContainsKey(input.Name)))
            request.AskForColumns(input);
        if (window is null && options.Sequence is null)
            request.AskForWindow();
        request.ThrowIfIncomplete(canBeImported: graph is null);
        if (options.Window is not null && fixedSteps is { } steps && options.Window != steps)
            throw request.Refuse(nameof(options.Window), $"is {options.Window}, but the file takes sequences of exactly {ToSteps(steps)}");
        if (options.Window < network.MinSteps)
            throw request.Refuse(nameof(options.Window), $"is {options.Window}, but the file requires at least {ToSteps(network.MinSteps)}");
        var canBePacked = options is { Sequence: null, Series: null, Time: null } && options.InputColumns.Count == 0;
        var isPacked = canBePacked && window > 1 && features.Count != size && features.Count == (long)window * size;
        if (features.Count != size && !isPacked)
        {
            var packed = window > 1 && canBePacked ? $", or {(long)window * size} for rows that hold all {ToSteps(window.Value)} of a sequence" : "";
            throw request.Refuse(nameof(options.Features), $"names {Count(features.Count)}, expected {size} for each time step{packed}");
        }

        List<(GraphTensor, IReadOnlyList<string>)> others = [];
        foreach (var input in graph?.OtherInputs ?? [])
        {
            var columns = options.InputColumns[input.Name];
            if (columns.Count != input.Size)
                throw request.Refuse(nameof(options.InputColumns), $"names {Count(columns.Count)} for the input {input}, expected {input.Size}");
            others.Add((input, columns));
        }

        return new ScoredInputs(network, features, others)
        {
            Window = options.Sequence is null ? window : null,
            IsPacked = isPacked,
            CarriesStates = (fixedSteps ?? model.Card.Window) == 1
                && roles is { States.Count: > 0 } && roles.States.All(state => state.Output is not null),
        };
    }

    /// <summary>Returns the values of sequences of equal length, [sequence, time, features], as token IDs for a model that reads tokens.</summary>
    public (float[] Values, long[] Tokens) GatherSequences(RowFrame frame, IReadOnlyList<RowSequence> sequences)
    {
        var columns = IsPacked ? [.. Enumerable.Range(0, frame.Features)] : _sequence;
        var values = new float[sequences.Sum(sequence => sequence.Length) * columns.Length];
        var index = 0;
        foreach (var sequence in sequences)
        {
            for (var row = sequence.Start; row < sequence.End; row++)
            {
                foreach (var column in columns)
                    values[index++] = frame.Values[(row * frame.Features) + column];
            }
        }

        return _network.Embedding is { } embedding
            ? ([], [.. values.Select(value => ToToken(frame, value, embedding.VocabularySize))])
            : (values, []);
    }

    /// <summary>Returns the values of the further inputs, for each sequence in the order of <see cref="GraphDescription.OtherInputs"/>.</summary>
    public float[] GatherOtherInputs(RowFrame frame, IReadOnlyList<RowSequence> sequences)
    {
        if (_others.Length == 0)
            return [];
        var values = new List<float>();
        foreach (var sequence in sequences)
        {
            foreach (var (input, columns) in _others)
            {
                for (var row = input.HasSteps ? sequence.Start : sequence.End - 1; row < sequence.End; row++)
                    values.AddRange(columns.Select(column => GetValue(frame, row, column, input)));
            }
        }

        return [.. values];
    }

    private static float GetValue(RowFrame frame, int row, int column, GraphTensor input)
    {
        var value = frame.Values[(row * frame.Features) + column];
        return !input.IsInteger || value == MathF.Floor(value)
            ? value
            : throw new SequenceDataException(FormattableString.Invariant(
                $"{frame.Name}, column '{frame.FeatureNames[column]}': {value} is not a whole number, which the input '{input.Name}' requires."));
    }

    private long ToToken(RowFrame frame, float value, int size) => value >= 0 && value < size && value == MathF.Floor(value)
        ? (long)value
        : throw new SequenceDataException(FormattableString.Invariant(
            $"{frame.Name}, column '{frame.FeatureNames[_sequence[0]]}': {value} is not a token ID, expected a whole number from 0 to {size - 1}."));

    private static string ToSteps(int steps) => FormattableString.Invariant($"{steps} time step{(steps == 1 ? "" : "s")}");

    private static string Count(int columns) => FormattableString.Invariant($"{columns} column{(columns == 1 ? "" : "s")}");
}
