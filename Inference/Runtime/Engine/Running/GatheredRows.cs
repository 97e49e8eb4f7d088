namespace MlNetRecurrent.Engine;

/// <summary>Series of any blocks, whose states are gathered into the panels of the calling thread and scattered after the step.</summary>
/// <param name="states">The state of each series.</param>
/// <param name="count">The number of series.</param>
internal readonly unsafe struct GatheredRows(StreamState* states, int count) : IStreamRows
{
    /// <inheritdoc/>
    public StreamState GetState(int row) => states[row];

    /// <inheritdoc/>
    public StatePanels Load(PackedDirection direction, ref StatePanels panels, nint stride)
    {
        StateTransposition.Gather(states, count, direction.HiddenStart, direction.Layer.HiddenSize, panels.Hidden, stride);
        if (direction.CellStart >= 0)
            StateTransposition.Gather(states, count, direction.CellStart, direction.Layer.HiddenSize, panels.Cell, stride);

        // The buffers alternate as in a sequence, so that a single row reads the weights in alternating directions.
        var loaded = panels;
        panels.Swap();
        return loaded;
    }

    /// <inheritdoc/>
    public void Store(PackedDirection direction, in StatePanels panels, nint stride)
    {
        StateTransposition.Scatter(panels.Hidden, stride, states, count, direction.HiddenStart, direction.Layer.HiddenSize);
        if (direction.CellStart >= 0)
            StateTransposition.Scatter(panels.Cell, stride, states, count, direction.CellStart, direction.Layer.HiddenSize);
    }
}
