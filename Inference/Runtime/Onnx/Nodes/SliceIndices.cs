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
        var (from, count, limited) = Find(size, start, end, step);
        var indices = new int[count];
        for (var index = 0; index < count; index++)
            indices[index] = (int)(from + (index * limited));
        return indices;
    }

    /// <summary>Returns the number of selected indices.</summary>
    /// <param name="size">The size of the axis.</param>
    /// <param name="start">The first index; negative values count from the end.</param>
    /// <param name="end">The exclusive end; negative values count from the end.</param>
    /// <param name="step">The step, not 0; negative for reverse order.</param>
    public static int Count(int size, long start, long end, long step) => Find(size, start, end, step).Count;

    private static (long From, int Count, long Step) Find(int size, long start, long end, long step)
    {
        // Larger than any axis, and small enough for arithmetic without overflow.
        const long Far = 1L << 40;
        // ONNX Runtime treats these two values as "to the end", which is the start of the axis if the step is negative.
        var isOpen = end is int.MaxValue or long.MaxValue;
        (start, end, step) = (Math.Clamp(start, -Far, Far), Math.Clamp(end, -Far, Far), Math.Clamp(step, -Far, Far));
        if (size == 0)
            return (0, 0, step);
        var from = Math.Clamp(start < 0 ? start + size : start, 0, step > 0 ? size : size - 1);
        var to = isOpen && step < 0 ? -1 : Math.Clamp(end < 0 ? end + size : end, step > 0 ? 0 : -1, size);
        var distance = step > 0 ? to - from : from - to;
        return (from, distance <= 0 ? 0 : (int)((distance + Math.Abs(step) - 1) / Math.Abs(step)), step);
    }
}
