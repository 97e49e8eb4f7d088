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
        var values = WeightList.Allocate(network.Description);
        foreach (var entry in WeightList.Of(network.Description))
        {
            entry.Values(weights).CopyTo(entry.Values(values));
            if (entry.IsRounded)
                Round(entry.Name, entry.Values(values).Span);
        }

        WeightLayout.Write(rounded, values);
        return rounded;
    }

    private static void Round(string name, Span<float> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            var value = values[index];
            values[index] = (float)(Half)value;
            if (!float.IsFinite(values[index]))
            {
                throw new ExportException(FormattableString.Invariant(
                    $"Weight {name} holds {value} at {index}, float16 at most {Half.MaxValue}: leave Float16Weights out."));
            }
        }
    }
}
