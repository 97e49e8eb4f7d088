namespace MlNetRecurrent.Engine;

/// <summary>Runs one sequence step by step; the states stay in the panels. Not thread-safe.</summary>
internal sealed unsafe class StepRunner
{
    private readonly PackedNetwork _network;
    private readonly BlockPanels _panels;
    private readonly BlockInput _input;
    private readonly BlockOutput _outputs;
    private readonly StreamCarryover _steps;
    private readonly KernelBuffer _carried;
    private readonly int _layers;
    private readonly int _members;

    public StepRunner(PackedNetwork network, KernelMemory memory)
    {
        _network = network;
        _panels = new BlockPanels(network, memory);
        _panels.Prepare(1);
        _input = new BlockInput(network);
        _outputs = new BlockOutput(network);
        _steps = new StreamCarryover(network);
        _carried = new KernelBuffer(memory);
        _carried.Reserve(network.Stream.Carried);
        _layers = network.Network.Layers.Count;
        _members = network.Network.EnsembleSize;
        Load(null);
    }

    /// <summary>Computes one time step.</summary>
    /// <param name="values">The input values, [features], or null if the input is tokens.</param>
    /// <param name="tokens">The input token, or null if the input is values.</param>
    /// <param name="output">The buffer for the output: [outputs].</param>
    /// <param name="quantiles">The buffer for the quantiles, [outputs, levels], or null.</param>
    public void Step(float* values, long* tokens, float* output, float* quantiles)
    {
        var sequence = new PinnedSequence { Values = values, Tokens = tokens, InputLength = 1, Length = 1, Output = output, Quantiles = quantiles };
        var carried = _carried.Pointer;
        if (!_network.IsPlainStep)
            Begin(ref sequence, carried);
        for (var member = 0; member < _members; member++)
        {
            var hidden = _input.Read(&sequence, 1, 0, reverse: false, _panels, member);
            for (var layer = member * _layers; layer < (member + 1) * _layers; layer++)
            {
                ref var panels = ref _panels.States[layer][0];
                _network.Layers[layer][0].Step(hidden, ref panels, _panels.Scratch, 1, 0);
                hidden = _panels.Normalize(_network.Norms[layer], panels.Hidden);
            }

            if (_network.PoolsOverTime)
            {
                _steps.PoolStep(sequence, member, hidden, _panels.Pooled, 1, carried, 1);
                hidden = _panels.Pooled;
            }

            _outputs.Write(hidden, 0, _panels, &sequence, 1, 0, member);
        }

        if (!_network.IsPlainStep)
            _steps.EndStep(sequence, carried, 1);
        GC.KeepAlive(this);
    }

    /// <summary>Loads a state, or zeros if it is null.</summary>
    public void Load(float* state)
    {
        var sequence = new PinnedSequence { InitialState = state };
        for (var layer = 0; layer < _network.Layers.Length; layer++)
            StateTransfer.Load(_network.Layers[layer][0], _panels.States[layer][0], 1, &sequence, 1);
        var carried = new Span<float>(_carried.Pointer, _network.Stream.Carried);
        if (state == null)
            carried.Clear();
        else
            new ReadOnlySpan<float>(state + _network.Stream.Start, carried.Length).CopyTo(carried);
        GC.KeepAlive(this);
    }

    /// <summary>Stores the state.</summary>
    public void Store(float* state)
    {
        var sequence = new PinnedSequence { FinalState = state };
        for (var layer = 0; layer < _network.Layers.Length; layer++)
            StateTransfer.Store(_network.Layers[layer][0], _panels.States[layer][0], 1, sequence, 0);
        var carried = new ReadOnlySpan<float>(_carried.Pointer, _network.Stream.Carried);
        carried.CopyTo(new Span<float>(state + _network.Stream.Start, carried.Length));
        GC.KeepAlive(this);
    }

    private void Begin(ref PinnedSequence sequence, float* carried)
    {
        if (sequence.Quantiles == null)
            sequence.Quantiles = _panels.GetStepQuantiles(0);
        _steps.BeginStep(ref sequence, carried, 1, _panels.GetStepColumns(0));
    }
}
