namespace MlNetRecurrent.Engine;

/// <summary>
/// Reads and updates what a stream carries from step to step in addition to the states of its layers: the number of steps, the history of the
/// targets, the seasonal covariates of the last step, and the mean or maximum over time. Immutable; the values are stored with the streams.
/// </summary>
/// <param name="network">The network.</param>
internal sealed unsafe class StreamCarryover(PackedNetwork network)
{
    // The maximum count of two floats of 24 bits: one step per millisecond for 8,900 years.
    private const long HalfCount = 1 << 24;
    private const long MaxCount = (HalfCount * HalfCount) - 1;

    private readonly StreamLayout _layout = network.Stream;
    private readonly InputColumns _columns = new(network);
    private readonly NetworkDescription _network = network.Network;

    /// <summary>Prepares the input of a step, and adds its targets to the history.</summary>
    /// <param name="sequence">The step.</param>
    /// <param name="carried">The carried values, <paramref name="stride"/> floats apart.</param>
    /// <param name="stride">The number of floats from one carried value to the next.</param>
    /// <param name="columns">The buffer for the prepared input of the first layer, [input].</param>
    public void BeginStep(ref PinnedSequence sequence, float* carried, nint stride, float* columns)
    {
        if (_layout.Carried > 0)
            sequence.PriorSteps = ReadCount(carried, stride);
        if (!network.NeedsInputPreparation)
            return;
        sequence.Columns = columns;
        var series = CategoryCode.ReadSeries(_network, sequence, 0);
        if (!network.NeedsHistory)
        {
            _columns.Read(sequence.Values, null, null, stride, columns, series);
        }
        else
        {
            SetHistory(ref sequence, carried, stride);
            var previous = sequence.PriorSteps == 0 ? null : carried + (_layout.GetHistoryOffset(sequence.PriorSteps - 1) * stride);
            var history = carried + (_layout.GetHistoryOffset(sequence.PriorSteps) * stride);
            _columns.Read(sequence.Values, previous, history, stride, columns, series);
        }

        if (sequence.FutureCovariates == null)
            return;
        _columns.ReadFutureCovariates(sequence.FutureCovariates, carried + (_layout.SeasonalOffset * stride), stride, null, false, columns, series);
        for (var index = 0; index < _network.Categories.Count; index++)
            carried[(_layout.CodeOffset + index) * stride] = sequence.Values[_network.NumericFeatures + index];
    }

    /// <summary>Prepares the steps of the horizon, which follow the last step of the stream.</summary>
    /// <param name="sequence">The last step and those of the horizon, with their future covariates: [horizon, covariates].</param>
    /// <param name="carried">The carried values.</param>
    /// <param name="columns">The buffer for the prepared input of the first layer, [1 + horizon, input]; that of the last step is not set.</param>
    /// <param name="seasonalValues">The buffer for the seasonal covariates, [1 + horizon, targets].</param>
    public void BeginHorizon(ref PinnedSequence sequence, float* carried, float* columns, float* seasonalValues)
    {
        var (forecast, seasonal) = (_network.Forecast, _network.Forecast.SeasonalCovariates.Count);
        sequence.PriorSteps = ReadCount(carried, 1) - 1;
        sequence.Columns = columns;
        sequence.SeasonalValues = seasonalValues;
        sequence.LastCodes = carried + _layout.CodeOffset;
        if (network.NeedsHistory)
            SetHistory(ref sequence, carried, 1);
        new ReadOnlySpan<float>(carried + _layout.SeasonalOffset, seasonal).CopyTo(new Span<float>(seasonalValues, seasonal));
        for (nint step = 0; step < forecast.Horizon; step++)
        {
            _columns.ReadFutureCovariates(
                sequence.FutureCovariates + (step * forecast.FutureCovariates),
                seasonalValues + ((step + 1) * seasonal),
                1,
                window: null,
                isHorizon: true,
                columns + ((step + 1) * _network.InputSize),
                CategoryCode.ReadSeries(_network, sequence, step + 1));
        }
    }

    /// <summary>Returns the number of steps so far; null if the state is NaN.</summary>
    public static long? FindCount(float* carried) => float.IsNaN(carried[0]) ? null : ReadCount(carried, 1);

    /// <summary>Pools the output of the last layer of a network by mean or maximum.</summary>
    /// <param name="sequence">The step.</param>
    /// <param name="member">The network of the ensemble.</param>
    /// <param name="hidden">The output of the last layer.</param>
    /// <param name="pooled">The buffer for the input of the head.</param>
    /// <param name="panelStride">The number of floats from one value of <paramref name="hidden"/> and <paramref name="pooled"/> to the next.</param>
    /// <param name="carried">The carried values.</param>
    /// <param name="stride">The number of floats from one carried value to the next.</param>
    public void PoolStep(in PinnedSequence sequence, int member, float* hidden, float* pooled, nint panelStride, float* carried, nint stride)
    {
        nint width = _network.HeadInputSize;
        var panel = carried + (_layout.GetPanelOffset(member) * stride);
        if (_network.Pooling == SequencePooling.LastSteps)
        {
            PoolLastSteps(sequence.PriorSteps, hidden, pooled, panelStride, panel, stride);
            return;
        }

        // A maximum has one panel and no rounding error.
        var rounded = _network.Pooling == SequencePooling.Mean ? panel + (width * stride) : panel;
        for (nint value = 0; value < width; value++)
        {
            ref var sum = ref panel[value * stride];
            if (sequence.PriorSteps == 0)
            {
                rounded[value * stride] = 0;
                sum = hidden[value * panelStride];
            }
            else
            {
                TimePooling.Accumulate(_network.Pooling, hidden[value * panelStride], ref sum, ref rounded[value * stride]);
            }

            pooled[value * panelStride] = TimePooling.GetResult(_network.Pooling, sum, sequence.PriorSteps + 1);
        }
    }

    // Step s is in slot s modulo the number of steps. NaN until there are enough steps.
    private void PoolLastSteps(long step, float* hidden, float* pooled, nint panelStride, float* slots, nint stride)
    {
        var steps = _network.PooledSteps;
        var width = (nint)_network.HeadInputSize / steps;
        var current = slots + ((nint)(step % steps) * width * stride);
        for (nint value = 0; value < width; value++)
            current[value * stride] = hidden[value * panelStride];
        for (var place = 0; place < steps; place++)
        {
            var source = slots + ((nint)((step + 1 + place) % steps) * width * stride);
            var target = pooled + (place * width * panelStride);
            for (nint value = 0; value < width; value++)
                target[value * panelStride] = step + 1 < steps ? float.NaN : source[value * stride];
        }
    }

    /// <summary>Increments the number of steps.</summary>
    public void EndStep(in PinnedSequence sequence, float* carried, nint stride)
    {
        if (_layout.Carried == 0)
            return;
        var count = Math.Min(sequence.PriorSteps + 1, MaxCount);
        carried[0] = count / HalfCount;
        carried[stride] = count % HalfCount;
    }

    private void SetHistory(ref PinnedSequence sequence, float* carried, nint stride)
    {
        sequence.History = carried + (_layout.GetHistoryOffset(0) * stride);
        sequence.HistoryStride = stride;
        sequence.HistorySize = _layout.HistorySize;
    }

    // A state that the caller made up, or one that is all NaN, must not lead to an invalid count.
    private static long ReadCount(float* carried, nint stride) =>
        Math.Clamp((long)(Math.Clamp(carried[0], 0, HalfCount) * (double)HalfCount) + (long)Math.Clamp(carried[stride], 0, HalfCount), 0, MaxCount);
}
