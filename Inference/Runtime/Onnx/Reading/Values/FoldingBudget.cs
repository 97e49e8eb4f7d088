namespace MlNetRecurrent.Onnx;

/// <summary>
/// Limits the number of elements that constant folding computes while a graph is read. Legitimate graphs reorder their weights a few times; a small
/// file whose constants grow from node to node exceeds the limit.
/// </summary>
/// <param name="limit">The maximum number of elements, raised to at least 1,048,576.</param>
internal sealed class FoldingBudget(long limit)
{
    private const long MinLimit = 1 << 20;
    private long _left = Math.Clamp(limit, MinLimit, Array.MaxLength);

    /// <summary>Deducts the elements of a tensor from the limit and returns their number.</summary>
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
