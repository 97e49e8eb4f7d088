namespace MlNetRecurrent.Engine;

/// <summary>Copies states between the state vector of a sequence and the panels of a block.</summary>
internal static unsafe class StateTransfer
{
    /// <summary>Loads the initial states of the rows into the panels of a direction.</summary>
    /// <param name="direction">The direction.</param>
    /// <param name="panels">The panels.</param>
    /// <param name="stride">The number of floats from one value to the next.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="start">The state of a row that states no initial one; null for zeros.</param>
    public static void Load(PackedDirection direction, in StatePanels panels, nint stride, PinnedSequence* rows, int count, float* start)
    {
        var units = direction.Layer.HiddenSize;
        for (var row = 0; row < count; row++)
        {
            var initial = rows[row].InitialState == null ? start : rows[row].InitialState;
            Scatter(initial == null ? null : initial + direction.HiddenStart, panels.Hidden + row, units, stride);
            if (direction.CellStart >= 0)
                Scatter(initial == null ? null : initial + direction.CellStart, panels.Cell + row, units, stride);
        }
    }

    /// <summary>Stores the final state of a row, if requested.</summary>
    public static void Store(PackedDirection direction, in StatePanels panels, nint stride, in PinnedSequence sequence, int row)
    {
        if (sequence.FinalState == null)
            return;
        Gather(panels.Hidden + row, sequence.FinalState + direction.HiddenStart, direction.Layer.HiddenSize, stride);
        if (direction.CellStart >= 0)
            Gather(panels.Cell + row, sequence.FinalState + direction.CellStart, direction.Layer.HiddenSize, stride);
    }

    private static void Scatter(float* source, float* panel, int units, nint stride)
    {
        for (var unit = 0; unit < units; unit++)
            panel[unit * stride] = source == null ? 0 : source[unit];
    }

    private static void Gather(float* panel, float* target, int units, nint stride)
    {
        for (var unit = 0; unit < units; unit++)
            target[unit] = panel[unit * stride];
    }
}
