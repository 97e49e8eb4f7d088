namespace MlNetRecurrent.Training;

/// <summary>The panels of a block that are kept from the forward to the backward pass, [unit, row] for each time step.</summary>
internal readonly unsafe struct BlockMemory
{
    private readonly float* _hidden;
    private readonly float* _cell;
    private readonly float* _gates;
    private readonly nint _panel;
    private readonly nint _gateStep;
    private readonly int _stateMask;

    /// <param name="start">The memory of the block.</param>
    /// <param name="units">The number of units, padded.</param>
    /// <param name="lanes">The number of lanes.</param>
    /// <param name="steps">The number of time steps of the block.</param>
    /// <param name="planes">The number of planes of gates; 0 if the hidden state is the only plane.</param>
    /// <param name="hasCell">Whether there is a cell state.</param>
    /// <param name="keeps">Whether all steps are kept, or only the current one.</param>
    public BlockMemory(float* start, int units, int lanes, int steps, int planes, bool hasCell, bool keeps)
    {
        _panel = (nint)units * lanes;
        _gateStep = keeps ? planes * _panel : 0;
        _stateMask = keeps ? -1 : 1;
        var states = keeps ? steps + 1 : 2;
        _hidden = start;
        _cell = hasCell ? start + (states * _panel) : null;
        _gates = start + ((hasCell ? 2 : 1) * states * _panel);
    }

    /// <summary>The number of floats of a panel.</summary>
    public nint Panel => _panel;

    /// <summary>The number of floats that a block needs.</summary>
    public static nint GetSize(int units, int lanes, int steps, int planes, bool hasCell, bool keeps)
    {
        var panel = (nint)units * lanes;
        return ((hasCell ? 2 : 1) * (keeps ? steps + 1 : 2) * panel) + (planes * (keeps ? steps : 1) * panel);
    }

    /// <summary>The hidden state before a step.</summary>
    public float* Hidden(int step) => _hidden + ((step & _stateMask) * _panel);

    /// <summary>The cell state before a step; null for cells without.</summary>
    public float* Cell(int step) => _cell == null ? null : _cell + ((step & _stateMask) * _panel);

    /// <summary>The gates of a step, plane by plane.</summary>
    public float* Gates(int step) => _gates + (step * _gateStep);
}
