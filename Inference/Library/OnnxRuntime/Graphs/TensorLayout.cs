namespace MlNetRecurrent;

/// <summary>Copies the values of sequences to a tensor of a graph and back, whatever the order of its axes.</summary>
internal static unsafe class TensorLayout
{
    /// <summary>Returns the shape of a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="rows">The number of sequences, unless the file fixes it.</param>
    /// <param name="steps">The number of time steps of the sequences.</param>
    public static long[] GetShape(GraphTensor tensor, int rows, int steps) => [.. tensor.Axes.Select(axis => axis.Kind switch
    {
        GraphAxisKind.Batch => axis.Size ?? rows,
        GraphAxisKind.Time => axis.Size ?? (long)tensor.GetSteps(steps),
        _ => axis.Size!.Value,
    })];

    /// <summary>Whether the values of a tensor are in the order of concatenated sequences.</summary>
    public static bool IsRowMajor(GraphTensor tensor)
    {
        var kinds = tensor.Axes.Where(axis => axis.Size != 1).Select(axis => axis.Kind).ToList();
        return kinds.SequenceEqual(kinds.Order());
    }

    /// <summary>Fills a tensor with the values of sequences; those of the last one fill up a fixed batch.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="source">The values of the first sequence.</param>
    /// <param name="stride">The number of values from one sequence to the next.</param>
    /// <param name="rows">The number of sequences.</param>
    /// <param name="steps">The number of time steps of the sequences.</param>
    public static T[] Gather<T>(GraphTensor tensor, T* source, nint stride, int rows, int steps)
        where T : unmanaged
    {
        var target = new T[GetCount(GetShape(tensor, rows, steps))];
        fixed (T* first = target)
        {
            foreach (var (row, step, offset, values) in GetPlaces(tensor, rows, steps, isFilledUp: true))
            {
                var from = source + (Math.Min(row, rows - 1) * stride) + ((nint)step * values.Length);
                for (var index = 0; index < values.Length; index++)
                    first[offset + values[index]] = from[index];
            }
        }

        return target;
    }

    /// <summary>Copies the values of a tensor to those of sequences.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="values">The values in the order of the tensor.</param>
    /// <param name="target">Receives the values of the first sequence.</param>
    /// <param name="stride">The number of values from one sequence to the next.</param>
    /// <param name="rows">The number of sequences.</param>
    /// <param name="steps">The number of time steps of the sequences.</param>
    public static void Scatter(GraphTensor tensor, ReadOnlySpan<float> values, float* target, nint stride, int rows, int steps)
    {
        var size = checked((int)tensor.GetSize(steps));
        if (IsRowMajor(tensor))
        {
            for (var row = 0; row < rows; row++)
                values.Slice(row * size, size).CopyTo(new Span<float>(target + (row * stride), size));
            return;
        }

        foreach (var (row, step, offset, places) in GetPlaces(tensor, rows, steps, isFilledUp: false))
        {
            var to = target + (row * stride) + ((nint)step * places.Length);
            for (var index = 0; index < places.Length; index++)
                to[index] = values[(int)offset + places[index]];
        }
    }

    /// <summary>Returns the number of elements of a shape.</summary>
    public static int GetCount(long[] shape) => checked((int)shape.Aggregate(1L, (product, size) => checked(product * size)));

    // For each sequence and time step: the offset of its values in the tensor, and the place of each relative to it.
    private static IEnumerable<(int Row, int Step, nint Offset, int[] Values)> GetPlaces(GraphTensor tensor, int rows, int steps, bool isFilledUp)
    {
        var shape = GetShape(tensor, rows, steps);
        var strides = new nint[shape.Length];
        nint stride = 1;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= (nint)shape[axis];
        }

        var values = GetValuePlaces(tensor, strides);
        var (batchAxis, timeAxis) = (FindAxis(tensor, GraphAxisKind.Batch), FindAxis(tensor, GraphAxisKind.Time));
        var batch = batchAxis < 0 ? 1 : isFilledUp ? shape[batchAxis] : rows;
        for (var row = 0; row < batch; row++)
        {
            for (var step = 0; step < tensor.GetSteps(steps); step++)
            {
                var offset = (batchAxis < 0 ? 0 : row * strides[batchAxis]) + (timeAxis < 0 ? 0 : step * strides[timeAxis]);
                yield return (row, step, offset, values);
            }
        }
    }

    private static int[] GetValuePlaces(GraphTensor tensor, nint[] strides)
    {
        var places = new int[tensor.Size];
        for (var index = 0; index < places.Length; index++)
        {
            var rest = index;
            for (var axis = strides.Length - 1; axis >= 0; axis--)
            {
                if (tensor.Axes[axis].Kind != GraphAxisKind.Value)
                    continue;
                var size = tensor.Axes[axis].Size!.Value;
                places[index] += (int)(rest % size * strides[axis]);
                rest /= size;
            }
        }

        return places;
    }

    private static int FindAxis(GraphTensor tensor, GraphAxisKind kind)
    {
        for (var axis = 0; axis < tensor.Axes.Count; axis++)
        {
            if (tensor.Axes[axis].Kind == kind)
                return axis;
        }

        return -1;
    }
}
