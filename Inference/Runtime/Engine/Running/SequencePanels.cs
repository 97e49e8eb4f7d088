namespace MlNetRecurrent.Engine;

/// <summary>The hidden states of whole layers, [time, value, row], between layers of which one walks backwards.</summary>
/// <remarks>A row that is shorter than others of its block has its own last step: where one walks backwards, rows are taken one by one then.</remarks>
internal static unsafe class SequencePanels
{
    /// <summary>What the layer below gave for a step: [value, row].</summary>
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

    /// <summary>Keeps the hidden states of a step for the layer above.</summary>
    /// <remarks>Rows that are not alike are in the panel at different times: those that have ended must not be overwritten.</remarks>
    public static void Write(float* target, PackedDirection direction, int place, int step, float* hidden, BlockPanels panels, PinnedSequence* rows, int active, bool alike)
    {
        var units = direction.Layer.HiddenSize;
        var stepSize = direction.Layer.OutputSize * panels.Stride;
        target += place * units * panels.Stride;
        if (direction.Reverse && !alike)
        {
            for (var row = 0; row < active; row++)
                CopyRow(hidden, target + ((rows[row].Length - 1 - step) * stepSize), units, panels.Stride, row);
            return;
        }

        target += (direction.Reverse ? rows[0].Length - 1 - step : step) * stepSize;
        var bytes = units * panels.Stride * sizeof(float);
        Buffer.MemoryCopy(hidden, target, bytes, bytes);
    }

    /// <summary>Copies one row of a panel [value, row].</summary>
    public static void CopyRow(float* source, float* target, int values, nint stride, int row)
    {
        for (var value = 0; value < values; value++)
            target[(value * stride) + row] = source[(value * stride) + row];
    }
}
