using System.Text.Json.Serialization;

namespace MlNetRecurrent.Hosts;

/// <summary>A named tensor of a golden file.</summary>
/// <param name="Name">The name of the input or output of the graph.</param>
/// <param name="Type">The type of its elements: <c>float32</c>, <c>int32</c> or <c>int64</c>.</param>
/// <param name="Shape">The length of each axis.</param>
/// <param name="Values">The values in row-major order. A float represents the token IDs and lengths exactly, because they are small.</param>
internal sealed record GoldenTensor(string Name, string Type, long[] Shape, float[] Values)
{
    // States are [layers * directions, batch, hidden]; all other tensors are [batch, ...].
    private int BatchAxis => Name[0] is 'h' or 'c' ? 1 : 0;

    /// <summary>The number of sequences.</summary>
    [JsonIgnore]
    public int Batch => (int)Shape[BatchAxis];

    /// <summary>Returns the values of one sequence, as a batch of one. All sequences share a batch of one.</summary>
    public GoldenTensor GetSequence(int sequence)
    {
        if (Batch == 1)
            return this;
        var inner = Shape[(BatchAxis + 1)..].Aggregate(1, (product, length) => product * (int)length);
        var outer = Values.Length / Batch / inner;
        long[] shape = [.. Shape];
        shape[BatchAxis] = 1;
        return this with
        {
            Shape = shape,
            Values = [.. Enumerable.Range(0, outer).SelectMany(row => Values.Skip(((row * Batch) + sequence) * inner).Take(inner))],
        };
    }
}
