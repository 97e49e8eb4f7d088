using System.Numerics;

namespace MlNetRecurrent.Engine;

/// <summary>
/// Scores one block of sequences. Rows never mix: a row's answer depends neither on the others nor on who computes it.
/// Not thread-safe; it owns the buffers that it needs.
/// </summary>
/// <remarks>
/// A block's rows stand in the order of their lengths, longest first. A row whose sequence has ended gives its answer and state at once;
/// nobody reads what is computed in its place afterwards, and the block narrows when a whole vector of rows has ended. The networks of an
/// ensemble run one after another.
/// </remarks>
internal sealed unsafe class BlockRunner(PackedNetwork network, KernelMemory memory)
{
    private readonly BlockPanels _panels = new(network, memory);
    private readonly PreparedSequences _prepared = new(network, memory);
    private readonly BlockInput _input = new(network);
    private readonly BlockPooling _reading = new(network);
    private readonly NetworkDescription _description = network.Network;
    private readonly int _layers = network.Network.Layers.Count;
    private readonly int _width = network.Width.Floats;
    private PinnedSequence* _rows;
    private int _count;
    private int _longest;
    private int _member;

    /// <summary>The buffers, for steps of streams.</summary>
    public BlockPanels Panels => _panels;

    /// <summary>Scores rows, longest first: at most <see cref="StageKernel.MaxVectors"/> vectors of them.</summary>
    public void Run(PinnedSequence* rows, int count)
    {
        _rows = rows;
        _count = count;
        _longest = rows[0].Length;

        // Before anything is written: a final state may take the place of the initial one.
        var poisoned = NaNPropagation.FindRows(network, rows, count);
        _panels.Prepare(count == 1 ? 1 : (nint)(count + _width - 1) / _width * _width);
        _prepared.Prepare(rows, count);
        for (_member = 0; _member < _description.EnsembleSize; _member++)
        {
            var first = _member * _layers;
            if (network.IsForward)
                Walk(first, first + _layers, 0, null, null);
            else
                RunLayerByLayer(first);
            if (!_description.HasHeadPerStep)
                _reading.WriteOutputs(_panels, rows, count, Vectors(count), _member);
        }

        for (; poisoned != 0; poisoned &= poisoned - 1)
            NaNPropagation.Propagate(network, rows[BitOperations.TrailingZeroCount(poisoned)]);
        GC.KeepAlive(this);
    }

    // A layer that walks backwards needs the last step of the one below first: whole layers, one after another.
    private void RunLayerByLayer(int first)
    {
        var (source, target) = _panels.GetSequencePanels(_longest);
        for (var layer = first; layer < first + _layers; layer++)
        {
            for (var direction = 0; direction < network.Layers[layer].Length; direction++)
                Walk(layer, layer + 1, direction, layer == first ? null : (float*)source, (float*)target);
            if (layer + 1 < first + _layers)
                NormalizeSequence((float*)target, layer);
            (source, target) = (target, source);
        }

        if (!_reading.NeedsEachStep)
            return;
        var active = _count;
        for (var step = 0; step < _longest; step++)
        {
            active = Active(active, step);
            _reading.AddStep((float*)source + ((nint)step * _description.HeadInputSize * _panels.Stride), step, _panels, _rows, active, Vectors(active), _member);
        }
    }

    private void NormalizeSequence(float* sequence, int layer)
    {
        if (network.Norms[layer] is not { } norm)
            return;
        for (var step = 0; step < _longest; step++)
        {
            var values = sequence + ((nint)step * norm.Scale.Length * _panels.Stride);
            network.Normalization.Apply(norm, values, values, _panels.Stride);
        }
    }

    /// <summary>Walks through time with one direction of some layers.</summary>
    /// <param name="firstLayer">The first layer.</param>
    /// <param name="endLayer">The layer behind the last one; more than one layer walk forward only.</param>
    /// <param name="direction">The direction's place in its layer.</param>
    /// <param name="source">The hidden states of the layer below [time, value, row], or null for what is fed.</param>
    /// <param name="target">Takes those of this layer, or null.</param>
    private void Walk(int firstLayer, int endLayer, int direction, float* source, float* target)
    {
        var first = network.Layers[firstLayer][direction];
        var top = endLayer == (_member + 1) * _layers ? network.Layers[endLayer - 1][direction] : null;
        for (var layer = firstLayer; layer < endLayer; layer++)
            StateTransfer.Load(network.Layers[layer][direction], _panels.States[layer][direction], _panels.Stride, _rows, _count);
        var active = _count;
        for (var step = 0; step < _longest; step++)
        {
            active = Active(active, step);
            var vectors = Vectors(active);
            var values = source == null
                ? _input.Read(_rows, active, step, first.Reverse, _panels, _member)
                : SequencePanels.Read(source, first, step, _panels, _rows, active);
            for (var layer = firstLayer; layer < endLayer; layer++)
            {
                ref var panels = ref _panels.States[layer][direction];
                network.Layers[layer][direction].Step(values, ref panels, _panels.Scratch, _panels.Stride, vectors);
                values = layer + 1 < endLayer ? _panels.Normalize(network.Norms[layer], panels.Hidden) : panels.Hidden;
            }

            if (target != null)
                SequencePanels.Write(target, first, direction, step, values, _panels, _rows, active, _longest == _rows[_count - 1].Length);
            else if (_reading.NeedsEachStep)
                _reading.AddStep(values, step, _panels, _rows, active, vectors, _member);
            var readsNow = top is { Reverse: true } && _description.Pooling == SequencePooling.LastStep && step == 0;
            for (var row = active - 1; row >= 0 && (readsNow || _rows[row].Length == step + 1); row--)
            {
                if (_rows[row].Length == step + 1)
                    Leave(firstLayer, endLayer, direction, row);
                if (top is not null && (readsNow || (_rows[row].Length == step + 1 && ReadsLast(top))))
                    SequencePanels.CopyRow(values, _panels.Pooled + (direction * top.Layer.HiddenSize * _panels.Stride), top.Layer.HiddenSize, _panels.Stride, row);
            }
        }
    }

    private bool ReadsLast(PackedDirection direction) => !_description.HasHeadPerStep
        && (_description.Pooling == SequencePooling.FinalState || (_description.Pooling == SequencePooling.LastStep && !direction.Reverse));

    private void Leave(int firstLayer, int endLayer, int direction, int row)
    {
        for (var layer = firstLayer; layer < endLayer; layer++)
            StateTransfer.Store(network.Layers[layer][direction], _panels.States[layer][direction], _panels.Stride, _rows[row], row);
    }

    // How many of the rows have a step of this number; they are the first ones.
    private int Active(int active, int step)
    {
        while (active > 0 && _rows[active - 1].Length <= step)
            active--;
        return active;
    }

    private int Vectors(int rows) => _count == 1 ? 0 : (rows + _width - 1) / _width;
}
