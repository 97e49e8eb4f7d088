using MlNetRecurrent.Engine;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>Finds the trained initial states in a file that ONNX Runtime runs, from which its streams start.</summary>
internal static class FileInitialState
{
    /// <summary>
    /// Finds the state in the layout of <see cref="StateLayout"/>; null for a network without trained initial states, or if the file does not contain
    /// them under the names that this library writes.
    /// </summary>
    public static float[]? Find(GraphProto graph, NetworkDescription network)
    {
        if (!network.HasLearnedInitialState)
            return null;
        var weights = WeightList.AllocateInitialStates(network);
        foreach (var entry in WeightList.GetInitialStates(network))
        {
            var tensor = graph.Initializer.FirstOrDefault(tensor => tensor.Name == entry.Name);
            if (tensor is null || !TensorValues.AreFloats(tensor) || !tensor.Dims.SequenceEqual(entry.Shape))
                return null;
            TensorValues.CopyFloats(tensor, entry.Name, entry.Values(weights).Span);
        }

        return InitialState.Create(network, weights);
    }
}
