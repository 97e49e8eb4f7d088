namespace MlNetRecurrent.Onnx;

/// <summary>One weight of a network: its name and shape in a file, and its place among the network's weights.</summary>
/// <param name="Name">The name of its initializer.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Values">Its values among those of the network, row-major, to be read or written.</param>
internal sealed record WeightEntry(string Name, IReadOnlyList<long> Shape, Func<NetworkWeights, Memory<float>> Values)
{
    /// <summary>Whether an export with float16 weights rounds it; scales and normalization weights stay as they are.</summary>
    public bool IsRounded { get; init; }

    /// <summary>The number of values.</summary>
    public long Count => WeightShapes.Count(Shape);
}
