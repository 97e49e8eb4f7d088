namespace MlNetRecurrent.Engine;

/// <summary>
/// What a block's sequences become before the layers read them, where that takes more than scaling, and room for quantiles that nobody asked for.
/// Each row by itself: its company does not matter. Not thread-safe.
/// </summary>
internal sealed unsafe class PreparedSequences(PackedNetwork network, KernelMemory memory)
{
    private readonly KernelBuffer _buffer = new(memory);
    private readonly InputColumns _columns = new(network);
    private readonly NetworkDescription _network = network.Network;
    private readonly int _size = network.Network.InputSize;
    private readonly int _targets = network.Network.Forecast.TargetFeatures.Count;
    private readonly int _seasonal = network.Network.Forecast.SeasonalCovariates.Count;
    private readonly bool _isWindow = network.Network.Normalization == InputNormalization.Window;

    /// <summary>Prepares the rows of a block, and says in them where everything is.</summary>
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

    // Floats that a row needs; where they are, if they are there.
    private nint Layout(ref PinnedSequence task, float* start)
    {
        var next = start;
        var needsQuantiles = _network.Forecast.Quantiles.Count > 0 && task.Quantiles == null;
        var quantiles = Take(needsQuantiles, _network.GetOutputSize(task.InputLength) * (nint)_network.Forecast.Quantiles.Count);
        var columns = Take(network.NeedsInputPreparation, task.Length * (nint)_size);
        var history = Take(network.NeedsHistory, task.InputLength * (nint)_targets);
        var level = Take(_isWindow && _targets > 0, 2 * _targets);
        var season = Take(_seasonal > 0, task.Length * (nint)_seasonal);
        if (start == null)
            return (nint)(next - start);
        if (needsQuantiles)
            task.Quantiles = quantiles;
        task.Columns = columns;
        task.History = history;
        task.HistoryStride = 1;
        task.HistorySize = task.InputLength;
        task.Level = level;
        task.SeasonalValues = season;
        return (nint)(next - start);

        float* Take(bool isNeeded, nint count)
        {
            var place = isNeeded ? next : null;
            next += isNeeded ? count : 0;
            return place;
        }
    }

    private void Fill(in PinnedSequence task)
    {
        for (nint step = 0; step < task.InputLength; step++)
        {
            var history = task.History == null ? null : task.History + (step * _targets);
            _columns.Read(task.Values + (step * _network.Features), step == 0 || history == null ? null : history - _targets, history, 1, task.Columns + (step * _size));
        }

        if (_isWindow)
            Window(task);
        for (nint step = 0; task.FutureCovariates != null && step < task.Length; step++)
            _columns.ReadFutureCovariates(task.FutureCovariates + (step * _network.Forecast.FutureCovariates), task.SeasonalValues + (step * _seasonal), step >= task.InputLength, task.Columns + (step * _size));
    }

    // (x - m) / d with the mean and the deviation of the sequence itself
    private void Window(in PinnedSequence task)
    {
        for (var column = 0; column < _network.NormalizedFeatures; column++)
        {
            var first = task.Columns + column;
            var sum = 0.0;
            for (nint step = 0; step < task.InputLength; step++)
                sum += first[step * _size];
            var mean = (float)(sum / task.InputLength);
            var squares = 0.0;
            for (nint step = 0; step < task.InputLength; step++)
            {
                var centred = first[step * _size] -= mean;
                squares += (double)centred * centred;
            }

            var deviation = MathF.Sqrt((float)(squares / task.InputLength) + (float)NormalizationEpsilon.Window);
            for (nint step = 0; step < task.InputLength; step++)
                first[step * _size] /= deviation;
            Level(task, column, mean, deviation);
        }
    }

    // The level is in units of the fitted scale. A base has it already: what is left over has its spread alone.
    private void Level(in PinnedSequence task, int column, float mean, float standardDeviation)
    {
        for (var target = 0; target < _targets; target++)
        {
            if (_network.Forecast.TargetFeatures[target] != column)
                continue;
            var scale = network.InputScale!;
            task.Level[target] = standardDeviation * scale.StandardDeviation[column];
            task.Level[_targets + target] = _network.Forecast.ResidualBaseline != ResidualBaseline.None ? 0 : (mean * scale.StandardDeviation[column]) + scale.Mean[column];
        }
    }
}
