using System.Numerics;
using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>
/// The states of as many series as a block has rows, in the layout of the kernels: [state, lane]. If most of the lanes step, nothing is gathered or
/// scattered; if only a few do, each steps as a single row.
/// </summary>
internal sealed unsafe class StreamBlock
{
    private readonly PackedNetwork _network;
    private readonly KernelBuffer _states;
    private readonly BlockInput _input;
    private readonly BlockOutput _outputs;
    private readonly StreamCarryover _steps;
    private readonly int _layers;
    private readonly int _members;
    private readonly int[] _positions;
    private readonly int _lanes;
    private ulong _stepping;
    private int _used;

    public StreamBlock(PackedNetwork network, KernelMemory memory)
    {
        _network = network;
        _lanes = GetLaneCount(network);
        _positions = new int[_lanes];
        _states = new KernelBuffer(memory);
        _states.Reserve((nint)network.Stream.Size * _lanes);
        _input = new BlockInput(network);
        _outputs = new BlockOutput(network);
        _steps = new StreamCarryover(network);
        _layers = network.Network.Layers.Count;
        _members = network.Network.EnsembleSize;
    }

    /// <summary>Gets the number of series in a block.</summary>
    public static int GetLaneCount(PackedNetwork network) => StageKernel.MaxVectors * network.Width.Floats;

    /// <summary>Whether any lane is marked to step.</summary>
    public bool IsStepping => _stepping != 0;

    /// <summary>Whether a lane is marked to step.</summary>
    public bool IsMarked(int lane) => (_stepping & (1UL << lane)) != 0;

    /// <summary>Marks a lane to step, with the input at a position of the buffers passed to <see cref="Step"/>.</summary>
    public void Mark(int lane, int position)
    {
        _stepping |= 1UL << lane;
        _positions[lane] = position;
        _used = Math.Max(_used, lane + 1);
    }

    /// <summary>Unmarks all lanes.</summary>
    public void Unmark() => _stepping = 0;

    /// <summary>Sets the state of a lane.</summary>
    public void Load(int lane, ReadOnlySpan<float> state)
    {
        for (var index = 0; index < state.Length; index++)
            _states.Pointer[((nint)index * _lanes) + lane] = state[index];
        GC.KeepAlive(this);
    }

    /// <summary>Sets the state of a lane to that from which a series starts.</summary>
    public void Reset(int lane)
    {
        Fill(lane, 0);
        if (_network.InitialState != null)
            Load(lane, new ReadOnlySpan<float>(_network.InitialState, _network.State.Size));
    }

    /// <summary>Sets all values of a lane's state.</summary>
    public void Fill(int lane, float value)
    {
        for (nint index = 0; index < _network.Stream.Size; index++)
            _states.Pointer[(index * _lanes) + lane] = value;
        GC.KeepAlive(this);
    }

    /// <summary>Copies the state of a lane.</summary>
    public void Store(int lane, Span<float> state)
    {
        for (var index = 0; index < state.Length; index++)
            state[index] = _states.Pointer[((nint)index * _lanes) + lane];
        GC.KeepAlive(this);
    }

    /// <summary>Steps the marked lanes and unmarks them.</summary>
    /// <param name="panels">The buffers of the calling thread.</param>
    /// <param name="values">The input values, [position, features], or null if the input is tokens.</param>
    /// <param name="tokens">The input tokens, [position], or null if the input is values.</param>
    /// <param name="futureCovariates">
    /// The future covariates of the steps, [position, covariates], whose network has no output at these steps; or null.
    /// </param>
    /// <param name="outputs">The buffer for the outputs, [position, outputs]; null with future covariates.</param>
    /// <param name="quantiles">The buffer for the quantiles, [position, outputs, levels], or null.</param>
    [SkipLocalsInit]
    public void Step(BlockPanels panels, float* values, long* tokens, float* futureCovariates, float* outputs, float* quantiles)
    {
        var sequences = stackalloc PinnedSequence[_used];
        for (var lane = 0; lane < _used; lane++)
        {
            // An unmarked lane is computed too, with the input of a marked one; its results are discarded.
            var steps = IsMarked(lane);
            nint position = _positions[steps ? lane : BitOperations.TrailingZeroCount(_stepping)];
            sequences[lane] = new PinnedSequence
            {
                Values = values == null ? null : values + (position * _network.Network.Features),
                Tokens = tokens == null ? null : tokens + position,
                FutureCovariates = futureCovariates == null ? null : futureCovariates + (position * _network.Network.Forecast.FutureCovariates),
                InputLength = 1,
                Length = 1,
                Output = steps && outputs != null ? outputs + (position * _network.Network.OutputSize) : null,
                Quantiles = steps && quantiles != null
                    ? quantiles + (position * _network.Network.OutputSize * _network.Network.Forecast.Quantiles.Count)
                    : null,
            };
        }

        if (BitOperations.PopCount(_stepping) > _network.Width.Floats / 4)
            StepTogether(panels, sequences);
        else
            StepAlone(panels, sequences);
        for (var lanes = _stepping; values != null && lanes != 0; lanes &= lanes - 1)
            PropagateNaN(sequences[BitOperations.TrailingZeroCount(lanes)], BitOperations.TrailingZeroCount(lanes));
        _stepping = 0;
        GC.KeepAlive(this);
    }

    private float* GetCarried(int lane) => _states.Pointer + ((nint)_network.Stream.Start * _lanes) + lane;

    private void StepTogether(BlockPanels panels, PinnedSequence* sequences)
    {
        panels.Prepare(_lanes);
        var first = BitOperations.TrailingZeroCount(_stepping);
        for (var lane = 0; lane < _used && !_network.IsPlainStep; lane++)
        {
            if (IsMarked(lane))
                Begin(ref sequences[lane], lane, panels, lane);
            else
                sequences[lane].Columns = panels.GetStepColumns(first);
        }

        for (var member = 0; member < _members; member++)
            StepTogether(panels, sequences, member);
        for (var lanes = _network.IsPlainStep ? 0 : _stepping; lanes != 0; lanes &= lanes - 1)
            End(sequences, BitOperations.TrailingZeroCount(lanes));
    }

    private void StepTogether(BlockPanels panels, PinnedSequence* sequences, int member)
    {
        var vectors = (_used + _network.Width.Floats - 1) / _network.Width.Floats;
        var isFull = BitOperations.PopCount(_stepping) == _used;
        var hidden = _input.Read(sequences, _used, 0, reverse: false, panels, member);
        for (var layer = member * _layers; layer < (member + 1) * _layers; layer++)
        {
            if (_network.InputLayers is { } inputLayers)
                hidden = panels.Apply(inputLayers[layer], hidden, vectors);
            var direction = _network.Layers[layer][0];
            var size = (nint)direction.Layer.HiddenSize * _lanes;
            var hiddenStates = _states.Pointer + ((nint)direction.HiddenStart * _lanes);
            var cellStates = direction.CellStart < 0 ? null : _states.Pointer + ((nint)direction.CellStart * _lanes);
            var states = panels.States[layer][0] with { Hidden = hiddenStates };
            if (cellStates != null && isFull)
                states = states with { Cell = cellStates };
            else if (cellStates != null)
                Copy(cellStates, states.Cell, size);
            direction.Step(hidden, ref states, panels.Scratch, _lanes, vectors);
            hidden = panels.Normalize(_network.Norms[layer], states.Hidden);
            if (isFull)
            {
                Copy(states.Hidden, hiddenStates, size);
                continue;
            }

            for (var lanes = _stepping; lanes != 0; lanes &= lanes - 1)
            {
                var lane = BitOperations.TrailingZeroCount(lanes);
                SequencePanels.CopyRow(states.Hidden, hiddenStates, direction.Layer.HiddenSize, _lanes, lane);
                if (cellStates != null)
                    SequencePanels.CopyRow(states.Cell, cellStates, direction.Layer.HiddenSize, _lanes, lane);
            }
        }

        if (_network.PoolsOverTime)
        {
            for (var lanes = _stepping; lanes != 0; lanes &= lanes - 1)
            {
                var lane = BitOperations.TrailingZeroCount(lanes);
                _steps.PoolStep(sequences[lane], member, hidden + lane, panels.Pooled + lane, _lanes, GetCarried(lane), _lanes);
            }

            hidden = panels.Pooled;
        }

        if (sequences->FutureCovariates == null)
            _outputs.Write(hidden, 0, panels, sequences, _used, vectors, member);
    }

    private void Begin(ref PinnedSequence sequence, int lane, BlockPanels panels, int row)
    {
        if (sequence.Quantiles == null)
            sequence.Quantiles = panels.GetStepQuantiles(row);
        _steps.BeginStep(ref sequence, GetCarried(lane), _lanes, panels.GetStepColumns(row));
    }

    private void End(PinnedSequence* sequences, int lane) => _steps.EndStep(sequences[lane], GetCarried(lane), _lanes);

    private void StepAlone(BlockPanels panels, PinnedSequence* sequences)
    {
        panels.Prepare(1);
        for (var lanes = _stepping; lanes != 0; lanes &= lanes - 1)
        {
            var lane = BitOperations.TrailingZeroCount(lanes);
            if (!_network.IsPlainStep)
                Begin(ref sequences[lane], lane, panels, 0);
            for (var member = 0; member < _members; member++)
                StepAlone(panels, sequences + lane, lane, member);
            if (!_network.IsPlainStep)
                End(sequences, lane);
        }
    }

    private void StepAlone(BlockPanels panels, PinnedSequence* sequence, int lane, int member)
    {
        var hidden = _input.Read(sequence, 1, 0, reverse: false, panels, member);
        for (var layer = member * _layers; layer < (member + 1) * _layers; layer++)
        {
            if (_network.InputLayers is { } inputLayers)
                hidden = panels.Apply(inputLayers[layer], hidden, 0);
            var direction = _network.Layers[layer][0];
            ref var states = ref panels.States[layer][0];
            CopyLane(_states.Pointer + ((nint)direction.HiddenStart * _lanes) + lane, _lanes, states.Hidden, 1, direction.Layer.HiddenSize);
            if (direction.CellStart >= 0)
                CopyLane(_states.Pointer + ((nint)direction.CellStart * _lanes) + lane, _lanes, states.Cell, 1, direction.Layer.HiddenSize);
            direction.Step(hidden, ref states, panels.Scratch, 1, 0);
            hidden = panels.Normalize(_network.Norms[layer], states.Hidden);
            CopyLane(states.Hidden, 1, _states.Pointer + ((nint)direction.HiddenStart * _lanes) + lane, _lanes, direction.Layer.HiddenSize);
            if (direction.CellStart >= 0)
                CopyLane(states.Cell, 1, _states.Pointer + ((nint)direction.CellStart * _lanes) + lane, _lanes, direction.Layer.HiddenSize);
        }

        if (_network.PoolsOverTime)
        {
            _steps.PoolStep(*sequence, member, hidden, panels.Pooled, 1, GetCarried(lane), _lanes);
            hidden = panels.Pooled;
        }

        if (sequence->FutureCovariates == null)
            _outputs.Write(hidden, 0, panels, sequence, 1, 0, member);
    }

    private void PropagateNaN(in PinnedSequence sequence, int lane)
    {
        if (!NaNPropagation.ContainsNaN(_network.Network, sequence.Values, 1, sequence.FutureCovariates, 1))
            return;
        if (sequence.Output != null)
            NaNPropagation.Propagate(_network, sequence);
        Fill(lane, float.NaN);
    }

    private static void Copy(float* source, float* target, nint count) =>
        Buffer.MemoryCopy(source, target, count * sizeof(float), count * sizeof(float));

    private static void CopyLane(float* source, nint sourceStride, float* target, nint targetStride, int count)
    {
        for (var index = 0; index < count; index++)
            target[index * targetStride] = source[index * sourceStride];
    }
}
