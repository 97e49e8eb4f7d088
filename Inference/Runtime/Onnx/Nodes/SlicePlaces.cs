namespace MlNetRecurrent.Onnx;

/// <summary>The places that Slice takes along an axis: https://onnx.ai/onnx/operators/onnx__Slice.html.</summary>
internal static class SlicePlaces
{
    /// <summary>The places, in the order in which they are taken.</summary>
    /// <param name="size">The size of the axis.</param>
    /// <param name="start">The first place; counted from the back where it is negative.</param>
    /// <param name="end">The place before which the slice ends; counted from the back where it is negative.</param>
    /// <param name="step">The step, not 0; negative for backwards.</param>
    public static int[] Of(int size, long start, long end, long step)
    {
        // Far beyond any axis, and small enough to count with.
        const long Far = 1L << 40;
        // ONNX Runtime takes these two for "to the end", which is the front of the axis where the slice goes backwards.
        var isOpen = end is int.MaxValue or long.MaxValue;
        (start, end, step) = (Math.Clamp(start, -Far, Far), Math.Clamp(end, -Far, Far), Math.Clamp(step, -Far, Far));
        if (size == 0)
            return [];
        var from = Math.Clamp(start < 0 ? start + size : start, 0, step > 0 ? size : size - 1);
        var to = isOpen && step < 0 ? -1 : Math.Clamp(end < 0 ? end + size : end, step > 0 ? 0 : -1, size);
        var places = new List<int>();
        for (var place = from; step > 0 ? place < to : place > to; place += step)
            places.Add((int)place);
        return [.. places];
    }
}
