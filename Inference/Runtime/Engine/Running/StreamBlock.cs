using System.Numerics;

namespace MlNetRecurrent.Engine;

/// <summary>The states of as many series as a block has rows, and which of them step.</summary>
/// <remarks>
/// While most of the lanes step together, the states are in the layout of the kernels, [state, lane], and a step of the block gathers nothing. While
/// only a few step at a time, the states are [lane, state], so that gathering a series reads a few cache lines and not one for each of its values.
/// </remarks>
internal sealed unsafe class StreamBlock
{
    private readonly PackedNetwork _network;
    private readonly StreamLayout _layout;
    private readonly int _lanes;
    private readonly int[] _positions;
    private KernelBuffer _states;
    private bool _isByLane;
    private bool _wasSparse;

    public StreamBlock(PackedNetwork network, KernelMemory memory)
    {
        _network = network;
        _layout = network.Stream;
        _lanes = GetLaneCount(network);
        _positions = new int[_lanes];
        _states = new KernelBuffer(memory);
        _states.Reserve((nint)_layout.Size * _lanes);
    }

    /// <summary>Gets the number of series in a block.</summary>
    public static int GetLaneCount(PackedNetwork network) => StageKernel.MaxVectors * network.Width.Floats;

    /// <summary>The lanes that are marked to step, one bit for each.</summary>
    public ulong Stepping { get; private set; }

    /// <summary>The number of lanes from the first to the last one that was ever marked.</summary>
    public int Used { get; private set; }

    /// <summary>Whether any lane is marked to step.</summary>
    public bool IsStepping => Stepping != 0;

    /// <summary>Whether a lane is marked to step.</summary>
    public bool IsMarked(int lane) => (Stepping & (1UL << lane)) != 0;

    /// <summary>Gets the position of a marked lane.</summary>
    public int GetPosition(int lane) => _positions[lane];

    /// <summary>Marks a lane to step, with the input at a position of the caller's buffers.</summary>
    public void Mark(int lane, int position)
    {
        Stepping |= 1UL << lane;
        _positions[lane] = position;
        Used = Math.Max(Used, lane + 1);
    }

    /// <summary>Unmarks all lanes.</summary>
    public void Unmark() => Stepping = 0;

    /// <summary>Gets the state of a lane. Callers must keep this object alive while they use it.</summary>
    public StreamState GetState(int lane) =>
        _isByLane ? new StreamState(_states.Pointer + ((nint)lane * _layout.Size), 1) : new StreamState(_states.Pointer + lane, _lanes);

    /// <summary>Sets the state of a lane.</summary>
    public void Load(int lane, ReadOnlySpan<float> state)
    {
        var target = GetState(lane);
        for (var index = 0; index < state.Length; index++)
            *target.At(index) = state[index];
        GC.KeepAlive(this);
    }

    /// <summary>Sets the state of a lane to that from which a series starts.</summary>
    public void Reset(int lane)
    {
        var state = GetState(lane);
        for (nint index = 0; index < _layout.Size; index++)
            *state.At(index) = 0;
        if (_network.InitialState != null)
            Load(lane, new ReadOnlySpan<float>(_network.InitialState, _network.State.Size));
        GC.KeepAlive(this);
    }

    /// <summary>Copies the state of a lane.</summary>
    public void Store(int lane, Span<float> state)
    {
        var source = GetState(lane);
        for (var index = 0; index < state.Length; index++)
            state[index] = *source.At(index);
        GC.KeepAlive(this);
    }

    /// <summary>
    /// Decides how the marked lanes step, and changes the layout of the states if that is worthwhile: in place, if this returns true, together with
    /// the other lanes, whose results are discarded; or gathered with the lanes of other blocks.
    /// </summary>
    /// <param name="spare">A buffer as large as that of the states, which is exchanged for it if the layout changes.</param>
    public bool Arrange(ref KernelBuffer spare)
    {
        var count = BitOperations.PopCount(Stepping);
        var width = _network.Width.Floats;
        var computed = (Used + width - 1) / width * width;

        // A gathered series costs about a fifth more than a lane of a block in place. Between the bounds, the layout stays as it is.
        var isDense = count > width / 4 && (count == Used || count * 16 >= computed * (_isByLane ? 15 : 14));

        // A single call with a few series may be followed by the usual one with all of them.
        if (_isByLane ? isDense : !isDense && _wasSparse)
            Transpose(ref spare);
        _wasSparse = !isDense;
        return isDense;
    }

    private void Transpose(ref KernelBuffer spare)
    {
        var states = stackalloc StreamState[_lanes];
        for (var lane = 0; lane < _lanes; lane++)
            states[lane] = new StreamState((_isByLane ? _states : spare).Pointer + ((nint)lane * _layout.Size), 1);
        if (_isByLane)
            StateTransposition.Gather(states, _lanes, 0, _layout.Size, spare.Pointer, _lanes);
        else
            StateTransposition.Scatter(_states.Pointer, _lanes, states, _lanes, 0, _layout.Size);
        _isByLane = !_isByLane;
        (_states, spare) = (spare, _states);
        GC.KeepAlive(spare);
        GC.KeepAlive(this);
    }
}
