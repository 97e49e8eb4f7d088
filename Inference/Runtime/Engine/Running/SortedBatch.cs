namespace MlNetRecurrent.Engine;

/// <summary>The sequences of a batch, sorted for the blocks: longest first.</summary>
internal sealed unsafe class SortedBatch(PackedNetwork network)
{
    private readonly int _features = network.Network.Features;
    private readonly int _outputs = network.Network.OutputSize;
    private readonly int _futureCovariates = network.Network.Forecast.FutureCovariates;
    private readonly int _horizon = network.Network.Forecast.FutureCovariates > 0 ? network.Network.Forecast.Horizon : 0;
    private readonly int _levels = network.Network.Forecast.Quantiles.Count;
    private readonly bool _hasOutputPerStep = network.Network.HasOutputPerStep;
    private PinnedBatch _batch;
    private int[] _order = [];
    private int[] _negativeLengths = [];
    private long[] _starts = [];

    public int Count => _batch.Count;

    /// <summary>The number of time steps of the longest sequence.</summary>
    public int MaxLength => GetSequence(0).Length;

    /// <summary>The total number of time steps of all sequences.</summary>
    public long TotalSteps => (_batch.Lengths == null ? (long)_batch.Count * _batch.Time : _batch.Time) + ((long)_batch.Count * _horizon);

    public void Set(in PinnedBatch batch)
    {
        _batch = batch;
        if (batch.Lengths == null)
            return;
        if (_order.Length < batch.Count)
        {
            // All or none: if one allocation fails, the next batch must not find arrays of unequal length.
            (_order, _negativeLengths, _starts) = (new int[batch.Count], new int[batch.Count], new long[batch.Count]);
        }

        long start = 0;
        for (var index = 0; index < batch.Count; index++)
        {
            _order[index] = index;
            _negativeLengths[index] = -batch.Lengths[index];
            _starts[index] = start;
            start += batch.Lengths[index];
        }

        _negativeLengths.AsSpan(0, batch.Count).Sort(_order.AsSpan(0, batch.Count));
    }

    /// <summary>Gets the sequence at a position of the sorted order.</summary>
    public PinnedSequence GetSequence(int position)
    {
        var index = _batch.Lengths == null ? position : _order[position];
        var start = (nint)(_batch.Lengths == null ? (long)index * _batch.Time : _starts[index]);
        var length = _batch.Lengths == null ? _batch.Time : _batch.Lengths[index];
        var outputStart = _hasOutputPerStep ? start : index;
        return new PinnedSequence
        {
            Values = _batch.Values == null ? null : _batch.Values + (start * _features),
            Tokens = _batch.Tokens == null ? null : _batch.Tokens + start,
            FutureCovariates = _batch.FutureCovariates == null
                ? null
                : _batch.FutureCovariates + ((start + ((nint)index * _horizon)) * _futureCovariates),
            InputLength = length,
            Length = length + _horizon,
            Output = _batch.Outputs + (outputStart * _outputs),
            Quantiles = _batch.Quantiles == null ? null : _batch.Quantiles + (outputStart * _outputs * _levels),
            InitialState = _batch.InitialStates == null ? null : _batch.InitialStates + ((nint)index * network.State.Size),
            FinalState = _batch.FinalStates == null ? null : _batch.FinalStates + ((nint)index * network.State.Size),
        };
    }
}
