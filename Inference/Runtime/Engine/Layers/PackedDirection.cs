namespace MlNetRecurrent.Engine;

/// <summary>One direction of a layer with packed weights.</summary>
/// <param name="layer">The layer.</param>
/// <param name="reverse">Whether it processes the sequence in reverse.</param>
/// <param name="hiddenStart">The offset of its hidden state in the state of a sequence.</param>
/// <param name="cellStart">The offset of its cell state, or -1 if it has none.</param>
/// <param name="stages">
/// Its stages, which are products that can be computed together: one, or two if the second needs the result of the first (GRU, reset before).
/// </param>
internal sealed unsafe class PackedDirection(LayerDescription layer, bool reverse, int hiddenStart, int cellStart, StageKernel[] stages)
{
    public LayerDescription Layer { get; } = layer;

    public bool Reverse { get; } = reverse;

    public int HiddenStart { get; } = hiddenStart;

    public int CellStart { get; } = cellStart;

    public int PaddedUnits => stages[0].Packed.PaddedUnits;

    public nint ScratchSize => stages.Max(stage => stage.ScratchSize);

    /// <summary>Computes one time step.</summary>
    /// <param name="input">The input: [value, row].</param>
    /// <param name="panels">The states, which are replaced by the new ones.</param>
    /// <param name="scratch">A buffer of <see cref="ScratchSize"/> floats.</param>
    /// <param name="stride">The number of floats from one value to the next.</param>
    /// <param name="vectors">The number of vectors of rows, or 0 for a single row.</param>
    public void Step(float* input, ref StatePanels panels, float* scratch, nint stride, int vectors)
    {
        var recurrent = panels.Hidden;
        foreach (var stage in stages)
        {
            var isLast = stage == stages[^1];
            var call = new StageCall
            {
                Input = input,
                Recurrent = recurrent,
                Hidden = panels.Hidden,
                Cell = panels.Cell,
                Output = isLast ? panels.NextHidden : panels.Intermediate,
                Scratch = scratch,
                Stride = stride,
            };
            if (vectors == 0)
                stage.StepOne(call);
            else
                stage.StepRows(call, vectors);
            recurrent = call.Output;
        }

        panels.Swap();
    }
}
