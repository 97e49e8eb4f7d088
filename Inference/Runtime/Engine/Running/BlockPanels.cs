namespace MlNetRecurrent.Engine;

/// <summary>The buffers of a runner, laid out for a block of so many rows. Not thread-safe.</summary>
internal sealed unsafe class BlockPanels
{
    private readonly PackedNetwork _network;
    private readonly KernelBuffer _panels;
    private readonly KernelBuffer _sequences;
    private readonly nint _scratchSize;
    private readonly nint _stateSize;
    private readonly int _inputSize;
    private readonly int _readSize;
    private readonly int _outputSize;
    private readonly int _carriedSize;
    private readonly int _normedSize;
    private readonly int _columnsSize;
    private readonly int _quantilesSize;
    private float* _normed;
    private float* _step;

    public BlockPanels(PackedNetwork network, KernelMemory memory)
    {
        _network = network;
        _panels = new KernelBuffer(memory);
        _sequences = new KernelBuffer(memory);
        States = [.. network.Layers.Select(layer => new StatePanels[layer.Length])];
        _scratchSize = Math.Max(network.Layers.SelectMany(layer => layer).Max(direction => direction.ScratchSize), network.Heads.Select(head => head.ScratchSize).DefaultIfEmpty().Max());
        _stateSize = network.Layers.SelectMany(layer => layer).Sum(direction => StatePanels.Count * direction.PaddedUnits);
        _inputSize = network.Network.Layers.Max(layer => layer.InputSize);
        _carriedSize = TimePooling.GetPanelCount(network.Network.Pooling) * network.Network.HeadInputSize;
        _normedSize = network.Network.HasLayerNormalization ? network.MaxOutputSize : 0;
        _columnsSize = network.NeedsInputPreparation ? network.Network.InputSize : 0;
        _quantilesSize = network.Network.Forecast.Quantiles.Count > 0 ? network.Network.HeadOutputSize : 0;
        _readSize = network.Network.HeadInputSize;
        _outputSize = network.Heads.Select(head => head.Packed.PaddedUnits).DefaultIfEmpty().Max();
    }

    /// <summary>The states of each direction of each layer.</summary>
    public StatePanels[][] States { get; }

    /// <summary>The input of a step: [value, row].</summary>
    public float* Input { get; private set; }

    /// <summary>What the head reads: [value, row].</summary>
    public float* Pooled { get; private set; }

    /// <summary>What the head gives: [output, row].</summary>
    public float* Output { get; private set; }

    /// <summary>The mean or maximum over time so far: one or two panels [value, row].</summary>
    public float* Carried { get; private set; }

    /// <summary>What one network of an ensemble answers: [output].</summary>
    public float* MemberOutput { get; private set; }

    /// <summary>What stages need for themselves.</summary>
    public float* Scratch { get; private set; }

    /// <summary>Floats from one value to the next.</summary>
    public nint Stride { get; private set; }

    /// <summary>Lays the panels out.</summary>
    public void Prepare(nint stride)
    {
        if (stride == Stride)
            return;
        var next = _panels.Reserve(
            _scratchSize + _outputSize + ((_stateSize + _inputSize + _readSize + _outputSize + _carriedSize + _normedSize + _columnsSize + _quantilesSize) * stride));

        // Only now that there is memory: without it the panels stay laid out as they were.
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
        Pooled = Take(_readSize * stride);
        Input = Take(_inputSize * stride);
        Carried = Take(_carriedSize * stride);
        _normed = Take(_normedSize * stride);
        _step = Take((_columnsSize + _quantilesSize) * stride);
        MemberOutput = Take(_outputSize);

        float* Take(nint count)
        {
            var start = next;
            next += count;
            return start;
        }
    }

    /// <summary>Room for what a row of a stream reads at a step, [input]; null where that is the values as fed.</summary>
    public float* GetStepColumns(int row) => _columnsSize == 0 ? null : _step + ((nint)row * _columnsSize);

    /// <summary>Room for the quantiles that a row of a stream gives at a step; null in a network without.</summary>
    public float* GetStepQuantiles(int row) => _quantilesSize == 0 ? null : _step + (_columnsSize * Stride) + ((nint)row * _quantilesSize);

    /// <summary>What a layer gives, normalised into a panel that the next call overwrites; as it is without a normalisation.</summary>
    public float* Normalize(NormWeights? norm, float* hidden)
    {
        if (norm is null)
            return hidden;
        _network.Normalization.Apply(norm, hidden, _normed, Stride);
        return _normed;
    }

    /// <summary>Two buffers for the hidden states of whole layers, each [time, value, row]: what a layer reads, and what it gives.</summary>
    public (nint First, nint Second) GetSequencePanels(int time)
    {
        var size = time * (nint)_network.MaxOutputSize * Stride;
        var start = _sequences.Reserve(2 * size);
        return ((nint)start, (nint)(start + size));
    }
}
