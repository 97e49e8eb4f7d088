namespace MlNetRecurrent.Kernels;

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

    public BlockPanels(PackedNetwork network, KernelMemory memory)
    {
        _network = network;
        _panels = new KernelBuffer(memory);
        _sequences = new KernelBuffer(memory);
        States = [.. network.Layers.Select(layer => new StatePanels[layer.Length])];
        _scratchSize = Math.Max(network.Layers.SelectMany(layer => layer).Max(direction => direction.ScratchSize), network.Head?.ScratchSize ?? 0);
        _stateSize = network.Layers.SelectMany(layer => layer).Sum(direction => StatePanels.Count * direction.PaddedUnits);
        _inputSize = network.Network.Layers.Max(layer => layer.InputSize);
        _readSize = network.Network.Width;
        _outputSize = network.Head?.Packed.PaddedUnits ?? 0;
    }

    /// <summary>The states of each direction of each layer.</summary>
    public StatePanels[][] States { get; }

    /// <summary>The input of a step: [value, row].</summary>
    public float* Input { get; private set; }

    /// <summary>What the head reads: [value, row].</summary>
    public float* Read { get; private set; }

    /// <summary>What the head gives: [output, row].</summary>
    public float* Output { get; private set; }

    /// <summary>What stages need for themselves.</summary>
    public float* Scratch { get; private set; }

    /// <summary>Floats from one value to the next.</summary>
    public nint Stride { get; private set; }

    /// <summary>Lays the panels out.</summary>
    public void Prepare(nint stride)
    {
        if (stride == Stride)
            return;
        Stride = stride;
        var next = _panels.Reserve(_scratchSize + ((_stateSize + _inputSize + _readSize + _outputSize) * stride));
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
        Read = Take(_readSize * stride);
        Input = Take(_inputSize * stride);

        float* Take(nint count)
        {
            var start = next;
            next += count;
            return start;
        }
    }

    /// <summary>Two buffers for the hidden states of whole layers, each [time, value, row]: what a layer reads, and what it gives.</summary>
    public (nint First, nint Second) Sequences(int time)
    {
        var size = time * (nint)_network.LargestOutput * Stride;
        var start = _sequences.Reserve(2 * size);
        return ((nint)start, (nint)(start + size));
    }
}
