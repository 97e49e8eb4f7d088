namespace MlNetRecurrent.Onnx;

/// <summary>One weight of a network: its name and shape in a file, and its values among the network's weights.</summary>
/// <param name="Name">The name of the initializer.</param>
/// <param name="Shape">The dimensions.</param>
/// <param name="Values">Returns the values within a network's weights, row-major, for reading and writing.</param>
internal sealed record WeightEntry(string Name, IReadOnlyList<long> Shape, Func<NetworkWeights, Memory<float>> Values)
{
    /// <summary>Whether an export with float16 weights rounds the values; scales and normalization weights are not rounded.</summary>
    public bool IsRounded { get; init; }

    /// <summary>The number of values.</summary>
    public long Count => WeightShapes.Count(Shape);
}
