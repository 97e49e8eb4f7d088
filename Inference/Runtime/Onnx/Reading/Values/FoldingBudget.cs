namespace MlNetRecurrent.Onnx;

/// <summary>
/// How many numbers may be computed before the graph runs. Honest graphs reorder their weights a few times; a small file whose
/// constants grow from node to node is stopped here.
/// </summary>
internal sealed class FoldingBudget(long elements)
{
    private const long Least = 1 << 20;
    private long _left = Math.Clamp(elements, Least, Array.MaxLength);

    /// <summary>Takes room for a tensor.</summary>
    public int Charge(IEnumerable<int> dimensions)
    {
        var count = 1L;
        foreach (var dimension in dimensions)
        {
            count *= dimension;
            if (count > _left)
                throw new RecurrentModelException("constants that are computed from others grow beyond the size of the file's own");
        }

        _left -= count;
        return (int)count;
    }
}
