namespace MlNetRecurrent.Engine;

/// <summary>One direction of a layer with a standard cell.</summary>
/// <param name="layer">The layer.</param>
/// <param name="reverse">Whether it processes the sequence in reverse.</param>
/// <param name="hiddenStart">The offset of its hidden state in the state of a sequence.</param>
/// <param name="cellStart">The offset of its cell state, or -1 if it has none.</param>
/// <param name="stages">
/// Its stages, which are products that can be computed together: one, or two if the second needs the result of the first (GRU, reset before).
/// </param>
internal sealed unsafe class StandardDirection(LayerDescription layer, bool reverse, int hiddenStart, int cellStart, StageKernel[] stages)
    : PackedDirection(layer, reverse, hiddenStart, cellStart)
{
    /// <inheritdoc/>
    public override nint ScratchSize => stages.Max(stage => stage.ScratchSize);

    /// <inheritdoc/>
    public override void Step(float* input, ref StatePanels panels, float* scratch, nint stride, int vectors)
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
