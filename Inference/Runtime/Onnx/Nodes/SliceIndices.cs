namespace MlNetRecurrent.Onnx;

/// <summary>The indices that Slice selects along an axis: https://onnx.ai/onnx/operators/onnx__Slice.html.</summary>
internal static class SliceIndices
{
    /// <summary>Returns the selected indices in order.</summary>
    /// <param name="size">The size of the axis.</param>
    /// <param name="start">The first index; negative values count from the end.</param>
    /// <param name="end">The exclusive end; negative values count from the end.</param>
    /// <param name="step">The step, not 0; negative for reverse order.</param>
    public static int[] Create(int size, long start, long end, long step)
    {
        // Larger than any axis, and small enough for arithmetic without overflow.
        const long Far = 1L << 40;
        // ONNX Runtime treats these two values as "to the end", which is the start of the axis if the step is negative.
        var isOpen = end is int.MaxValue or long.MaxValue;
        (start, end, step) = (Math.Clamp(start, -Far, Far), Math.Clamp(end, -Far, Far), Math.Clamp(step, -Far, Far));
        if (size == 0)
            return [];
        var from = Math.Clamp(start < 0 ? start + size : start, 0, step > 0 ? size : size - 1);
        var to = isOpen && step < 0 ? -1 : Math.Clamp(end < 0 ? end + size : end, step > 0 ? 0 : -1, size);
        var indices = new List<int>();
        for (var index = from; step > 0 ? index < to : index > to; index += step)
            indices.Add((int)index);
        return [.. indices];
    }
}
