using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The batches of an epoch, drawn from LibTorch's generator.</summary>
internal static class BatchOrder
{
    /// <summary>How many batches there are.</summary>
    public static long CountBatches(SequenceData data, int? size) => size is { } some && some < data.Count ? (data.Count + some - 1) / some : 1;

    /// <summary>The sequences of each batch, int64 [batch]; whoever reads disposes them. Null stands for all sequences.</summary>
    /// <remarks>
    /// Sequences of several lengths are batched with those of about their own length: a batch costs as much as its longest. Which ones of a length
    /// come together, and the order of the batches, are drawn anew each time.
    /// </remarks>
    public static IEnumerable<Tensor?> Shuffle(SequenceData data, int? size)
    {
        if (CountBatches(data, size) == 1)
        {
            yield return null;
            yield break;
        }

        using var drawn = randperm(data.Count);
        using var order = data.Lengths is null ? drawn.alias() : ByLength(drawn, data.Lengths);
        var count = CountBatches(data, size);
        var places = Enumerable.Range(0, (int)count).Select(batch => (long)batch);
        if (data.Lengths is not null)
        {
            using var batches = randperm(count);
            places = [.. batches.data<long>()];
        }

        foreach (var place in places)
            yield return order.narrow(0, place * size!.Value, Math.Min(size.Value, data.Count - (place * size.Value)));
    }

    /// <summary>The batches in the order of the data.</summary>
    public static IEnumerable<Tensor> InOrder(SequenceData data, int size)
    {
        for (long start = 0; start < data.Count; start += size)
            yield return arange(start, Math.Min(data.Count, start + size));
    }

    private static Tensor ByLength(Tensor drawn, Tensor lengths)
    {
        using var scope = NewDisposeScope();
        // Among equal lengths the order that was drawn decides: LibTorch's sort alone does not promise one.
        var keys = (lengths.index_select(0, drawn) * drawn.shape[0]) + arange(drawn.shape[0]);
        return drawn.index_select(0, keys.argsort()).MoveToOuterDisposeScope();
    }
}
