namespace MlNetRecurrent.Onnx;

/// <summary>
/// The limit on the number of elements that are computed while a graph is read. Legitimate graphs reorder their weights a few times; a small file
/// whose constants grow from node to node exceeds the limit.
/// </summary>
internal sealed class FoldingBudget(long elements)
{
    private const long MinElements = 1 << 20;
    private long _left = Math.Clamp(elements, MinElements, Array.MaxLength);

    /// <summary>Charges the elements of a tensor and returns their number.</summary>
    /// <exception cref="RecurrentModelException">The limit is exceeded.</exception>
    public int Charge(IEnumerable<int> dimensions)
    {
        var count = 1L;
        foreach (var dimension in dimensions)
        {
            count *= dimension;
            if (count > _left)
                throw new RecurrentModelException("computed constants are much larger than the constants in the file");
        }

        _left -= count;
        return (int)count;
    }
}
