
namespace MlNetRecurrent.Inference.Tests;

/// <summary>Sequences for a file of another program, with what each has beside it.</summary>
/// <param name="Sequences">[time, features] of each.</param>
/// <param name="Others">The values of the further inputs of each, in the order of the model.</param>
/// <param name="Steps">The number of time steps of each.</param>
internal sealed record ForeignRows(float[][] Sequences, float[][] Others, int[] Steps)
{
    public int Count => Sequences.Length;

    /// <summary>The initial states of each; null for zeros.</summary>
    public float[][]? States { get; init; }

    /// <summary>
    /// Splits given inputs into rows. Their first axis of a size other than 1 is the batch, and the values of a row are contiguous.
    /// </summary>
    public static ForeignRows FromInputs(IReadOnlyList<ForeignTensor> inputs, RecurrentModel model)
    {
        var graph = model.Network.Graph;
        var sequence = graph is null ? inputs[0] : inputs.Single(input => input.Name == graph.Sequence.Name);
        var batch = sequence.Shape.FirstOrDefault(size => size != 1, 1);
        if (sequence.Shape[0] == 1 && sequence.Shape.Length < 4)
            batch = 1;
        var others = (graph?.OtherInputs ?? []).Select(other => inputs.Single(input => input.Name == other.Name)).ToList();
        var steps = sequence.Values.Length / batch / model.Network.Features;
        var lengths = inputs.FirstOrDefault(input => input.Name == "lengths")?.Values;

        // The managed engine takes the states of an LSTM in the order hidden, cell.
        List<ForeignTensor> states = graph is null
            ? [.. inputs.Where(input => input.Name is "h_in" or "c_in").OrderByDescending(input => input.Name)]
            : [.. graph.States.Select(state => inputs.Single(input => input.Name == state.Input.Name))];
        return new ForeignRows(
            [.. Enumerable.Range(0, batch).Select(row => GetRow(sequence, row, batch)[..((int)(lengths?[row] ?? steps) * model.Network.Features)])],
            [.. Enumerable.Range(0, batch).Select(row => others.SelectMany(other => GetRow(other, row, batch)).ToArray())],
            [.. Enumerable.Range(0, batch).Select(row => (int)(lengths?[row] ?? steps))])
        {
            States = states.Count == 0
                ? null
                : [.. Enumerable.Range(0, batch).Select(row => states.SelectMany(state => GetRow(state, row, batch)).ToArray())],
        };
    }

    /// <summary>The numbers of time steps to try.</summary>
    public static IEnumerable<int> GetLengths(string name, RecurrentModel model, RawGraph raw)
    {
        var fixedSteps = GetSequence(model, raw).Fixed;
        var steps = ForeignSetup.GetSteps(name);
        return fixedSteps is { } only ? [only] : [steps, steps + 3];
    }

    public static ForeignRows CreateRandom(RecurrentModel model, RawGraph raw, int count, int steps, int seed)
    {
        var random = new Random(seed);
        var others = model.Network.Graph?.OtherInputs ?? [];
        return new ForeignRows(
            [.. Enumerable.Range(0, count).Select(_ => Values(steps * model.Network.Features, false))],
            [.. Enumerable.Range(0, count).Select(_ => others.SelectMany(other =>
                Values((other.HasSteps ? steps : 1) * other.Size, raw.IsInteger(other.Name))).ToArray())],
            [.. Enumerable.Repeat(steps, count)]);

        float[] Values(int size, bool isInteger) =>
            [.. Enumerable.Range(0, size).Select(_ => isInteger ? random.Next(3) : (float)((2 * random.NextDouble()) - 1))];
    }

    public static ForeignRows Join(IReadOnlyList<ForeignRows> rows) => new(
        [.. rows.SelectMany(row => row.Sequences)], [.. rows.SelectMany(row => row.Others)], [.. rows.SelectMany(row => row.Steps)]);

    public ForeignRows Take(int start, int count) => new(
        Sequences[start..(start + count)], Others[start..(start + count)], Steps[start..(start + count)]);

    public bool TrySetNaN(int row)
    {
        Sequences[row][0] = float.NaN;
        return true;
    }

    /// <summary>Scores all rows in one batch.</summary>
    public float[][] Score(RecurrentModel model, bool ragged = false)
    {
        var sizes = Steps.Select(model.GetOutputSize).ToArray();
        var outputs = new float[sizes.Sum()];
        model.ScoreBatch(
            new SequenceBatch
            {
                Values = Sequences.SelectMany(values => values).ToArray(),
                OtherInputs = Others.SelectMany(values => values).ToArray(),
                InitialStates = States is null ? [] : States.SelectMany(values => values).ToArray(),
                Count = Count,
                Lengths = ragged || Steps.Distinct().Count() > 1 ? Steps : [],
            },
            outputs);
        var ends = sizes.Select((_, index) => sizes[..(index + 1)].Sum()).ToArray();
        return [.. sizes.Select((size, index) => outputs[(ends[index] - size)..ends[index]])];
    }

    /// <summary>Scores each row with plain ONNX Runtime, in a batch of one or filling a fixed batch.</summary>
    public float[][] ScoreRaw(RecurrentModel model, RawGraph raw) => [.. Enumerable.Range(0, Count).Select(row => ScoreRaw(model, raw, row))];

    /// <summary>The given outputs of each row, concatenated in the order of the model.</summary>
    public float[][] SelectOutputs(IReadOnlyList<ForeignTensor> outputs, RecurrentModel model)
    {
        var names = model.Network.Graph?.Outputs.Select(output => output.Name) ?? [outputs[0].Name];
        var selected = names.Select(name => outputs.Single(output => output.Name == name)).ToList();
        return [.. Enumerable.Range(0, Count).Select(row => selected.SelectMany(output => GetRow(output, row, Count)).ToArray())];
    }

    private float[] ScoreRaw(RecurrentModel model, RawGraph raw, int row)
    {
        var (name, batchAxis, timeAxis, batch, _) = GetSequence(model, raw);
        var inputs = new List<ForeignTensor>();
        var shape = raw.GetShape(name);
        inputs.Add(Repeat(new ForeignTensor(name, "", Resolve(shape, batchAxis, timeAxis, row), Sequences[row]), batchAxis, batch));
        var start = 0;
        foreach (var other in model.Network.Graph?.OtherInputs ?? [])
        {
            var size = (other.HasSteps ? Steps[row] : 1) * other.Size;
            var axes = other.Axes.Select(axis => axis.Kind).ToList();
            var otherBatch = axes.IndexOf(GraphAxisKind.Batch);
            var otherShape = Resolve(raw.GetShape(other.Name), otherBatch, axes.IndexOf(GraphAxisKind.Time), row);
            inputs.Add(Repeat(new ForeignTensor(other.Name, "", otherShape, Others[row][start..(start + size)]), otherBatch, batch));
            start += size;
        }

        foreach (var input in raw.Inputs.Where(input => inputs.TrueForAll(other => other.Name != input)))
        {
            // Lengths, a sample rate, or states of zeros.
            var value = input == "sr" ? 16_000 : raw.IsInteger(input) ? Steps[row] : 0;
            int[] inputShape = [.. raw.GetShape(input).Select(size => size < 0 ? batch : size)];
            var count = inputShape.Aggregate(1, (product, size) => product * size);
            inputs.Add(new ForeignTensor(input, "", inputShape, [.. Enumerable.Repeat((float)value, count)]));
        }

        var names = model.Network.Graph?.Outputs.Select(output => output.Name).ToArray() ?? [raw.MainOutput];
        return [.. raw.Run(inputs, names).SelectMany(output => FirstRow(output, batch))];
    }

    private int[] Resolve(int[] shape, int batchAxis, int timeAxis, int row) =>
        [.. shape.Select((size, axis) => axis == timeAxis ? Steps[row] : axis == batchAxis ? 1 : size < 0 ? 1 : size)];

    // Fills a fixed batch with copies of one row.
    private static ForeignTensor Repeat(ForeignTensor tensor, int axis, int batch)
    {
        if (batch == 1 || axis < 0)
            return tensor;
        int[] shape = [.. tensor.Shape];
        shape[axis] = batch;
        var inner = tensor.Shape[(axis + 1)..].Aggregate(1, (product, size) => product * size);
        var copies = tensor.Values.Chunk(inner).SelectMany(values => Enumerable.Repeat(values, batch));
        return tensor with { Shape = shape, Values = [.. copies.SelectMany(values => values)] };
    }

    private static float[] FirstRow(ForeignTensor output, int batch) =>
        batch == 1 ? output.Values : [.. output.Values.Take(output.Values.Length / batch)];

    private static float[] GetRow(ForeignTensor tensor, int row, int batch)
    {
        var size = tensor.Values.Length / batch;
        return tensor.Values[(row * size)..((row + 1) * size)];
    }

    // What the files say about their sequences, independently of the product: two are time-major, one is time-major without a batch, and one declares
    // any batch but runs with that of its export only.
    private static (string Name, int BatchAxis, int TimeAxis, int Batch, int? Fixed) GetSequence(RecurrentModel model, RawGraph raw)
    {
        var name = model.Network.Graph?.Sequence.Name ?? raw.Inputs[0];
        var shape = raw.GetShape(name);
        var isTimeMajor = name == "input.1" || (shape.Length == 3 && shape[0] == 2048);
        var isPacked = raw.Inputs is [_, "lengths"] && raw.GetShape("lengths").Length == 1 && raw.MainOutput == "output" && shape[^1] == 3;
        var (batch, time) = shape.Length switch
        {
            4 => shape[0] == 1 ? (1, 2) : (0, 2),
            3 => isTimeMajor ? (1, 0) : (0, 1),
            2 => (0, shape[1] < 0 ? 1 : -1),
            _ => (-1, 0),
        };
        int? fixedSteps = time < 0 ? 1 : shape[time] < 0 ? null : shape[time];
        if (model.Network.Graph is null && time < 0)
            fixedSteps = shape[1] / model.Network.Features;
        return (name, batch, time, isPacked ? 3 : batch < 0 || shape[batch] < 0 ? 1 : shape[batch], fixedSteps);
    }
}
