namespace MlNetRecurrent.Engine;

/// <summary>
/// Prepares the input of a block's sequences for the layers if that takes more than scaling, and provides buffers for quantiles that the caller did
/// not request. Rows are prepared one by one, independently of each other. Not thread-safe.
/// </summary>
internal sealed unsafe class PreparedSequences(PackedNetwork network, KernelMemory memory)
{
    private readonly KernelBuffer _buffer = new(memory);
    private readonly InputColumns _columns = new(network);
    private readonly NetworkDescription _network = network.Network;
    private readonly int _size = network.Network.InputSize;
    private readonly int _targets = network.Network.Forecast.TargetFeatures.Count;
    private readonly int _seasonal = network.Network.Forecast.SeasonalCovariates.Count;
    private readonly bool _hasLags = network.Network.Forecast.LagFeatures.Count > 0;
    private readonly int[] _static = [.. network.Network.StaticFeatures];
    private readonly bool _isWindow = network.Network.Normalization == InputNormalization.Window;

    /// <summary>Prepares the rows of a block, and sets their pointers to the buffers.</summary>
    public void Prepare(PinnedSequence* rows, int count)
    {
        if (!network.NeedsInputPreparation && _network.Forecast.Quantiles.Count == 0)
            return;
        nint size = 0;
        for (var row = 0; row < count; row++)
            size += Layout(ref rows[row], null);
        var next = _buffer.Reserve(size);
        for (var row = 0; row < count; row++)
        {
            next += Layout(ref rows[row], next);
            if (network.NeedsInputPreparation)
                Fill(rows[row]);
        }

        GC.KeepAlive(this);
    }

    // Returns the number of floats that a row needs; sets the pointers of the row if there is a buffer.
    private nint Layout(ref PinnedSequence sequence, float* start)
    {
        var next = start;
        var needsQuantiles = _network.Forecast.Quantiles.Count > 0 && sequence.Quantiles == null;
        var quantiles = Take(needsQuantiles, _network.GetOutputSize(sequence.InputLength) * (nint)_network.Forecast.Quantiles.Count);
        var columns = Take(network.NeedsInputPreparation, sequence.Length * (nint)_size);
        var history = Take(network.NeedsHistory, sequence.InputLength * (nint)_targets);
        var level = Take(_isWindow && _targets > 0, 2 * _targets);
        var window = Take(_hasLags, 2 * _network.NormalizedFeatures);
        var seasonalValues = Take(_seasonal > 0, sequence.Length * (nint)_seasonal);
        if (start == null)
            return (nint)(next - start);
        if (needsQuantiles)
            sequence.Quantiles = quantiles;
        sequence.Columns = columns;
        sequence.History = history;
        sequence.HistoryStride = 1;
        sequence.HistorySize = sequence.InputLength;
        sequence.Level = level;
        sequence.Window = window;
        sequence.SeasonalValues = seasonalValues;
        return (nint)(next - start);

        float* Take(bool isNeeded, nint count)
        {
            var buffer = isNeeded ? next : null;
            next += isNeeded ? count : 0;
            return buffer;
        }
    }

    private void Fill(in PinnedSequence sequence)
    {
        for (nint step = 0; step < sequence.InputLength; step++)
        {
            var history = sequence.History == null ? null : sequence.History + (step * _targets);
            var previous = step == 0 || history == null ? null : history - _targets;
            _columns.Read(
                sequence.Values + (step * _network.Features),
                previous,
                history,
                1,
                sequence.Columns + (step * _size),
                CategoryCode.ReadSeries(_network, sequence, step));
        }

        if (_isWindow)
            NormalizeWindow(sequence);
        for (nint step = 0; sequence.FutureCovariates != null && step < sequence.Length; step++)
        {
            _columns.ReadFutureCovariates(
                sequence.FutureCovariates + (step * _network.Forecast.FutureCovariates),
                sequence.SeasonalValues + (step * _seasonal),
                1,
                sequence.Window,
                isHorizon: step >= sequence.InputLength,
                sequence.Columns + (step * _size),
                CategoryCode.ReadSeries(_network, sequence, step));
        }
    }

    // (x - mean) / standard deviation, both of the sequence itself
    private void NormalizeWindow(in PinnedSequence sequence)
    {
        for (var column = 0; column < _network.NormalizedFeatures; column++)
        {
            if (_static.Contains(column))
                continue;
            var first = sequence.Columns + column;
            var sum = 0.0;
            for (nint step = 0; step < sequence.InputLength; step++)
                sum += first[step * _size];
            var mean = (float)(sum / sequence.InputLength);
            var squares = 0.0;
            for (nint step = 0; step < sequence.InputLength; step++)
            {
                var centered = first[step * _size] -= mean;
                squares += (double)centered * centered;
            }

            var standardDeviation = MathF.Sqrt((float)(squares / sequence.InputLength) + (float)NormalizationEpsilon.Window);
            for (nint step = 0; step < sequence.InputLength; step++)
                first[step * _size] /= standardDeviation;
            if (_hasLags)
                (sequence.Window[column], sequence.Window[_network.NormalizedFeatures + column]) = (mean, standardDeviation);
            SetLevel(sequence, column, mean, standardDeviation);
        }
    }

    // The level is in units of the trained scale. A residual baseline includes the level already: residuals have a spread only.
    private void SetLevel(in PinnedSequence sequence, int column, float mean, float standardDeviation)
    {
        for (var target = 0; target < _targets; target++)
        {
            if (_network.Forecast.TargetFeatures[target] != column)
                continue;
            var scale = network.InputScale!;
            sequence.Level[target] = standardDeviation * scale.StandardDeviation[column];
            sequence.Level[_targets + target] = _network.Forecast.ResidualBaseline != ResidualBaseline.None
                ? 0
                : (mean * scale.StandardDeviation[column]) + scale.Mean[column];
        }
    }
}
