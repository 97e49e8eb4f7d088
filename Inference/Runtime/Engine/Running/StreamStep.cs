using System.Numerics;
using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>Computes one step of the series of a block, in place, or of series that are gathered from any blocks. Immutable.</summary>
internal sealed unsafe class StreamStep(PackedNetwork network)
{
    private readonly BlockInput _input = new(network);
    private readonly BlockOutput _outputs = new(network);
    private readonly StreamCarryover _carryover = new(network);
    private readonly int _lanes = StreamBlock.GetLaneCount(network);
    private readonly int _layers = network.Network.Layers.Count;
    private readonly int _members = network.Network.EnsembleSize;

    /// <summary>Steps the marked lanes of a block and unmarks them; its states must be in the layout of the kernels.</summary>
    /// <param name="block">The block.</param>
    /// <param name="panels">The buffers of the calling thread.</param>
    /// <param name="buffers">The buffers of the caller.</param>
    [SkipLocalsInit]
    public void Step(StreamBlock block, BlockPanels panels, in StreamBuffers buffers)
    {
        var stepping = block.Stepping;
        var first = BitOperations.TrailingZeroCount(stepping);
        var used = block.Used;
        var sequences = stackalloc PinnedSequence[used];
        for (var lane = 0; lane < used; lane++)
        {
            // An unmarked lane is computed too, with the input of a marked one; its results are discarded.
            var steps = (stepping & (1UL << lane)) != 0;
            sequences[lane] = buffers.GetStep(network.Network, block.GetPosition(steps ? lane : first), steps);
        }

        panels.Prepare(_lanes);
        var vectors = (used + network.Width.Floats - 1) / network.Width.Floats;
        var idle = ~stepping & (ulong.MaxValue >> (64 - used));
        var rows = new BlockRows(block.GetState(0).At(0), _lanes, idle);
        Step(rows, panels, sequences, used, stepping, vectors);
        block.Unmark();
        GC.KeepAlive(block);
    }

    /// <summary>Steps series of any blocks; there are at most as many as lanes of a block.</summary>
    /// <param name="lanes">The series.</param>
    /// <param name="panels">The buffers of the calling thread.</param>
    /// <param name="buffers">The buffers of the caller.</param>
    public void Step(ReadOnlySpan<StreamLane> lanes, BlockPanels panels, in StreamBuffers buffers)
    {
        // A few rows are faster one by one than in mostly empty vectors.
        if (lanes.Length > network.Width.Floats / 4)
        {
            StepGathered(lanes, panels, buffers, (lanes.Length + network.Width.Floats - 1) / network.Width.Floats);
            return;
        }

        for (var index = 0; index < lanes.Length; index++)
            StepGathered(lanes.Slice(index, 1), panels, buffers, 0);
    }

    [SkipLocalsInit]
    private void StepGathered(ReadOnlySpan<StreamLane> lanes, BlockPanels panels, in StreamBuffers buffers, int vectors)
    {
        var states = stackalloc StreamState[lanes.Length];
        var sequences = stackalloc PinnedSequence[lanes.Length];
        for (var row = 0; row < lanes.Length; row++)
        {
            states[row] = lanes[row].Block.GetState(lanes[row].Lane);
            sequences[row] = buffers.GetStep(network.Network, lanes[row].Position, steps: true);
        }

        panels.Prepare(vectors == 0 ? 1 : _lanes);
        Step(new GatheredRows(states, lanes.Length), panels, sequences, lanes.Length, ulong.MaxValue >> (64 - lanes.Length), vectors);
        foreach (var lane in lanes)
            GC.KeepAlive(lane.Block);
    }

    private void Step<TRows>(TRows rows, BlockPanels panels, PinnedSequence* sequences, int count, ulong stepping, int vectors)
        where TRows : struct, IStreamRows
    {
        if (!network.IsPlainStep)
            Begin(rows, panels, sequences, count, stepping);
        for (var member = 0; member < _members; member++)
        {
            var hidden = StepLayers(rows, panels, sequences, count, vectors, member);
            if (network.PoolsOverTime)
            {
                for (var lanes = stepping; lanes != 0; lanes &= lanes - 1)
                {
                    var row = BitOperations.TrailingZeroCount(lanes);
                    var state = rows.GetState(row);
                    _carryover.PoolStep(
                        sequences[row], member, hidden + row, panels.Pooled + row, panels.Stride, state.At(network.Stream.Start), state.Stride);
                }

                hidden = panels.Pooled;
            }

            if (sequences->FutureCovariates == null)
                _outputs.Write(hidden, 0, panels, sequences, count, vectors, member);
        }

        for (var lanes = network.IsPlainStep ? 0 : stepping; lanes != 0; lanes &= lanes - 1)
        {
            var row = BitOperations.TrailingZeroCount(lanes);
            var state = rows.GetState(row);
            _carryover.EndStep(sequences[row], state.At(network.Stream.Start), state.Stride);
        }

        for (var lanes = sequences->Values == null ? 0 : stepping; lanes != 0; lanes &= lanes - 1)
        {
            var row = BitOperations.TrailingZeroCount(lanes);
            if (NaNPropagation.ContainsNaN(network.Network, sequences[row].Values, 1, sequences[row].FutureCovariates, 1))
                PropagateNaN(sequences[row], rows.GetState(row));
        }
    }

    // Returns the output of the last layer.
    private float* StepLayers<TRows>(TRows rows, BlockPanels panels, PinnedSequence* sequences, int count, int vectors, int member)
        where TRows : struct, IStreamRows
    {
        var hidden = _input.Read(sequences, count, 0, reverse: false, panels, member);
        for (var layer = member * _layers; layer < (member + 1) * _layers; layer++)
        {
            if (network.InputLayers is { } inputLayers)
                hidden = panels.Apply(inputLayers[layer], hidden, vectors);
            var direction = network.Layers[layer][0];
            var states = rows.Load(direction, ref panels.States[layer][0], panels.Stride);
            direction.Step(hidden, ref states, panels.Scratch, panels.Stride, vectors);
            rows.Store(direction, states, panels.Stride);
            hidden = panels.Normalize(network.Norms[layer], states.Hidden);
        }

        return hidden;
    }

    private void Begin<TRows>(TRows rows, BlockPanels panels, PinnedSequence* sequences, int count, ulong stepping)
        where TRows : struct, IStreamRows
    {
        var first = BitOperations.TrailingZeroCount(stepping);
        for (var row = 0; row < count; row++)
        {
            if ((stepping & (1UL << row)) == 0)
            {
                sequences[row].Columns = panels.GetStepColumns(first);
                continue;
            }

            var state = rows.GetState(row);
            if (sequences[row].Quantiles == null)
                sequences[row].Quantiles = panels.GetStepQuantiles(row);
            _carryover.BeginStep(ref sequences[row], state.At(network.Stream.Start), state.Stride, panels.GetStepColumns(row));
        }
    }

    private void PropagateNaN(in PinnedSequence sequence, StreamState state)
    {
        if (sequence.Output != null)
            NaNPropagation.Propagate(network, sequence);
        for (nint index = 0; index < network.Stream.Size; index++)
            *state.At(index) = float.NaN;
    }
}
