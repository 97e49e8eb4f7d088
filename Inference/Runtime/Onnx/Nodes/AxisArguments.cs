namespace MlNetRecurrent.Onnx;

/// <summary>Reads the axes that nodes are given, from attributes or inputs as the opset has them, and checks them.</summary>
internal static class AxisArguments
{
    /// <summary>An axis from the front, of one that may be counted from the back.</summary>
    public static int Axis(OnnxNode node, long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw node.CreateError($"axis is {axis}, expected {-rank} to {rank - 1}");

    public static int[] Permutation(OnnxNode node, int rank)
    {
        var permutation = node.GetIntegers("perm")?.ToArray() ?? [.. Enumerable.Range(0, rank).Reverse().Select(axis => (long)axis)];
        return permutation.Order().SequenceEqual(Enumerable.Range(0, rank).Select(axis => (long)axis))
            ? Array.ConvertAll(permutation, axis => (int)axis)
            : throw node.CreateError($"perm is [{string.Join(", ", permutation)}], expected every axis of {rank} once");
    }

    /// <summary>The axes of Squeeze and Unsqueeze, ascending, or null where they are left out.</summary>
    public static int[]? GetAxes(OnnxNode node, int rank)
    {
        if (node.GetIntegersOrInput("axes", 1) is not { } axes)
            return null;
        int[] front = [.. axes.Select(axis => Axis(node, axis, rank)).Order()];
        return front.Distinct().Count() == front.Length ? front : throw node.CreateError($"axes [{string.Join(", ", axes)}] name one twice");
    }

    /// <summary>The rank that Unsqueeze gives.</summary>
    public static int UnsqueezedRank(OnnxNode node, int rank)
    {
        const int MostAxes = 16;
        var axes = node.GetIntegersOrInput("axes", 1) ?? throw node.CreateError("axes are missing");
        return rank + axes.Count <= MostAxes ? rank + axes.Count : throw node.CreateError($"gives {rank + axes.Count} axes, expected at most {MostAxes}");
    }

    /// <summary>The size of each part of Split along an axis of a known size.</summary>
    public static int[] SplitSizes(OnnxNode node, int size)
    {
        var parts = (long)node.OutputCount;
        if (node.GetIntegersOrInput("split", 1) is { } given)
        {
            return given.Count == parts && given.All(part => part >= 0 && part <= size) && given.Sum() == size
                ? [.. given.Select(part => (int)part)]
                : throw node.CreateError($"split is [{string.Join(", ", given)}], expected {parts} parts of {size} in all");
        }

        // Since opset 18 the last part may be smaller than the others.
        var share = (size + parts - 1) / parts;
        return size % parts == 0 || (node.Opset >= 18 && share * (parts - 1) < size)
            ? [.. Enumerable.Range(0, (int)parts).Select(part => (int)Math.Min(share, size - (part * share)))]
            : throw node.CreateError($"{size} cannot be split into {parts} parts");
    }

    /// <summary>The places that an index names, counted from the front.</summary>
    public static int[] GetIndices(OnnxNode node, IEnumerable<long> indices, int size) =>
        [.. indices.Select(index => index >= -size && index < size
            ? (int)(index < 0 ? index + size : index)
            : throw node.CreateError($"index is {index}, expected {-size} to {size - 1}"))];

    /// <summary>A place in a row of a known length, as Shape's start and end are: counted from the back where it is negative, and clamped.</summary>
    public static int ClampedPlace(long place, int length) => (int)Math.Clamp(place < 0 ? place + length : place, 0, length);
}
