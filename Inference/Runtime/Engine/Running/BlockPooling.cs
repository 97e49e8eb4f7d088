namespace MlNetRecurrent.Engine;

/// <summary>What the head reads of the last layer: its last steps, every step, those of a horizon, or the mean or maximum over time.</summary>
internal sealed unsafe class BlockPooling(PackedNetwork network)
{
    private readonly BlockOutput _outputs = new(network);
    private readonly NetworkDescription _network = network.Network;
    private readonly int _layers = network.Network.Layers.Count;

    /// <summary>Whether each step is taken, and not the last ones alone.</summary>
    public bool NeedsEachStep { get; } = network.Network.HasHeadPerStep || network.PoolsOverTime;

    /// <summary>Takes a step, where each is read.</summary>
    /// <param name="hidden">What the last layer gives, [value, row].</param>
    /// <param name="step">The step.</param>
    /// <param name="panels">The block's buffers.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="active">How many of them have this step.</param>
    /// <param name="vectors">How many vectors of rows these are, or 0 for one row.</param>
    /// <param name="member">The network of the ensemble.</param>
    public void AddStep(float* hidden, int step, BlockPanels panels, PinnedSequence* rows, int active, int vectors, int member)
    {
        // Of the rows, the last one is at its horizon first.
        if (_network.Forecast.FutureCovariates > 0 && step < rows[active - 1].InputLength)
            return;
        var values = Normalized(hidden, panels, member);
        if (!network.PoolsOverTime)
        {
            _outputs.Write(values, step, panels, rows, active, vectors, member);
            return;
        }

        TimePooling.Accumulate(_network.Pooling, step == 0, values, panels.Carried, _network.HeadInputSize * panels.Stride);
        for (var row = active - 1; row >= 0 && rows[row].Length == step + 1; row--)
        {
            for (nint value = row; value < _network.HeadInputSize * panels.Stride; value += panels.Stride)
                panels.Pooled[value] = TimePooling.GetResult(_network.Pooling, panels.Carried[value], rows[row].Length);
        }
    }

    /// <summary>Answers the rows, where each sequence has one answer: what it is read from is complete.</summary>
    public void WriteOutputs(BlockPanels panels, PinnedSequence* rows, int count, int vectors, int member) =>
        _outputs.Write(network.PoolsOverTime ? panels.Pooled : Normalized(panels.Pooled, panels, member), 0, panels, rows, count, vectors, member);

    private float* Normalized(float* hidden, BlockPanels panels, int member) => panels.Normalize(network.Norms[((member + 1) * _layers) - 1], hidden);
}
