using MlNetRecurrent.Onnx;
using TorchSharp;

namespace MlNetRecurrent.Training;

/// <summary>Rounds weights to float16 precision, in which <see cref="Float16Constants"/> stores them.</summary>
internal static class Float16Weights
{
    /// <summary>Returns a copy of the network with weights rounded to float16 precision; the scales of inputs and targets are not rounded.</summary>
    /// <exception cref="ExportException">A weight exceeds the largest float16 value.</exception>
    public static RecurrentNetwork Round(RecurrentNetwork network, NetworkWeights weights)
    {
        // Creating a network draws random weights, which must not advance the generator that training uses.
        using var generator = torch.get_rng_state();
        var rounded = new RecurrentNetwork(network.Description);
        torch.set_rng_state(generator);
        var values = WeightList.Allocate(network.Description);
        foreach (var entry in WeightList.GetEntries(network.Description))
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
                    $"Weight {name} is {value} at index {index}, but float16 holds at most {Half.MaxValue}: do not set Float16Weights."));
            }
        }
    }
}
