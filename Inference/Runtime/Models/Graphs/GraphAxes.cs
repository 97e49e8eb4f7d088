using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>Finds the meaning of the axes of a graph's inputs: from the reader, then from their names, then from their order.</summary>
/// <param name="batch">The name of the batch axis, once known.</param>
/// <param name="time">The name of the time axis, once known.</param>
internal sealed class GraphAxes(string? batch = null, string? time = null)
{
    private static readonly string[] BatchNames = ["b", "n", "bs", "bsz", "batch", "batch_size", "batchsize", "unk", "none"];
    private static readonly string[] TimeNames = ["t", "s", "l", "seq", "seq_len", "seqlen", "time", "steps", "length", "len", "frames", "samples"];

    /// <summary>The size of the batch axis; null if it may vary, 1 without such an axis.</summary>
    public int? BatchSize { get; private set; } = 1;

    /// <summary>Returns the axes of the input with the sequences.</summary>
    /// <param name="declared">The declared axes.</param>
    /// <param name="roles">The roles that the reader found.</param>
    /// <param name="isInteger">Whether the input has token IDs.</param>
    /// <param name="inputAxes">Receives the names of the batch and time axes, for the other inputs.</param>
    /// <returns>The axes; null if one of them is of unknown meaning and size.</returns>
    public static IReadOnlyList<GraphAxis>? FindSequence(
        IReadOnlyList<DeclaredAxis> declared, IReadOnlyList<AxisRole> roles, bool isInteger, out GraphAxes inputAxes)
    {
        var kinds = new GraphAxisKind?[declared.Count];
        for (var axis = 0; axis < kinds.Length; axis++)
            kinds[axis] = GetKind(roles[axis]);
        if (!kinds.Contains(GraphAxisKind.Time))
            AddByName(declared, kinds);
        AddByOrder(declared, kinds, isInteger);
        var (batchAxis, timeAxis) = (Array.IndexOf(kinds, GraphAxisKind.Batch), Array.IndexOf(kinds, GraphAxisKind.Time));
        inputAxes = new GraphAxes(
            batchAxis < 0 ? null : declared[batchAxis].Name,
            timeAxis < 0 ? null : declared[timeAxis].Name)
        {
            BatchSize = batchAxis < 0 ? 1 : declared[batchAxis].Size,
        };
        return Create(declared, kinds);
    }

    /// <summary>Returns the axes of another input, or null if one of them is of unknown meaning and size.</summary>
    /// <param name="declared">The declared axes.</param>
    /// <param name="roles">The roles that the reader found.</param>
    /// <param name="isState">Whether the input is a state, which has no time axis.</param>
    public IReadOnlyList<GraphAxis>? FindOther(IReadOnlyList<DeclaredAxis> declared, IReadOnlyList<AxisRole> roles, bool isState)
    {
        var kinds = new GraphAxisKind?[declared.Count];
        for (var axis = 0; axis < kinds.Length; axis++)
        {
            kinds[axis] = (declared[axis].Name, roles[axis]) switch
            {
                ({ } name, _) when name == batch => GraphAxisKind.Batch,
                ({ } name, _) when name == time && !isState => GraphAxisKind.Time,
                (_, AxisRole.Batch) => GraphAxisKind.Batch,
                (_, AxisRole.Time) when !isState => GraphAxisKind.Time,
                _ => null,
            };
        }

        // A fixed batch: [layers, batch, hidden] for a state, [batch, ...] for others.
        if (BatchSize > 1 && !kinds.Contains(GraphAxisKind.Batch))
        {
            var sizes = declared.Select(axis => axis.Size).ToList();
            var axis = isState && sizes.Count == 3 && sizes[1] == BatchSize ? 1 : sizes.IndexOf(BatchSize);
            if (axis >= 0)
                kinds[axis] = GraphAxisKind.Batch;
        }

        for (var axis = 0; axis < kinds.Length; axis++)
        {
            if (kinds[axis] is not null || declared[axis].Size is not null)
                continue;
            kinds[axis] = !kinds.Contains(GraphAxisKind.Batch) ? GraphAxisKind.Batch
                : !kinds.Contains(GraphAxisKind.Time) && !isState ? GraphAxisKind.Time
                : null;
        }

        return Create(declared, kinds);
    }

    private static GraphAxisKind? GetKind(AxisRole role) => role switch
    {
        AxisRole.Batch => GraphAxisKind.Batch,
        AxisRole.Time => GraphAxisKind.Time,
        AxisRole.Feature => GraphAxisKind.Value,
        _ => null,
    };

    private static void AddByName(IReadOnlyList<DeclaredAxis> declared, GraphAxisKind?[] kinds)
    {
        for (var axis = 0; axis < kinds.Length; axis++)
        {
            if (kinds[axis] is not null || declared[axis].Name is not { } name)
                continue;
            if (!kinds.Contains(GraphAxisKind.Batch) && IsName(name, BatchNames))
                kinds[axis] = GraphAxisKind.Batch;
            else if (!kinds.Contains(GraphAxisKind.Time) && IsName(name, TimeNames))
                kinds[axis] = GraphAxisKind.Time;
        }
    }

    private static bool IsName(string name, string[] names) =>
        names.Contains(name.ToLowerInvariant())
        || names.Any(other => other.Length > 2 && name.Contains(other, StringComparison.OrdinalIgnoreCase));

    // [batch, time, values]; axes of size 1 are values unless one of the others is missing.
    private static void AddByOrder(IReadOnlyList<DeclaredAxis> declared, GraphAxisKind?[] kinds, bool isInteger)
    {
        var free = Enumerable.Range(0, kinds.Length).Where(axis => kinds[axis] is null).ToList();
        if (!kinds.Contains(GraphAxisKind.Batch) && free.Count > 0 && (free[0] == 0 || declared[free[0]].Size is null)
            && (kinds.Length > 1 || declared[0].Size is null))
        {
            kinds[free[0]] = GraphAxisKind.Batch;
            free.RemoveAt(0);
        }

        if (!kinds.Contains(GraphAxisKind.Time))
        {
            var wide = free.Where(axis => declared[axis].Size != 1).ToList();
            var isOneStep = wide.Count == 0 || (wide.Count == 1 && declared[wide[0]].Size is not null && !isInteger);
            if (!isOneStep)
                kinds[wide[0]] = GraphAxisKind.Time;
        }

        foreach (var axis in free)
            kinds[axis] ??= GraphAxisKind.Value;
    }

    private static List<GraphAxis>? Create(IReadOnlyList<DeclaredAxis> declared, GraphAxisKind?[] kinds)
    {
        var axes = new List<GraphAxis>();
        for (var axis = 0; axis < kinds.Length; axis++)
        {
            var (kind, size) = (kinds[axis] ?? GraphAxisKind.Value, declared[axis].Size);
            var isDuplicate = kind != GraphAxisKind.Value && axes.Any(other => other.Kind == kind);
            if (isDuplicate)
                kind = GraphAxisKind.Value;
            if (kind == GraphAxisKind.Value && size is null)
                return null;
            axes.Add(new GraphAxis(kind, size));
        }

        return axes;
    }
}
