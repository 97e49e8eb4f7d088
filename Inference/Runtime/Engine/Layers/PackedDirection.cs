namespace MlNetRecurrent.Engine;

/// <summary>One direction of a layer, ready to step.</summary>
/// <param name="layer">What the layer is.</param>
/// <param name="reverse">Whether it walks from the last step to the first.</param>
/// <param name="hiddenStart">Where its hidden state begins in a sequence's state.</param>
/// <param name="cellStart">Where its cell state begins there, or -1.</param>
/// <param name="stages">Its stages, one or two.</param>
internal sealed unsafe class PackedDirection(LayerDescription layer, bool reverse, int hiddenStart, int cellStart, StageKernel[] stages)
{
    public LayerDescription Layer { get; } = layer;

    public bool Reverse { get; } = reverse;

    public int HiddenStart { get; } = hiddenStart;

    public int CellStart { get; } = cellStart;

    public int PaddedUnits => stages[0].Packed.PaddedUnits;

    public nint ScratchSize => stages.Max(stage => stage.ScratchSize);

    /// <summary>One step.</summary>
    /// <param name="input">[value, row]</param>
    /// <param name="panels">The states; the new ones take the place of the old ones.</param>
    /// <param name="scratch">Room for <see cref="ScratchSize"/> floats.</param>
    /// <param name="stride">Floats from one value to the next.</param>
    /// <param name="vectors">How many vectors of rows there are, or 0 for one row.</param>
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
