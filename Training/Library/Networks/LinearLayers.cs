namespace MlNetRecurrent.Training;

/// <summary>Describes the linear layers around the recurrent layers of a network.</summary>
internal static class LinearLayers
{
    /// <summary>Adds linear layers before the first recurrent layer, and hidden layers to the head.</summary>
    /// <param name="network">A network without such layers.</param>
    /// <param name="inputSizes">The output sizes of the layers before the first recurrent layer; empty for none.</param>
    /// <param name="inputActivation">Their activation.</param>
    /// <param name="headSizes">The output sizes of the hidden layers of the head; empty for none.</param>
    /// <param name="headActivation">Their activation.</param>
    public static NetworkDescription Add(
        NetworkDescription network,
        IReadOnlyList<int> inputSizes,
        ActivationFunction inputActivation,
        IReadOnlyList<int> headSizes,
        ActivationFunction headActivation)
    {
        if (inputSizes.Count > 0)
        {
            var first = network.Layers[0] with
            {
                InputLayers = Create(network.InputSize, inputSizes, inputActivation),
                InputSize = inputSizes[^1],
            };
            network = network with { Layers = [first, .. network.Layers.Skip(1)] };
        }

        return headSizes.Count == 0 ? network : network with { HeadLayers = Create(network.HeadInputSize, headSizes, headActivation) };
    }

    private static IReadOnlyList<LinearLayerDescription> Create(int inputSize, IReadOnlyList<int> sizes, ActivationFunction activation) =>
    [
        .. sizes.Select((size, index) => new LinearLayerDescription
        {
            InputSize = index == 0 ? inputSize : sizes[index - 1],
            OutputSize = size,
            Activation = activation,
        }),
    ];
}
