using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Biases of gates that let a cell remember for as long as its task asks from the start (Tallec and Ollivier 2018, Can recurrent neural networks warp
/// time?): with u drawn from U(1, longest - 1), the gate that keeps the state starts at log(u), and an LSTM's input gate at -log(u).
/// </summary>
internal static class ChronoInitialization
{
    /// <summary>Sets the biases of every gated layer.</summary>
    /// <param name="network">A network as it is initialised; all else stays as it is.</param>
    /// <param name="maxDependency">The longest dependency in time steps, at least 2.</param>
    /// <exception cref="ArgumentException">A layer has no gate or no bias to set, or the dependency is too short; the message names it.</exception>
    public static void Apply(RecurrentNetwork network, int maxDependency)
    {
        if (maxDependency < 2)
            throw new ArgumentOutOfRangeException(nameof(maxDependency), maxDependency, "Expected a longest dependency of at least 2 time steps.");
        for (var index = 0; index < network.Description.Layers.Count; index++)
        {
            var layer = network.Description.Layers[index];
            if (Keeps(layer.Cell) < 0 || !layer.HasBias)
            {
                throw new ArgumentException(
                    $"Layer {index + 1} is {layer.Cell}{(layer.HasBias ? ", which has no gates" : " without bias vectors")}: a longest dependency is set in the biases of the gates of LSTM and GRU layers.",
                    nameof(maxDependency));
            }
        }

        using var none = no_grad();
        foreach (var layer in network.Layers)
        {
            foreach (var direction in layer.Directions)
                Apply(direction, layer.Description, maxDependency);
        }
    }

    private static void Apply(Recurrence direction, LayerDescription layer, int maxDependency)
    {
        using var scope = NewDisposeScope();
        var start = empty(layer.HiddenSize).uniform_(1, maxDependency - 1).log();
        Set(Keeps(layer.Cell), start);
        if (layer.Cell.IndexOfBlock("input") is >= 0 and var input)
            Set(input, -start);

        // A gate has two biases, which add up.
        void Set(int block, Tensor values)
        {
            direction.InputBias!.narrow(0, block * layer.HiddenSize, layer.HiddenSize).copy_(values);
            direction.RecurrentBias!.narrow(0, block * layer.HiddenSize, layer.HiddenSize).zero_();
        }
    }

    // The gate that keeps the old state: an LSTM's forget gate, and z in h = (1 - z) * n + z * h.
    private static int Keeps(RecurrentCell cell) => Math.Max(cell.IndexOfBlock("forget"), cell.IndexOfBlock("update"));
}
