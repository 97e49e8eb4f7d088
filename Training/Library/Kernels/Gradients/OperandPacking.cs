namespace MlNetRecurrent.Training;

/// <summary>Packs the operands that the gate gradients of a chunk are multiplied by: for each time step and row, the columns of a panel.</summary>
internal static unsafe class OperandPacking
{
    /// <summary>Packs the columns [start, start + count) of a part.</summary>
    /// <param name="chunk">The time steps.</param>
    /// <param name="part">The part.</param>
    /// <param name="start">The first column.</param>
    /// <param name="count">The number of columns with padding, which stays arbitrary.</param>
    /// <param name="reset">A panel for r * h.</param>
    /// <param name="target">Receives [step, row, column].</param>
    public static void Pack(in GradientChunk chunk, in GradientPart part, int start, int count, float* reset, float* target)
    {
        var hidden = part.HasHidden ? chunk.Settings.Shape.HiddenSize : 0;
        Span<nint> rows = stackalloc nint[chunk.Lanes];
        for (var index = 0; index < chunk.Steps; index++)
        {
            var step = chunk.LastStep - index;
            if (start < hidden)
            {
                for (var row = 0; row < chunk.Lanes; row++)
                    rows[row] = (nint)(target + ((nint)row * count));
                var panel = chunk.Memory.Hidden(step) + ((nint)start * chunk.Lanes);
                var values = Math.Min(count, hidden - start);
                if (part.IsReset)
                {
                    PanelMath.Multiply(panel, chunk.Memory.Gates(step) + ((nint)start * chunk.Lanes), reset, values * chunk.Lanes);
                    panel = reset;
                }

                RowLanes.Store(panel, chunk.Lanes, values, rows, chunk.Lanes);
            }

            if (part.HasInput && start + count > hidden)
                PackInput(chunk, step, start - hidden, count, target);
            target += (nint)chunk.Lanes * count;
        }
    }

    // Input values and the column of ones: the columns [first, first + count) of them, where they exist.
    private static void PackInput(in GradientChunk chunk, int step, int first, int count, float* target)
    {
        var inputs = chunk.Settings.Shape.InputSize;
        var (from, to) = (Math.Max(0, first), Math.Min(inputs, first + count));
        var one = inputs - first;
        for (var row = 0; row < chunk.Lanes; row++)
        {
            var values = target + ((nint)row * count);
            if (one < count)
                values[one] = 1;
            if (from >= to)
                continue;
            var index = chunk.Block.FirstRow + row;
            var length = row < chunk.Block.Rows ? chunk.Partition.GetLength(index) : 0;
            if (step < length)
                PanelMath.Copy(
                    chunk.Input.At(chunk.Partition.GetSequence(index), chunk.Settings.Reverse ? length - 1 - step : step) + from,
                    values + from - first,
                    to - from);
            else
                PanelMath.Clear(values + from - first, to - from);
        }
    }

    /// <summary>Packs the single columns of a part, for each time step [column, row]; a missing one of a pair stays arbitrary.</summary>
    /// <inheritdoc cref="Pack"/>
    public static void PackSingle(in GradientChunk chunk, in GradientPart part, int start, int count, float* target)
    {
        var hidden = part.HasHidden ? chunk.Settings.Shape.HiddenSize : 0;
        var padded = (count + 1) & ~1;
        Span<nint> rows = stackalloc nint[chunk.Lanes];
        for (var index = 0; index < chunk.Steps; index++)
        {
            var step = chunk.LastStep - index;
            var states = Math.Clamp(hidden - start, 0, count);
            var panel = chunk.Memory.Hidden(step) + ((nint)start * chunk.Lanes);
            if (part.IsReset)
                PanelMath.Multiply(panel, chunk.Memory.Gates(step) + ((nint)start * chunk.Lanes), target, states * chunk.Lanes);
            else
                PanelMath.Copy(panel, target, (nint)states * chunk.Lanes);
            if (part.HasInput)
                PackSingleInput(chunk, step, Math.Max(0, start - hidden), target + ((nint)states * chunk.Lanes), rows);
            target += (nint)padded * chunk.Lanes;
        }
    }

    // Input values from one on, and ones.
    private static void PackSingleInput(in GradientChunk chunk, int step, int first, float* target, Span<nint> rows)
    {
        var (inputs, active) = (chunk.Settings.Shape.InputSize, 0);
        for (; active < chunk.Block.Rows; active++)
        {
            var length = chunk.Partition.GetLength(chunk.Block.FirstRow + active);
            if (length <= step)
                break;
            var sequence = chunk.Partition.GetSequence(chunk.Block.FirstRow + active);
            rows[active] = (nint)(chunk.Input.At(sequence, chunk.Settings.Reverse ? length - 1 - step : step) + first);
        }

        if (active < chunk.Lanes)
            PanelMath.Clear(target, (nint)(inputs - first) * chunk.Lanes);
        RowLanes.Load(rows, active, inputs - first, target, chunk.Lanes);
        new Span<float>(target + ((nint)(inputs - first) * chunk.Lanes), chunk.Lanes).Fill(1);
    }
}
