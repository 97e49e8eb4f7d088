namespace MlNetRecurrent.Engine;

/// <summary>The buffers of a runner, laid out for the number of rows in a block. Not thread-safe.</summary>
internal sealed unsafe class BlockPanels
{
    private readonly PackedNetwork _network;
    private readonly KernelBuffer _panels;
    private readonly KernelBuffer _sequences;
    private readonly nint _scratchSize;
    private readonly nint _stateSize;
    private readonly int _inputSize;
    private readonly int _linearSize;
    private readonly int _pooledSize;
    private readonly int _outputSize;
    private readonly int _carriedSize;
    private readonly int _normalizedSize;
    private readonly int _columnsSize;
    private readonly int _quantilesSize;
    private float* _linear;
    private float* _normalized;
    private float* _step;

    public BlockPanels(PackedNetwork network, KernelMemory memory)
    {
        _network = network;
        _panels = new KernelBuffer(memory);
        _sequences = new KernelBuffer(memory);
        States = [.. network.Layers.Select(layer => new StatePanels[layer.Length])];
        PackedLinear[] linear = [.. network.InputLayers?.SelectMany(layers => layers) ?? [], .. network.HeadLayers.SelectMany(layers => layers)];
        _scratchSize = Math.Max(
            network.Layers.SelectMany(layer => layer).Max(direction => direction.ScratchSize),
            linear.Concat(network.Heads).Select(layer => layer.ScratchSize).DefaultIfEmpty().Max());
        _linearSize = Math.Max(
            linear.Select(layer => layer.PaddedUnits).DefaultIfEmpty().Max(),
            network.Network.HasHeadNormalization ? network.Network.HeadInputSize : 0);
        _stateSize = network.Layers.SelectMany(layer => layer).Sum(direction => StatePanels.Count * direction.PaddedUnits);
        _inputSize = Math.Max(network.Network.InputSize, network.Network.Layers.Max(layer => layer.InputSize));
        _carriedSize = TimePooling.GetPanelCount(network.Network.Pooling) * network.Network.HeadInputSize;
        _normalizedSize = network.Network.HasLayerNormalization ? network.MaxOutputSize : 0;
        _columnsSize = network.NeedsInputPreparation ? network.Network.InputSize : 0;
        _quantilesSize = network.Network.Forecast.Quantiles.Count > 0 ? network.Network.HeadOutputSize : 0;
        _pooledSize = network.Network.HeadInputSize;
        _outputSize = network.Heads.Select(head => head.PaddedUnits).DefaultIfEmpty().Max();
    }

    /// <summary>The states of each direction of each layer.</summary>
    public StatePanels[][] States { get; }

    /// <summary>The input of a step: [value, row].</summary>
    public float* Input { get; private set; }

    /// <summary>The input of the head: [value, row].</summary>
    public float* Pooled { get; private set; }

    /// <summary>The output of the head: [output, row].</summary>
    public float* Output { get; private set; }

    /// <summary>The mean or maximum over time so far: one or two panels [value, row].</summary>
    public float* Carried { get; private set; }

    /// <summary>The output of one network of an ensemble: [output].</summary>
    public float* MemberOutput { get; private set; }

    /// <summary>The scratch buffer of the stages.</summary>
    public float* Scratch { get; private set; }

    /// <summary>The number of floats from one value to the next.</summary>
    public nint Stride { get; private set; }

    /// <summary>Reserves the memory for a stride, so that <see cref="Prepare"/> does not need any.</summary>
    public void Reserve(nint stride)
    {
        var before = _panels.Pointer;
        if (_panels.Reserve(GetSize(stride)) != before)
            Stride = 0;
    }

    /// <summary>Lays out the panels for a stride.</summary>
    public void Prepare(nint stride)
    {
        if (stride == Stride)
            return;
        var next = _panels.Reserve(GetSize(stride));

        // Only after the memory was reserved: if that throws, the layout is unchanged.
        Stride = stride;
        Scratch = Take(_scratchSize);
        for (var layer = 0; layer < States.Length; layer++)
        {
            for (var direction = 0; direction < States[layer].Length; direction++)
            {
                var size = _network.Layers[layer][direction].PaddedUnits * stride;
                States[layer][direction] = new StatePanels(Take(StatePanels.Count * size), size);
            }
        }

        Output = Take(_outputSize * stride);
        Pooled = Take(_pooledSize * stride);
        Input = Take(_inputSize * stride);
        Carried = Take(_carriedSize * stride);
        _linear = Take(2 * _linearSize * stride);
        _normalized = Take(_normalizedSize * stride);
        _step = Take((_columnsSize + _quantilesSize) * stride);
        MemberOutput = Take(_outputSize);

        float* Take(nint count)
        {
            var start = next;
            next += count;
            return start;
        }
    }

    /// <summary>The buffer for the prepared input of a stream's step, [input]; null if the input needs no preparation.</summary>
    public float* GetStepColumns(int row) => _columnsSize == 0 ? null : _step + ((nint)row * _columnsSize);

    /// <summary>The buffer for the quantiles of a stream's step; null for a network without quantiles.</summary>
    public float* GetStepQuantiles(int row) => _quantilesSize == 0 ? null : _step + (_columnsSize * Stride) + ((nint)row * _quantilesSize);

    /// <summary>
    /// Normalizes the output of a layer into a panel that the next call overwrites; returns the output itself if there is no normalization.
    /// </summary>
    public float* Normalize(NormWeights? norm, float* hidden)
    {
        if (norm is null)
            return hidden;
        _network.Normalization.Apply(norm, hidden, _normalized, Stride);
        return _normalized;
    }

    /// <summary>
    /// Normalizes the input of the head into a panel that the next call overwrites; returns the input if there is no normalization.
    /// </summary>
    public float* NormalizeHead(NormWeights? norm, float* pooled)
    {
        if (norm is null)
            return pooled;
        _network.Normalization.Apply(norm, pooled, _linear, Stride);
        return _linear;
    }

    /// <summary>Applies linear layers; returns their output, in a panel that the next call overwrites.</summary>
    public float* Apply(ReadOnlySpan<PackedLinear> layers, float* values, int vectors)
    {
        foreach (var layer in layers)
        {
            var target = values == _linear ? _linear + (_linearSize * Stride) : _linear;
            layer.Run(values, target, Scratch, Stride, vectors);
            values = target;
        }

        return values;
    }

    /// <summary>Gets two buffers for whole sequences, each [time, value, row]: the input and the output of a layer.</summary>
    /// <param name="time">The number of input steps of the longest sequence.</param>
    public (nint First, nint Second) GetSequencePanels(int time)
    {
        var size = checked((nint)_network.Sequence.GetRowSize(time) * Stride);
        var start = _sequences.Reserve(2 * size);
        return ((nint)start, (nint)(start + size));
    }

    private nint GetSize(nint stride)
    {
        var valuesPerRow =
            _stateSize + _inputSize + _pooledSize + _outputSize + _carriedSize + (2 * _linearSize) + _normalizedSize + _columnsSize + _quantilesSize;
        return _scratchSize + _outputSize + (valuesPerRow * stride);
    }
}
