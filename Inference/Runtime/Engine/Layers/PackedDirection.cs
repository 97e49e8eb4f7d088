namespace MlNetRecurrent.Engine;

/// <summary>One direction of a layer with packed weights.</summary>
/// <param name="layer">The layer.</param>
/// <param name="reverse">Whether it processes the sequence in reverse.</param>
/// <param name="hiddenStart">The offset of its hidden state in the state of a sequence.</param>
/// <param name="cellStart">The offset of its cell state, or -1 if it has none.</param>
internal abstract unsafe class PackedDirection(LayerDescription layer, bool reverse, int hiddenStart, int cellStart)
{
    public LayerDescription Layer { get; } = layer;

    public bool Reverse { get; } = reverse;

    public int HiddenStart { get; } = hiddenStart;

    public int CellStart { get; } = cellStart;

    /// <summary>The number of units, rounded up to whole tiles.</summary>
    public int PaddedUnits { get; } = PackedStage.Pad(layer.HiddenSize);

    /// <summary>The number of floats in the scratch buffer of a step.</summary>
    public abstract nint ScratchSize { get; }

    /// <summary>Computes one time step.</summary>
    /// <param name="input">The input: [value, row].</param>
    /// <param name="panels">The states, which are replaced by the new ones.</param>
    /// <param name="scratch">A buffer of <see cref="ScratchSize"/> floats.</param>
    /// <param name="stride">The number of floats from one value to the next.</param>
    /// <param name="vectors">The number of vectors of rows, or 0 for a single row.</param>
    public abstract void Step(float* input, ref StatePanels panels, float* scratch, nint stride, int vectors);
}
