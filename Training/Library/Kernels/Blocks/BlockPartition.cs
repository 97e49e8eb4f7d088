namespace MlNetRecurrent.Training;

/// <summary>
/// Divides the sequences of a batch into blocks, the longest first. Blocks depend on the sizes and on the vector width alone, so that results do not
/// depend on the number of threads.
/// </summary>
internal sealed class BlockPartition
{
    // Three vectors for each of eight units fill 32 registers, for each of four units 16. The panels of more rows would leave the nearest cache.
    private const int MostVectors = 3;
    private const int MostPanelFloats = 8192;

    private readonly int[] _order;
    private readonly int[] _lengths;

    /// <param name="batch">The number of sequences.</param>
    /// <param name="steps">The number of time steps of the longest sequence.</param>
    /// <param name="lengths">The number of steps of each sequence, or null if all have the full length.</param>
    /// <param name="values">The number of values that a step of one sequence multiplies with weights.</param>
    /// <param name="width">The number of lanes of a vector.</param>
    /// <param name="getSize">Returns the number of floats that a block needs, given its lanes and steps.</param>
    public BlockPartition(int batch, int steps, long[]? lengths, int values, int width, Func<int, int, nint> getSize)
    {
        _order = [.. Enumerable.Range(0, batch)];
        _lengths = new int[batch];
        if (lengths is null)
            Array.Fill(_lengths, steps);
        else
            Sort(lengths);
        var vectors = (batch + width - 1) / width;
        Blocks = new RowBlock[CountBlocks(vectors, values, width)];
        var (first, start) = (0, (nint)0);
        for (var index = 0; index < Blocks.Length; index++)
        {
            var rest = vectors - (first / width);
            var count = (rest + Blocks.Length - index - 1) / (Blocks.Length - index);
            Blocks[index] = new RowBlock(first, Math.Min(batch - first, count * width), count, _lengths[first], start);
            start += getSize(count * width, _lengths[first]);
            first += count * width;
        }

        Size = start;
    }

    public RowBlock[] Blocks { get; }

    /// <summary>The number of floats of all blocks.</summary>
    public nint Size { get; }

    /// <summary>The index in the batch of a row.</summary>
    public int GetSequence(int row) => _order[row];

    /// <summary>The number of time steps of a row.</summary>
    public int GetLength(int row) => _lengths[row];

    private void Sort(long[] lengths)
    {
        for (var row = 0; row < lengths.Length; row++)
            _lengths[row] = -(int)lengths[row];
        // Stable: the order of equal lengths is that of the batch.
        var keys = _lengths.Select((length, row) => ((long)length << 32) + row).ToArray();
        Array.Sort(keys, _order);
        for (var row = 0; row < lengths.Length; row++)
            _lengths[row] = (int)lengths[_order[row]];
    }

    // An even number, since that of cores is.
    private static int CountBlocks(int vectors, int values, int width)
    {
        var most = Math.Clamp(MostPanelFloats / (values * width), 1, MostVectors);
        var blocks = (vectors + most - 1) / most;
        return Math.Min(vectors, blocks + (blocks % 2));
    }
}
