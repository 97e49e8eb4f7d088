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
    private readonly KernelBuffer? _horizon;
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
        _horizon = network.Network.Forecast.FutureCovariates > 0 ? new KernelBuffer(memory) : null;
        _layers = network.Network.Layers.Count;
        _members = network.Network.EnsembleSize;
        Load(null);
    }

    /// <summary>The number of steps of a network with future covariates; null if its state is NaN.</summary>
    public long? StepCount
    {
        get
        {
            var count = StreamCarryover.FindCount(_carried.Pointer);
            GC.KeepAlive(this);
            return count;
        }
    }

    /// <summary>Computes one time step.</summary>
    /// <param name="values">The input values, [features], or null if the input is tokens.</param>
    /// <param name="tokens">The input token, or null if the input is values.</param>
    /// <param name="futureCovariates">The future covariates of the step, [covariates], whose network has no output at this step; or null.</param>
    /// <param name="output">The buffer for the output: [outputs]; null with future covariates.</param>
    /// <param name="quantiles">The buffer for the quantiles, [outputs, levels], or null.</param>
    public void Step(float* values, long* tokens, float* futureCovariates, float* output, float* quantiles)
    {
        var sequence = new PinnedSequence
        {
            Values = values,
            Tokens = tokens,
            FutureCovariates = futureCovariates,
            InputLength = 1,
            Length = 1,
            Output = output,
            Quantiles = quantiles,
        };
        var carried = _carried.Pointer;
        if (!_network.IsPlainStep)
            Begin(ref sequence, carried);
        for (var member = 0; member < _members; member++)
        {
            var hidden = StepLayers(&sequence, 0, member);
            if (futureCovariates != null)
                continue;
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

    /// <summary>Computes the forecast over the horizon, from the state after the last step, which does not change.</summary>
    /// <param name="futureCovariates">The future covariates of the horizon: [horizon, covariates].</param>
    /// <param name="output">The buffer for the forecast: [outputs].</param>
    /// <param name="quantiles">The buffer for the quantiles, [outputs, levels], or null.</param>
    public void Forecast(float* futureCovariates, float* output, float* quantiles)
    {
        var network = _network.Network;
        var horizon = network.Forecast.Horizon;
        nint columns = (1 + (nint)horizon) * network.InputSize;
        nint seasonal = (1 + (nint)horizon) * network.Forecast.SeasonalCovariates.Count;
        nint levels = network.OutputSize * (nint)network.Forecast.Quantiles.Count;
        var next = _horizon!.Reserve(_network.Stream.Size + columns + seasonal + levels);
        var sequence = new PinnedSequence
        {
            FutureCovariates = futureCovariates,
            InputLength = 1,
            Length = 1 + horizon,
            Output = output,
            Quantiles = quantiles == null && levels > 0 ? next + _network.Stream.Size + columns + seasonal : quantiles,
        };
        Store(next);
        _steps.BeginHorizon(ref sequence, _carried.Pointer, next + _network.Stream.Size, next + _network.Stream.Size + columns);
        for (var member = 0; member < _members; member++)
        {
            for (var step = 1; step <= horizon; step++)
                _outputs.Write(StepLayers(&sequence, step, member), step, _panels, &sequence, 1, 0, member);
        }

        Load(next);
        GC.KeepAlive(this);
    }

    /// <summary>Loads a state, or that from which a series starts if it is null.</summary>
    public void Load(float* state)
    {
        var sequence = new PinnedSequence { InitialState = state };
        for (var layer = 0; layer < _network.Layers.Length; layer++)
            StateTransfer.Load(_network.Layers[layer][0], _panels.States[layer][0], 1, &sequence, 1, _network.InitialState);
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

    // Returns the output of the last layer.
    private float* StepLayers(PinnedSequence* sequence, int step, int member)
    {
        var hidden = _input.Read(sequence, 1, step, reverse: false, _panels, member);
        for (var layer = member * _layers; layer < (member + 1) * _layers; layer++)
        {
            if (_network.InputLayers is { } inputLayers)
                hidden = _panels.Apply(inputLayers[layer], hidden, 0);
            ref var panels = ref _panels.States[layer][0];
            _network.Layers[layer][0].Step(hidden, ref panels, _panels.Scratch, 1, 0);
            hidden = _panels.Normalize(_network.Norms[layer], panels.Hidden);
        }

        return hidden;
    }

    private void Begin(ref PinnedSequence sequence, float* carried)
    {
        if (sequence.Quantiles == null)
            sequence.Quantiles = _panels.GetStepQuantiles(0);
        _steps.BeginStep(ref sequence, carried, 1, _panels.GetStepColumns(0));
    }
}
