using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Initializes gate biases so that cells remember over the dependencies of the task from the start (Tallec and Ollivier 2018, Can recurrent neural
/// networks warp time?). With u drawn from U(1, maxDependency - 1), the bias of the gate that keeps the state is log(u), and that of an LSTM's input
/// gate is -log(u).
/// </summary>
internal static class ChronoInitialization
{
    /// <summary>Sets the biases of every gated layer.</summary>
    /// <param name="network">A newly initialized network; its other weights are left unchanged.</param>
    /// <param name="maxDependency">The maximum dependency in time steps, at least 2.</param>
    /// <exception cref="ArgumentException">A layer has no gates or no biases, or the maximum dependency is below 2.</exception>
    public static void Apply(RecurrentNetwork network, int maxDependency)
    {
        if (maxDependency < 2)
            throw new ArgumentOutOfRangeException(nameof(maxDependency), maxDependency, "The maximum dependency must be at least 2 time steps.");
        for (var index = 0; index < network.Description.Layers.Count; index++)
        {
            var layer = network.Description.Layers[index];
            if (layer.Variant is not null)
            {
                throw new ArgumentException(
                    $"The cells of layer {index + 1} are a variant: a maximum dependency requires the gates of standard cells.",
                    nameof(maxDependency));
            }

            if (KeepingBlock(layer.Cell) < 0 || !layer.HasBias)
            {
                throw new ArgumentException(
                    $"Layer {index + 1} is {layer.Cell}{(layer.HasBias ? ", which has no gates" : " without biases")}: "
                    + "a maximum dependency requires LSTM or GRU layers with biases.",
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
        Set(KeepingBlock(layer.Cell), start);
        if (layer.Cell.IndexOfBlock("input") is >= 0 and var input)
            Set(input, -start);

        // A gate has two biases, which are added.
        void Set(int block, Tensor values)
        {
            direction.InputBias!.narrow(0, block * layer.HiddenSize, layer.HiddenSize).copy_(values);
            direction.RecurrentBias!.narrow(0, block * layer.HiddenSize, layer.HiddenSize).zero_();
        }
    }

    // The gate that keeps the previous state: an LSTM's forget gate, and z in h = (1 - z) * n + z * h.
    private static int KeepingBlock(RecurrentCell cell) => Math.Max(cell.IndexOfBlock("forget"), cell.IndexOfBlock("update"));
}
