using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Reads TorchSharp's modules LSTM, GRU and RNN, and the fused modules that take their place. Their sizes follow from the names and shapes of their
/// weights.
/// </summary>
internal static class TorchSharpLayers
{
    private const string Reverse = "_reverse";

    /// <summary>Whether a module is an LSTM, GRU or RNN of TorchSharp, or a fused one.</summary>
    public static bool IsRecurrent(nn.Module module) => module is LSTM or GRU or RNN or FusedLstm or FusedGru or FusedRnn;

    /// <summary>Runs an LSTM, GRU or RNN from zero states.</summary>
    /// <param name="module">The module.</param>
    /// <param name="input">[batch, time, input] if the module is batch-first, otherwise [time, batch, input].</param>
    /// <returns>The hidden states at every step, in the order of the input; and the final ones, [layers * directions, batch, hidden].</returns>
    public static (Tensor Sequence, Tensor Final) Run(nn.Module module, Tensor input)
    {
        if (module is LSTM lstm)
        {
            var (sequence, hidden, _) = lstm.call(input);
            return (sequence, hidden);
        }

        if (module is FusedLstm fused)
        {
            var (sequence, hidden, _) = fused.call(input);
            return (sequence, hidden);
        }

        return ((nn.Module<Tensor, Tensor?, (Tensor, Tensor)>)module).call(input, null);
    }

    /// <summary>Whether the first axis of the input is the batch.</summary>
    public static bool IsBatchFirst(nn.Module module)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        return Run(module, zeros(1, 2, Weights(module)["weight_ih_l0"].shape[1])).Final.shape[1] == 1;
    }

    /// <summary>Creates layers with copies of the weights of a module, one for each of its layers.</summary>
    /// <exception cref="ArgumentException">The module is not an LSTM, GRU or RNN of TorchSharp, or has projections.</exception>
    public static IReadOnlyList<RecurrentLayer> Copy(nn.Module module)
    {
        if (!IsRecurrent(module))
            throw new ArgumentException($"Expected an LSTM, GRU or RNN of TorchSharp, got {module.GetType().Name}.", nameof(module));
        var weights = Weights(module);
        if (weights.Keys.FirstOrDefault(name => name.StartsWith("weight_hr", StringComparison.Ordinal)) is not null)
            throw new ArgumentException("The LSTM has projections (proj_size), which are not supported.", nameof(module));
        var layers = module switch
        {
            LSTM => Create(weights, RecurrentCell.Lstm),
            GRU => Create(weights, RecurrentCell.Gru),
            FusedLstm fused => Create(weights, fused.Cell),
            FusedGru fused => Create(weights, fused.Cell),
            FusedRnn fused => Create(weights, fused.Cell),
            _ => CreateRnn(module, weights),
        };
        foreach (var layer in layers)
            layer.train(module.training);
        return layers;
    }

    private static Dictionary<string, Parameter> Weights(nn.Module module) =>
        module.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);

    private static List<RecurrentLayer> Create(Dictionary<string, Parameter> weights, RecurrentCell cell)
    {
        var layers = new List<RecurrentLayer>();
        while (weights.TryGetValue($"weight_ih_l{layers.Count}", out var input))
        {
            var suffix = $"_l{layers.Count}";
            var layer = new RecurrentLayer(new LayerDescription
            {
                Cell = cell,
                InputSize = (int)input.shape[1],
                HiddenSize = (int)weights[$"weight_hh{suffix}"].shape[1],
                Direction = weights.ContainsKey($"weight_ih{suffix}{Reverse}") ? SequenceDirection.Bidirectional : SequenceDirection.Forward,
                HasBias = weights.ContainsKey($"bias_ih{suffix}"),
            });
            foreach (var (index, direction) in layer.Directions.Index())
                Copy(weights, index == 0 ? suffix : suffix + Reverse, direction);
            layers.Add(layer);
        }

        return layers;
    }

    private static void Copy(Dictionary<string, Parameter> weights, string suffix, Recurrence direction)
    {
        using var none = no_grad();
        direction.InputWeight.copy_(weights[$"weight_ih{suffix}"]);
        direction.RecurrentWeight.copy_(weights[$"weight_hh{suffix}"]);
        direction.InputBias?.copy_(weights[$"bias_ih{suffix}"]);
        direction.RecurrentBias?.copy_(weights[$"bias_hh{suffix}"]);
    }

    // TorchSharp does not tell the activation of an RNN: its outputs do.
    private static List<RecurrentLayer> CreateRnn(nn.Module module, Dictionary<string, Parameter> weights)
    {
        var layers = Create(weights, RecurrentCell.Rnn);
        if (ComputesTheSame(module, layers))
            return layers;
        foreach (var layer in layers)
            layer.Dispose();
        return Create(weights, RecurrentCell.RnnRelu);
    }

    private static bool ComputesTheSame(nn.Module module, List<RecurrentLayer> layers)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var evaluation = new EvaluationMode(module);
        using var generator = new Generator(1, CPU);
        // Large values, for which the activations differ; one step, for which the order of the axes does not matter.
        var input = randn([1, 1, layers[0].Description.InputSize], generator: generator) * 100;
        var expected = Run(module, input).Sequence;
        var actual = layers.Aggregate(input, (sequence, layer) => layer.Run(sequence).Output);
        return (expected - actual).abs().max().item<float>() < 1e-3f;
    }
}
