using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>One batch of inputs, fed alike to a module and to its exported file.</summary>
/// <param name="Input">[batch, time, features], or int64 [batch, time].</param>
/// <param name="Initial">The state of each layer before the first step, or null for zeros.</param>
internal sealed record ParityFeed(Tensor Input, IReadOnlyList<RecurrentState>? Initial)
{
    /// <summary>[batch, time + horizon, covariates] known ahead, or null.</summary>
    public Tensor? Known { get; init; }

    /// <summary>Random values of the spread that the network's scaling expects, random tokens, and random initial states.</summary>
    public static ParityFeed Random(RecurrentNetwork network, int batch, int time, bool withStates, long seed)
    {
        var description = network.Description;
        // A generator of its own: the check must not move the one that fits draw from.
        using var generator = new Generator((ulong)seed, CPU);
        if (description.Embedding is { } embedding)
            return new ParityFeed(randint(0, embedding.Vocabulary, [batch, time], dtype: int64, generator: generator), States());
        var input = Values(time, description.Features, network.InputScale, description.TargetFeatures);
        var known = description.Known > 0 ? Values(time + description.Horizon, description.Known, network.KnownScale, description.SeasonalKnown) : null;
        return new ParityFeed(input, States()) { Known = known };

        // The fitted numbers are those of transformed values, and go on to the changes of the targets.
        Tensor Values(int steps, int count, AffineScale? scale, IReadOnlyList<int> transformed)
        {
            var values = randn([batch, steps, count], generator: generator);
            if (scale is not null)
                values = (values * tensor(scale.Deviation).narrow(0, 0, count)) + tensor(scale.Mean).narrow(0, 0, count);
            foreach (var column in transformed)
                values.select(2, column).copy_(TargetTransforms.Undo(description, values.select(2, column).clone()));
            return values;
        }

        RecurrentState[]? States() => !withStates ? null : [.. description.MemberLayers.Select(layer => new RecurrentState(
            randn([layer.Directions, batch, layer.HiddenSize], generator: generator).tanh(),
            layer.Cell.HasCellState ? randn([layer.Directions, batch, layer.HiddenSize], generator: generator) : null))];
    }

    /// <summary>Every output of the module, by the file's names.</summary>
    public IReadOnlyDictionary<string, float[]> RunModule(RecurrentNetwork network)
    {
        var answer = network.Run(new NetworkInput(Input) { Initial = Initial, Known = Known });
        (string, Tensor)[] quantiles = answer.Quantiles is null ? [] : [(RecurrentNames.Quantiles, answer.Quantiles)];
        return new[] { (RecurrentNames.Output, answer.Output) }
            .Concat(quantiles)
            .Concat(NamedStates(network.Description, RecurrentNames.FinalHidden, RecurrentNames.FinalCell, answer.States))
            .ToDictionary(entry => entry.Item1, entry => Numbers(entry.Item2));
    }

    /// <summary>Every output of the file.</summary>
    /// <param name="session">The file.</param>
    /// <param name="network">What it was made from: decides the names of the states.</param>
    public IReadOnlyDictionary<string, float[]> RunFile(InferenceSession session, NetworkDescription network)
    {
        var inputs = new List<(string Name, OrtValue Value)> { (RecurrentNames.Input, Value(Input)) };
        if (Known is not null)
            inputs.Add((RecurrentNames.Known, Value(Known)));
        if (Initial is not null)
        {
            inputs.AddRange(NamedStates(network, RecurrentNames.InitialHidden, RecurrentNames.InitialCell, Initial)
                .Select(entry => (entry.Name, Value(entry.State))));
        }

        try
        {
            using var options = new RunOptions();
            using var outputs = session.Run(options, [.. inputs.Select(entry => entry.Name)], [.. inputs.Select(entry => entry.Value)], session.OutputNames);
            return session.OutputNames.Zip(outputs).ToDictionary(entry => entry.First, entry => entry.Second.GetTensorDataAsSpan<float>().ToArray());
        }
        finally
        {
            foreach (var (_, value) in inputs)
                value.Dispose();
        }
    }

    // As the file names them: one tensor for all layers where they are alike, else one for each.
    private static IEnumerable<(string Name, Tensor State)> NamedStates(NetworkDescription network, string hidden, string cell, IReadOnlyList<RecurrentState> states)
    {
        if (RecurrentNames.SharesStates(network))
        {
            yield return (hidden, cat([.. states.Select(state => state.Hidden)], 0));
            if (network.HasCellState)
                yield return (cell, cat([.. states.Select(state => state.Cell!)], 0));
            yield break;
        }

        for (var index = 0; index < states.Count; index++)
        {
            yield return (RecurrentNames.OfLayer(hidden, index), states[index].Hidden);
            if (states[index].Cell is { } state)
                yield return (RecurrentNames.OfLayer(cell, index), state);
        }
    }

    /// <summary>A tensor as ONNX Runtime takes it: a copy, float or int64.</summary>
    internal static OrtValue Value(Tensor tensor) => tensor.dtype == ScalarType.Int64
        ? OrtValue.CreateTensorValueFromMemory(tensor.data<long>().ToArray(), tensor.shape)
        : OrtValue.CreateTensorValueFromMemory(Numbers(tensor), tensor.shape);

    /// <summary>The numbers of a float tensor, in the order of its axes.</summary>
    internal static float[] Numbers(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
}
