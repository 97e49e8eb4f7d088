using MlNetRecurrent.Onnx;
using TorchSharp;

namespace MlNetRecurrent.Training;

/// <summary>Rounds weights to what float16 holds, as <see cref="Float16Constants"/> stores them.</summary>
internal static class Float16Weights
{
    /// <summary>The network with its weights rounded to what float16 holds; scales of inputs and targets stay as they are.</summary>
    /// <exception cref="ExportException">A weight is larger than float16's largest number.</exception>
    public static RecurrentNetwork Round(RecurrentNetwork network, NetworkWeights weights)
    {
        // Building a network draws initial weights, which must not move the generator that fits draw from.
        using var generator = torch.get_rng_state();
        var rounded = new RecurrentNetwork(network.Description);
        torch.set_rng_state(generator);
        WeightLayout.Write(rounded, weights with
        {
            Embedding = Round(RecurrentNames.Embedding, weights.Embedding),
            Layers = [.. weights.Layers.Select((layer, index) => layer with
            {
                Input = Round($"{RecurrentNames.Layer(network.Description, index)}.W", layer.Input)!,
                Recurrent = Round($"{RecurrentNames.Layer(network.Description, index)}.R", layer.Recurrent)!,
                Bias = Round($"{RecurrentNames.Layer(network.Description, index)}.B", layer.Bias),
            })],
            HeadWeight = Round(RecurrentNames.HeadWeight, weights.HeadWeight),
            HeadBias = Round(RecurrentNames.HeadBias, weights.HeadBias),
        });
        return rounded;
    }

    private static float[]? Round(string name, float[]? weights)
    {
        if (weights is null)
            return null;
        var rounded = new float[weights.Length];
        for (var index = 0; index < weights.Length; index++)
        {
            rounded[index] = (float)(Half)weights[index];
            if (!float.IsFinite(rounded[index]))
            {
                throw new ExportException(FormattableString.Invariant(
                    $"Weight {name} holds {weights[index]} at {index}, float16 at most {Half.MaxValue}: leave Float16Weights out."));
            }
        }

        return rounded;
    }
}
