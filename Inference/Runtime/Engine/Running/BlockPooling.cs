namespace MlNetRecurrent.Engine;

/// <summary>
/// Pools the hidden states of the last layer into the input of the head: the last steps, every step, the steps of the horizon, or the mean or maximum
/// over time.
/// </summary>
internal sealed unsafe class BlockPooling(PackedNetwork network)
{
    private readonly BlockOutput _outputs = new(network);
    private readonly NetworkDescription _network = network.Network;
    private readonly int _layers = network.Network.Layers.Count;
    private readonly int _lastSize = network.Network.Layers[^1].OutputSize;

    /// <summary>Whether pooling needs every time step, rather than the last one only.</summary>
    public bool NeedsEachStep { get; } = network.Network.HasHeadPerStep || network.PoolsOverTime;

    /// <summary>Adds a time step, if pooling needs each.</summary>
    /// <param name="hidden">The output of the last layer: [value, row].</param>
    /// <param name="step">The time step.</param>
    /// <param name="panels">The buffers of the block.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="active">The number of rows that have this step.</param>
    /// <param name="vectors">The number of row vectors, or 0 for a single row.</param>
    /// <param name="member">The network of the ensemble.</param>
    public void AddStep(float* hidden, int step, BlockPanels panels, PinnedSequence* rows, int active, int vectors, int member)
    {
        // Rows are sorted by length: the last one reaches its horizon first.
        if (_network.Forecast.FutureCovariates > 0 && step < rows[active - 1].InputLength)
            return;
        var values = Normalize(hidden, panels, member);
        if (!network.PoolsOverTime)
        {
            _outputs.Write(values, step, panels, rows, active, vectors, member);
            return;
        }

        if (_network.Pooling == SequencePooling.LastSteps)
        {
            AddLastStep(values, step, panels, rows, active);
            return;
        }

        TimePooling.Accumulate(_network.Pooling, step == 0, values, panels.Carried, _network.HeadInputSize * panels.Stride);
        for (var row = active - 1; row >= 0 && rows[row].Length == step + 1; row--)
        {
            for (nint value = row; value < _network.HeadInputSize * panels.Stride; value += panels.Stride)
                panels.Pooled[value] = TimePooling.GetResult(_network.Pooling, panels.Carried[value], rows[row].Length);
        }
    }

    /// <summary>Writes the outputs of the rows after their last step, if each sequence has one output.</summary>
    public void WriteOutputs(BlockPanels panels, PinnedSequence* rows, int count, int vectors, int member) =>
        _outputs.Write(network.PoolsOverTime ? panels.Pooled : Normalize(panels.Pooled, panels, member), 0, panels, rows, count, vectors, member);

    private void AddLastStep(float* values, int step, BlockPanels panels, PinnedSequence* rows, int active)
    {
        for (var row = 0; row < active; row++)
        {
            var place = step - (rows[row].Length - _network.PooledSteps);
            if (place >= 0)
                SequencePanels.CopyRow(values, panels.Pooled + ((nint)place * _lastSize * panels.Stride), _lastSize, panels.Stride, row);
        }
    }

    private float* Normalize(float* hidden, BlockPanels panels, int member) => panels.Normalize(network.Norms[((member + 1) * _layers) - 1], hidden);
}
