namespace MlNetRecurrent.Training;

/// <summary>The working memory of the backward pass of a block, in the scratch memory of the thread.</summary>
internal readonly unsafe struct BackwardScratch
{
    // Values of a chunk: its operands stay in the nearest caches, and the sums are loaded and stored rarely.
    private const int ChunkValues = 192;

    private readonly float* _kept;
    private readonly nint _panel;
    private readonly nint _step;

    /// <param name="plan">The products of the cell.</param>
    /// <param name="shape">The cell and its sizes.</param>
    /// <param name="gradients">The layout of the weight gradients.</param>
    /// <param name="lanes">The number of lanes of the block.</param>
    /// <param name="panel">The number of floats of a panel [unit, row].</param>
    /// <param name="hasWeights">Whether the weight gradients of each chunk are computed after its steps.</param>
    /// <param name="allGates">Memory for the gate gradients of all steps; null if only those of a chunk are kept.</param>
    public BackwardScratch(
        CellPlan plan, RecurrentShape shape, GradientLayout gradients, int lanes, nint panel, bool hasWeights, float* allGates)
    {
        Steps = GetChunkSteps(lanes);
        _panel = panel;
        _step = GetGateStep(plan, shape, lanes);
        // Tiles of lines read beyond the last line.
        var gates = allGates != null ? 0 : ((hasWeights ? Steps : 1) * _step) + (8 * lanes);
        var inputs = (nint)UnitGroup.Pad(shape.InputSize) * lanes;
        var operands = hasWeights ? gradients.GetOperandSize(Steps * lanes) : 0;
        var start = ThreadScratch.Block.Reserve((5 * panel) + gates + inputs + operands);
        HiddenGradient = start;
        Carried = start + panel;
        ResetGradient = start + (2 * panel);
        _kept = start + (3 * panel);
        Gates = allGates != null ? allGates : start + (5 * panel);
        InputGradient = start + (5 * panel) + gates;
        Operands = InputGradient + inputs;
        if (!hasWeights)
            Steps = int.MaxValue;
        if (!hasWeights && allGates == null)
            _step = 0;
    }

    /// <summary>The number of time steps of a chunk.</summary>
    public static int GetChunkSteps(int lanes) => Math.Max(1, ChunkValues / lanes);

    /// <summary>The number of floats of the gate gradients of a time step.</summary>
    public static nint GetGateStep(CellPlan plan, RecurrentShape shape, int lanes) => (nint)plan.Planes.Length * shape.HiddenSize * lanes;

    /// <summary>The number of time steps that are processed before their weight gradients.</summary>
    public int Steps { get; }

    /// <summary>The gradient of the hidden state, [unit, row].</summary>
    public float* HiddenGradient { get; }

    /// <summary>The gradient of the cell state, or what of that of the hidden state passes no product.</summary>
    public float* Carried { get; }

    /// <summary>The gradient of r * h.</summary>
    public float* ResetGradient { get; }

    /// <summary>The gradients of the gates of a chunk, [step, plane, unit, row].</summary>
    public float* Gates { get; }

    /// <summary>The gradient of the input of a step, [value, row].</summary>
    public float* InputGradient { get; }

    /// <summary>The packed operands of the weight gradients.</summary>
    public float* Operands { get; }

    public float* GetGates(int index) => Gates + (index * _step);

    /// <summary>Keeps the gradients of rows that have ended.</summary>
    public void KeepEnded(int first, int end, int hidden, int lanes)
    {
        PanelMath.CopyLanes(HiddenGradient, _kept, first, end, hidden, lanes);
        PanelMath.CopyLanes(Carried, _kept + _panel, first, end, hidden, lanes);
    }

    /// <summary>Restores the gradients of rows that have ended.</summary>
    public void RestoreEnded(int first, int end, int hidden, int lanes)
    {
        PanelMath.CopyLanes(_kept, HiddenGradient, first, end, hidden, lanes);
        PanelMath.CopyLanes(_kept + _panel, Carried, first, end, hidden, lanes);
    }
}
