namespace MlNetRecurrent.Onnx;

/// <summary>Reads and checks the axis arguments of nodes, which are attributes or inputs depending on the opset.</summary>
internal static class AxisArguments
{
    /// <summary>Converts an axis that may be negative (counted from the end) to a non-negative one.</summary>
    public static int Axis(OnnxNode node, long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw node.CreateError($"axis is {axis}, expected {-rank} to {rank - 1}");

    public static int[] Permutation(OnnxNode node, int rank)
    {
        var permutation = node.GetIntegers("perm")?.ToArray() ?? [.. Enumerable.Range(0, rank).Reverse().Select(axis => (long)axis)];
        return permutation.Order().SequenceEqual(Enumerable.Range(0, rank).Select(axis => (long)axis))
            ? Array.ConvertAll(permutation, axis => (int)axis)
            : throw node.CreateError($"perm is [{string.Join(", ", permutation)}], expected a permutation of {rank} axes");
    }

    /// <summary>The axes of Squeeze and Unsqueeze in ascending order, or null if they are omitted.</summary>
    public static int[]? GetAxes(OnnxNode node, int rank)
    {
        if (node.GetIntegersOrInput("axes", 1) is not { } axes)
            return null;
        int[] sorted = [.. axes.Select(axis => Axis(node, axis, rank)).Order()];
        return sorted.Distinct().Count() == sorted.Length
            ? sorted
            : throw node.CreateError($"axes [{string.Join(", ", axes)}] are not distinct");
    }

    /// <summary>The rank of the output of Unsqueeze.</summary>
    public static int UnsqueezedRank(OnnxNode node, int rank)
    {
        const int MaxAxes = 16;
        var axes = node.GetIntegersOrInput("axes", 1) ?? throw node.CreateError("axes are missing");
        return rank + axes.Count <= MaxAxes
            ? rank + axes.Count
            : throw node.CreateError($"produces {rank + axes.Count} axes, expected at most {MaxAxes}");
    }

    /// <summary>The sizes of the parts of Split along an axis of known size.</summary>
    public static int[] SplitSizes(OnnxNode node, int size)
    {
        var parts = (long)node.OutputCount;
        if (node.GetIntegersOrInput("split", 1) is { } given)
        {
            return given.Count == parts && given.All(part => part >= 0 && part <= size) && given.Sum() == size
                ? [.. given.Select(part => (int)part)]
                : throw node.CreateError($"split is [{string.Join(", ", given)}], expected {parts} parts that sum to {size}");
        }

        // Since opset 18 the last part may be smaller than the others.
        var share = (size + parts - 1) / parts;
        return size % parts == 0 || (node.Opset >= 18 && share * (parts - 1) < size)
            ? [.. Enumerable.Range(0, (int)parts).Select(part => (int)Math.Min(share, size - (part * share)))]
            : throw node.CreateError($"{size} cannot be split into {parts} parts");
    }

    /// <summary>Converts indices that may be negative (counted from the end) to non-negative ones.</summary>
    public static int[] GetIndices(OnnxNode node, IEnumerable<long> indices, int size) =>
        [.. indices.Select(index => index >= -size && index < size
            ? (int)(index < 0 ? index + size : index)
            : throw node.CreateError($"index is {index}, expected {-size} to {size - 1}"))];

    /// <summary>Converts an index such as Shape's start and end: negative values count from the end, and the result is clamped.</summary>
    public static int ClampIndex(long index, int length) => (int)Math.Clamp(index < 0 ? index + length : index, 0, length);
}
