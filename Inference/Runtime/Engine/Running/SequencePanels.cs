namespace MlNetRecurrent.Engine;

/// <summary>The hidden states of whole layers, [time, value, row], passed from layer to layer if not all layers are forward.</summary>
/// <remarks>Rows of different lengths have their last steps at different times, so a reverse direction copies such rows one by one.</remarks>
internal static unsafe class SequencePanels
{
    /// <summary>Gets the output of the layer below for a step: [value, row].</summary>
    public static float* Read(float* source, PackedDirection direction, int step, BlockPanels panels, PinnedSequence* rows, int active)
    {
        var size = direction.Layer.InputSize;
        var stepSize = size * panels.Stride;
        if (!direction.Reverse)
            return source + (step * stepSize);
        if (rows[0].Length == rows[active - 1].Length)
            return source + ((rows[0].Length - 1 - step) * stepSize);
        for (var row = 0; row < active; row++)
            CopyRow(source + ((rows[row].Length - 1 - step) * stepSize), panels.Input, size, panels.Stride, row);
        return panels.Input;
    }

    /// <summary>Stores the hidden states of a step for the layer above.</summary>
    /// <remarks>
    /// If rows differ in length, a reverse direction writes each row at its own time step, and must not overwrite rows that have ended.
    /// </remarks>
    public static void Write(
        float* target,
        PackedDirection direction,
        int index,
        int step,
        float* hidden,
        BlockPanels panels,
        PinnedSequence* rows,
        int active,
        bool sameLength)
    {
        var units = direction.Layer.HiddenSize;
        var stepSize = direction.Layer.OutputSize * panels.Stride;
        target += index * units * panels.Stride;
        if (direction.Reverse && !sameLength)
        {
            for (var row = 0; row < active; row++)
                CopyRow(hidden, target + ((rows[row].Length - 1 - step) * stepSize), units, panels.Stride, row);
            return;
        }

        target += (direction.Reverse ? rows[0].Length - 1 - step : step) * stepSize;
        Copy(hidden, target, units * panels.Stride);
    }

    /// <summary>Copies floats.</summary>
    public static void Copy(float* source, float* target, nint count) =>
        Buffer.MemoryCopy(source, target, count * sizeof(float), count * sizeof(float));

    /// <summary>Copies the input of a convolution, with zeros before and after each sequence.</summary>
    /// <param name="source">The sequences: [time, value, row].</param>
    /// <param name="target">The buffer for the padded sequences: [padding + time + padding, value, row].</param>
    /// <param name="layer">The convolution.</param>
    /// <param name="stride">The number of floats from one value to the next.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="time">The number of time steps of the longest sequence.</param>
    public static void Pad(
        float* source, float* target, LinearLayerDescription layer, nint stride, PinnedSequence* rows, int count, int time)
    {
        var stepSize = layer.InputSize * stride;
        new Span<float>(target, checked((int)(layer.PaddingBefore * stepSize))).Clear();
        target += layer.PaddingBefore * stepSize;
        Copy(source, target, time * stepSize);
        for (var row = count - 1; row >= 0 && rows[row].Length < time; row--)
        {
            for (nint value = rows[row].Length * (nint)layer.InputSize; value < time * (nint)layer.InputSize; value++)
                target[(value * stride) + row] = 0;
        }

        new Span<float>(target + (time * stepSize), checked((int)(layer.PaddingAfter * stepSize))).Clear();
    }

    /// <summary>Copies one row of a panel [value, row].</summary>
    public static void CopyRow(float* source, float* target, int values, nint stride, int row)
    {
        for (var value = 0; value < values; value++)
            target[(value * stride) + row] = source[(value * stride) + row];
    }
}
