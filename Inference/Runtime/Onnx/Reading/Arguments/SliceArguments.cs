namespace MlNetRecurrent.Onnx;

/// <summary>The arguments of Slice for one axis.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Start">The first index.</param>
/// <param name="End">The exclusive end.</param>
/// <param name="Step">The step, negative for reverse order.</param>
internal sealed record SliceArguments(int Axis, SymbolicInteger Start, SymbolicInteger End, long Step)
{
    /// <summary>Reads the slices of a node, which are attributes up to opset 9 and inputs since opset 10.</summary>
    public static IReadOnlyList<SliceArguments> Read(GraphNode node, int rank)
    {
        var starts = Extents(node, "starts", 1) ?? throw node.CreateError("starts are missing");
        var ends = Extents(node, "ends", 2) ?? throw node.CreateError("ends are missing");
        var axes = node.GetIntegersOrInput("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        var steps = node.OptionalConstant(4)?.GetIntegers() ?? [.. Enumerable.Repeat(1L, starts.Length)];
        if (ends.Length != starts.Length || axes.Count != starts.Length || steps.Length != starts.Length)
            throw node.CreateError($"has {starts.Length} starts, {ends.Length} ends, {axes.Count} axes and {steps.Length} steps");
        if (steps.Any(step => step is 0 or < -int.MaxValue))
            throw node.CreateError("has a step of 0");
        return [.. starts.Select((start, index) =>
            new SliceArguments(AxisArguments.Axis(node, axes[index], rank), start, ends[index], steps[index]))];
    }

    /// <summary>The indices along an axis of known size.</summary>
    public int[] GetIndices(GraphNode node, int size) =>
        SliceIndices.Create(size, Number(node, Start), Number(node, End), Step);

    private static long Number(GraphNode node, SymbolicInteger extent) =>
        extent.Number ?? throw node.CreateError($"starts or ends at {extent}, which depends on the sizes of the inputs");

    private static SymbolicInteger[]? Extents(GraphNode node, string name, int index) =>
        node.GetIntegers(name) is { } integers ? [.. integers.Select(SymbolicInteger.From)] : node.OptionalConstant(index)?.Integers.ToArray();
}
