using System.Runtime.Intrinsics.X86;

namespace MlNetRecurrent.Training;

/// <summary>
/// Fetches what the next time step uses into the second-level cache, in slices between the products of the current step: what is kept of a large
/// batch is in a farther cache or in memory.
/// </summary>
internal unsafe struct StepPrefetch
{
    private Range _gates;
    private Range _hidden;
    private Range _cell;

    /// <param name="memory">What is kept.</param>
    /// <param name="step">The next time step; nothing is fetched if it is negative.</param>
    /// <param name="planes">The number of planes of gates.</param>
    /// <param name="slices">The number of slices.</param>
    public StepPrefetch(in BlockMemory memory, int step, int planes, int slices)
    {
        if (step < 0 || !Sse.IsSupported)
            return;
        _gates = new Range(memory.Gates(step), planes * memory.Panel, slices);
        _hidden = new Range(memory.Hidden(step), memory.Panel, slices);
        _cell = memory.Cell(step) == null ? default : new Range(memory.Cell(step), memory.Panel, slices);
    }

    /// <summary>Fetches the next slice.</summary>
    public void FetchSlice()
    {
        _gates.FetchSlice();
        _hidden.FetchSlice();
        _cell.FetchSlice();
    }

    private struct Range(float* start, nint count, int slices)
    {
        private const int CacheLine = 64;

        private readonly byte* _end = (byte*)(start + count);
        private readonly nint _slice = ((count * sizeof(float) / slices) + CacheLine) & ~(nint)(CacheLine - 1);
        private byte* _next = (byte*)start;

        public void FetchSlice()
        {
            for (var end = _next + _slice; _next < end && _next < _end; _next += CacheLine)
                Sse.Prefetch1(_next);
        }
    }
}
