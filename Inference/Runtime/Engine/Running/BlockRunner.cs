using System.Numerics;

namespace MlNetRecurrent.Engine;

/// <summary>
/// Scores one block of sequences. Rows never mix: the output of a row depends neither on the other rows nor on the thread.
/// Not thread-safe; owns its buffers.
/// </summary>
/// <remarks>
/// The rows of a block are sorted by length, longest first. When a sequence ends, its output and state are written at once. Values computed in its
/// lane afterwards are ignored, and the block narrows when a whole vector of rows has ended. The networks of an ensemble run one after another.
/// </remarks>
internal sealed unsafe class BlockRunner(PackedNetwork network, KernelMemory memory)
{
    private readonly BlockPanels _panels = new(network, memory);
    private readonly PreparedSequences _prepared = new(network, memory);
    private readonly BlockInput _input = new(network);
    private readonly BlockPooling _pooling = new(network);
    private readonly NetworkDescription _description = network.Network;
    private readonly int _layers = network.Network.Layers.Count;
    private readonly int _width = network.Width.Floats;
    private PinnedSequence* _rows;
    private int _count;
    private int _maxLength;
    private int _member;

    /// <summary>The buffers, also used for steps of streams.</summary>
    public BlockPanels Panels => _panels;

    /// <summary>Reserves the buffers whose size depends on nothing but the number of rows.</summary>
    public void Reserve(int rows) => _panels.Reserve(GetStride(rows));

    /// <summary>Scores rows, which must be sorted longest first and fit in <see cref="StageKernel.MaxVectors"/> vectors.</summary>
    public void Run(PinnedSequence* rows, int count)
    {
        _rows = rows;
        _count = count;
        _maxLength = rows[0].Length;

        // Before anything is written: a final state may share its buffer with the initial one.
        var rowsWithNaN = NaNPropagation.FindRows(network, rows, count);
        _panels.Prepare(GetStride(count));
        _prepared.Prepare(rows, count);
        for (_member = 0; _member < _description.EnsembleSize; _member++)
        {
            var first = _member * _layers;
            if (network.RunsStepByStep)
                RunSteps(first, first + _layers, 0, null, null);
            else
                RunLayerByLayer(first);
            if (!_description.HasHeadPerStep)
                _pooling.WriteOutputs(_panels, rows, count, CountVectors(count), _member);
        }

        for (; rowsWithNaN != 0; rowsWithNaN &= rowsWithNaN - 1)
            NaNPropagation.Propagate(network, rows[BitOperations.TrailingZeroCount(rowsWithNaN)]);
        GC.KeepAlive(this);
    }

    // A reverse layer starts with the last step of the layer below, and a convolution needs several steps, so whole layers run one after another.
    private void RunLayerByLayer(int first)
    {
        var (source, target) = _panels.GetSequencePanels(_maxLength);
        var lost = 0;
        for (var layer = first; layer < first + _layers; layer++)
        {
            var isRead = layer == first;
            if (network.InputLayers?[layer] is { Length: > 0 } linear)
            {
                if (isRead)
                    ReadInput((float*)source);
                foreach (var next in linear)
                    (source, target) = Apply(next, source, target);
                lost += network.Network.Layers[layer - first].LostSteps;
                isRead = false;
            }

            for (var direction = 0; direction < network.Layers[layer].Length; direction++)
                RunSteps(layer, layer + 1, direction, isRead ? null : (float*)source, (float*)target);
            if (layer + 1 < first + _layers)
                NormalizeSequence((float*)target, layer);
            (source, target) = (target, source);
        }

        if (_pooling.NeedsEachStep)
            PoolSteps((float*)source);
        Lengthen(lost);
    }

    private void PoolSteps(float* sequence)
    {
        var active = _count;
        for (var step = 0; step < _maxLength; step++)
        {
            active = CountActive(active, step);
            var hidden = sequence + ((nint)step * _description.Layers[^1].OutputSize * _panels.Stride);
            _pooling.AddStep(hidden, step, _panels, _rows, active, CountVectors(active), _member);
        }
    }

    private void ReadInput(float* sequence)
    {
        var size = (nint)_description.InputSize * _panels.Stride;
        var active = _count;
        for (var step = 0; step < _maxLength; step++)
        {
            active = CountActive(active, step);
            SequencePanels.Copy(_input.Read(_rows, active, step, reverse: false, _panels, _member), sequence + (step * size), size);
        }
    }

    // Applies a layer to whole sequences; returns the buffers with the result first.
    private (nint Source, nint Target) Apply(PackedLinear linear, nint source, nint target)
    {
        var (inputSize, outputSize) = (linear.Layer.InputSize * _panels.Stride, linear.Layer.OutputSize * _panels.Stride);
        if (linear.Layer.KernelSize > 1)
        {
            // The padded input takes the place of the result.
            SequencePanels.Pad((float*)source, (float*)target, linear.Layer, _panels.Stride, _rows, _count, _maxLength);
            Lengthen(-linear.Layer.LostSteps);
            (source, target) = (target, source);
        }

        var active = _count;
        for (var step = 0; step < _maxLength; step++)
        {
            active = CountActive(active, step);
            var values = _panels.Apply(new ReadOnlySpan<PackedLinear>(ref linear), (float*)source + (step * inputSize), CountVectors(active));
            SequencePanels.Copy(values, (float*)target + (step * outputSize), outputSize);
        }

        return (target, source);
    }

    private void Lengthen(int steps)
    {
        for (var row = 0; row < _count && steps != 0; row++)
            _rows[row].Length += steps;
        _maxLength += steps;
    }

    private void NormalizeSequence(float* sequence, int layer)
    {
        if (network.Norms[layer] is not { } norm)
            return;
        for (var step = 0; step < _maxLength; step++)
        {
            var values = sequence + ((nint)step * norm.Scale.Length * _panels.Stride);
            network.Normalization.Apply(norm, values, values, _panels.Stride);
        }
    }

    /// <summary>Runs one direction of consecutive layers over all time steps.</summary>
    /// <param name="firstLayer">The first layer.</param>
    /// <param name="endLayer">The layer after the last one. Several layers at once must all be forward.</param>
    /// <param name="direction">The index of the direction in its layer.</param>
    /// <param name="source">The hidden states of the layer below, [time, value, row], or null for the input of the network.</param>
    /// <param name="target">The buffer for the hidden states of this layer, or null.</param>
    private void RunSteps(int firstLayer, int endLayer, int direction, float* source, float* target)
    {
        var first = network.Layers[firstLayer][direction];
        var top = endLayer == (_member + 1) * _layers ? network.Layers[endLayer - 1][direction] : null;
        for (var layer = firstLayer; layer < endLayer; layer++)
        {
            StateTransfer.Load(
                network.Layers[layer][direction], _panels.States[layer][direction], _panels.Stride, _rows, _count, network.InitialState);
        }

        // Whole sequences have passed through the linear layers already.
        var inputLayers = target == null ? network.InputLayers : null;
        var active = _count;
        for (var step = 0; step < _maxLength; step++)
        {
            active = CountActive(active, step);
            var vectors = CountVectors(active);
            var values = source == null
                ? _input.Read(_rows, active, step, first.Reverse, _panels, _member)
                : SequencePanels.Read(source, first, step, _panels, _rows, active);
            for (var layer = firstLayer; layer < endLayer; layer++)
            {
                if (inputLayers is not null)
                    values = _panels.Apply(inputLayers[layer], values, vectors);
                ref var panels = ref _panels.States[layer][direction];
                network.Layers[layer][direction].Step(values, ref panels, _panels.Scratch, _panels.Stride, vectors);
                values = layer + 1 < endLayer ? _panels.Normalize(network.Norms[layer], panels.Hidden) : panels.Hidden;
            }

            if (target != null)
                SequencePanels.Write(target, first, direction, step, values, _panels, _rows, active, _maxLength == _rows[_count - 1].Length);
            else if (_pooling.NeedsEachStep)
                _pooling.AddStep(values, step, _panels, _rows, active, vectors, _member);
            var poolsFirstStep = top is { Reverse: true } && _description.Pooling == SequencePooling.LastStep && step == 0;
            for (var row = active - 1; row >= 0 && (poolsFirstStep || _rows[row].Length == step + 1); row--)
            {
                if (_rows[row].Length == step + 1)
                    StoreFinalStates(firstLayer, endLayer, direction, row);
                if (top is null || !(poolsFirstStep || (_rows[row].Length == step + 1 && PoolsLastStep(top))))
                    continue;
                var pooled = _panels.Pooled + (direction * top.Layer.HiddenSize * _panels.Stride);
                SequencePanels.CopyRow(values, pooled, top.Layer.HiddenSize, _panels.Stride, row);
            }
        }
    }

    private bool PoolsLastStep(PackedDirection direction) => !_description.HasHeadPerStep
        && (_description.Pooling == SequencePooling.FinalState || (_description.Pooling == SequencePooling.LastStep && !direction.Reverse));

    private void StoreFinalStates(int firstLayer, int endLayer, int direction, int row)
    {
        for (var layer = firstLayer; layer < endLayer; layer++)
            StateTransfer.Store(network.Layers[layer][direction], _panels.States[layer][direction], _panels.Stride, _rows[row], row);
    }

    // The number of rows that have this step; they are the first ones.
    private int CountActive(int active, int step)
    {
        while (active > 0 && _rows[active - 1].Length <= step)
            active--;
        return active;
    }

    private nint GetStride(int rows) => rows == 1 ? 1 : (nint)(rows + _width - 1) / _width * _width;

    private int CountVectors(int rows) => _count == 1 ? 0 : (rows + _width - 1) / _width;
}
