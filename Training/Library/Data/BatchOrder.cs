using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Divides sequences into the batches of an epoch, with LibTorch's random generator.</summary>
internal static class BatchOrder
{
    /// <summary>Returns the number of batches.</summary>
    public static long CountBatches(SequenceData data, int? size) =>
        size is { } batchSize && batchSize < data.Count ? (data.Count + batchSize - 1) / batchSize : 1;

    /// <summary>
    /// Returns the indices of the sequences of each batch, int64 [batch], in random order. The caller disposes them. Null means all sequences.
    /// </summary>
    /// <remarks>
    /// Sequences of variable length are batched with others of similar length, because the cost of a batch depends on its longest sequence. Sequences
    /// of equal length, and the batches, are shuffled on each call.
    /// </remarks>
    public static IEnumerable<Tensor?> Shuffle(SequenceData data, int? size)
    {
        if (CountBatches(data, size) == 1)
        {
            yield return null;
            yield break;
        }

        using var shuffled = randperm(data.Count);
        using var order = data.Lengths is null ? shuffled.alias() : SortByLength(shuffled, data.Lengths);
        var count = CountBatches(data, size);
        var indices = Enumerable.Range(0, (int)count).Select(batch => (long)batch);
        if (data.Lengths is not null)
        {
            using var batches = randperm(count);
            indices = [.. batches.data<long>()];
        }

        foreach (var index in indices)
            yield return order.narrow(0, index * size!.Value, Math.Min(size.Value, data.Count - (index * size.Value)));
    }

    /// <summary>Returns the indices of the sequences of each batch, in the order of the data.</summary>
    public static IEnumerable<Tensor> InOrder(SequenceData data, int size)
    {
        for (long start = 0; start < data.Count; start += size)
            yield return arange(start, Math.Min(data.Count, start + size));
    }

    private static Tensor SortByLength(Tensor shuffled, Tensor lengths)
    {
        using var scope = NewDisposeScope();
        // Sequences of equal length stay in shuffled order; LibTorch's sort is not stable.
        var keys = (lengths.index_select(0, shuffled) * shuffled.shape[0]) + arange(shuffled.shape[0]);
        return shuffled.index_select(0, keys.argsort()).MoveToOuterDisposeScope();
    }
}
