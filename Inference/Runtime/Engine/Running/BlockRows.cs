using System.Numerics;

namespace MlNetRecurrent.Engine;

/// <summary>The lanes of one block, whose states are in the layout of the kernels: nothing is gathered.</summary>
/// <param name="states">The states of the block: [state, lane].</param>
/// <param name="lanes">The number of lanes.</param>
/// <param name="idle">The lanes that are computed but do not step: they keep their states. There should be few.</param>
internal readonly unsafe struct BlockRows(float* states, nint lanes, ulong idle) : IStreamRows
{
    /// <inheritdoc/>
    public StreamState GetState(int row) => new(states + row, lanes);

    /// <inheritdoc/>
    public StatePanels Load(PackedDirection direction, ref StatePanels panels, nint stride)
    {
        var loaded = panels with { Hidden = states + (direction.HiddenStart * lanes) };
        if (direction.CellStart < 0)
            return loaded;
        var cell = states + (direction.CellStart * lanes);
        if (idle == 0)
            return loaded with { Cell = cell };
        SequencePanels.Copy(cell, loaded.Cell, direction.Layer.HiddenSize * lanes);
        return loaded;
    }

    /// <inheritdoc/>
    public void Store(PackedDirection direction, in StatePanels panels, nint stride)
    {
        Store(panels.Hidden, states + (direction.HiddenStart * lanes), direction.Layer.HiddenSize);
        if (direction.CellStart >= 0 && idle != 0)
            Store(panels.Cell, states + (direction.CellStart * lanes), direction.Layer.HiddenSize);
    }

    private void Store(float* panel, float* target, int units)
    {
        for (var remaining = idle; remaining != 0; remaining &= remaining - 1)
            SequencePanels.CopyRow(target, panel, units, lanes, BitOperations.TrailingZeroCount(remaining));
        SequencePanels.Copy(panel, target, units * lanes);
    }
}
