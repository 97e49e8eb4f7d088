namespace MlNetRecurrent.Training;

/// <summary>States of a block before, between and after its steps.</summary>
internal static unsafe class BlockStates
{
    /// <summary>Loads states [batch, hidden] into a panel; those of lanes without a row, and all without a source, are 0.</summary>
    public static void Load(float* source, BlockPartition partition, in RowBlock block, int hidden, int units, float* panel, int lanes)
    {
        PanelMath.Clear(panel, (nint)units * lanes);
        if (source == null)
            return;
        Span<nint> rows = stackalloc nint[block.Rows];
        Find(source, partition, block, hidden, rows);
        RowLanes.Load(rows, block.Rows, hidden, panel, lanes);
    }

    /// <summary>Stores a panel into states [batch, hidden], unless there is no target.</summary>
    public static void Store(float* panel, int lanes, BlockPartition partition, in RowBlock block, int hidden, float* target)
    {
        if (target == null)
            return;
        Span<nint> rows = stackalloc nint[block.Rows];
        Find(target, partition, block, hidden, rows);
        RowLanes.Store(panel, lanes, hidden, rows, block.Rows);
    }

    /// <summary>Keeps the states of rows that ended before a step.</summary>
    public static void Keep(in BlockMemory memory, int step, int firstEnded, int rows, int hidden, int lanes)
    {
        PanelMath.CopyLanes(memory.Hidden(step), memory.Hidden(step + 1), firstEnded, rows, hidden, lanes);
        if (memory.Cell(step) != null)
            PanelMath.CopyLanes(memory.Cell(step), memory.Cell(step + 1), firstEnded, rows, hidden, lanes);
    }

    /// <summary>Sets the values after the end of each sequence to 0.</summary>
    public static void ClearAfterEnd(SequencePointer target, PassSettings settings, BlockPartition partition, in RowBlock block, int size)
    {
        if (target.IsNone)
            return;
        for (var row = block.FirstRow; row < block.FirstRow + block.Rows; row++)
        {
            for (var step = partition.GetLength(row); step < settings.Steps; step++)
                PanelMath.Clear(target.At(partition.GetSequence(row), step), size);
        }
    }

    private static void Find(float* states, BlockPartition partition, in RowBlock block, int hidden, Span<nint> rows)
    {
        for (var row = 0; row < block.Rows; row++)
            rows[row] = (nint)(states + ((nint)partition.GetSequence(block.FirstRow + row) * hidden));
    }
}
