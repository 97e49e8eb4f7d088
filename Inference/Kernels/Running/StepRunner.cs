namespace MlNetRecurrent.Kernels;

/// <summary>One sequence, step by step: the states stay in the panels. Not thread-safe.</summary>
internal sealed unsafe class StepRunner
{
    private readonly PackedNetwork _network;
    private readonly BlockPanels _panels;
    private readonly BlockInput _input;
    private readonly BlockAnswers _answers;

    public StepRunner(PackedNetwork network, KernelMemory memory)
    {
        _network = network;
        _panels = new BlockPanels(network, memory);
        _panels.Prepare(1);
        _input = new BlockInput(network);
        _answers = new BlockAnswers(network);
        Load(null);
    }

    /// <summary>One step.</summary>
    /// <param name="values">[features], or null where tokens are read.</param>
    /// <param name="tokens">The token, or null where values are read.</param>
    /// <param name="answer">Takes the answer: [outputs].</param>
    public void Step(float* values, long* tokens, float* answer)
    {
        var task = new SequenceTask { Values = values, Tokens = tokens, Length = 1, Answer = answer };
        var hidden = _input.Read(&task, 1, 0, reverse: false, _panels);
        for (var layer = 0; layer < _network.Layers.Length; layer++)
        {
            ref var panels = ref _panels.States[layer][0];
            _network.Layers[layer][0].Step(hidden, ref panels, _panels.Scratch, 1, 0);
            hidden = panels.Hidden;
        }

        _answers.Write(hidden, 0, _panels, &task, 1, 0);
        GC.KeepAlive(this);
    }

    /// <summary>Takes a state, or zeros.</summary>
    public void Load(float* state)
    {
        var task = new SequenceTask { Initial = state };
        for (var layer = 0; layer < _network.Layers.Length; layer++)
            StateTransfer.Load(_network.Layers[layer][0], _panels.States[layer][0], 1, &task, 1);
        GC.KeepAlive(this);
    }

    /// <summary>Gives the state.</summary>
    public void Store(float* state)
    {
        var task = new SequenceTask { Final = state };
        for (var layer = 0; layer < _network.Layers.Length; layer++)
            StateTransfer.Store(_network.Layers[layer][0], _panels.States[layer][0], 1, task, 0);
        GC.KeepAlive(this);
    }
}
