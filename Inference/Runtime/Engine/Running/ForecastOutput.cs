namespace MlNetRecurrent.Engine;

/// <summary>
/// Turns the scores of a forecaster into forecasts: accumulates quantiles, denormalizes, adds the residual baseline, and inverts the target
/// transform.
/// </summary>
internal sealed unsafe class ForecastOutput(PackedNetwork network)
{
    private readonly NetworkDescription _network = network.Network;
    private readonly AffineScale? _scale = network.TargetScale;
    private readonly int _targets = network.Network.Forecast.Targets;
    private readonly int _levels = network.Network.Forecast.Quantiles.Count;
    private readonly float _minimum = (float)(network.Network.Forecast.Minimum ?? double.NegativeInfinity);
    private readonly float _maximum = (float)(network.Network.Forecast.Maximum ?? double.PositiveInfinity);
    private readonly bool _isBounded = (network.Network.Forecast.Minimum ?? network.Network.Forecast.Maximum) is not null;
    private readonly int _median = network.Network.MedianIndex;
    private readonly bool _isPlain = network.Network is
    {
        Forecast.ResidualBaseline: ResidualBaseline.None,
        Forecast.Transform: TargetTransform.None,
        Normalization: not (InputNormalization.Window or InputNormalization.Series),
        Forecast.Quantiles.Count: 0,
    };

    /// <summary>
    /// Turns the scores of one network, [.., levels], into the median and the distances between quantiles: applies softplus(x) = log(1 + e^x) to all
    /// but the median.
    /// </summary>
    public void ApplySoftplus(Span<float> scores)
    {
        for (var score = 0; score < scores.Length; score++)
        {
            var value = scores[score];
            if (score % _levels != _median)
                scores[score] = (value < 0 ? 0 : value) + MathF.Log(1 + MathF.Exp(-MathF.Abs(value)));
        }
    }

    /// <summary>Turns the scores of one output step into the forecast.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="outputStep">
    /// The output step: a time step or, with future covariates, a step of the horizon; 0 if the sequence has one output.
    /// </param>
    /// <param name="scores">The scores, in the output buffer, or in the quantiles buffer if the network has quantiles.</param>
    public void WriteStep(in PinnedSequence sequence, int outputStep, Span<float> scores)
    {
        if (_isPlain)
        {
            if (_scale is not null)
                Unscale(scores);
            if (_isBounded)
                Bound(scores);
            return;
        }

        var width = Math.Max(1, _levels);
        var outputs = scores.Length / width;
        for (var output = 0; output < outputs; output++)
        {
            var (horizonStep, target) = Math.DivRem(output, _targets);
            horizonStep = _network.Forecast.FutureCovariates > 0 ? outputStep : horizonStep;
            var values = scores.Slice(output * width, width);
            if (_levels > 0)
                AccumulateQuantiles(values, network.QuantileShift.AsSpan(((horizonStep * _targets) + target) * _levels, _levels));
            Denormalize(sequence, horizonStep, outputStep, target, values);
            if (_isBounded)
                Bound(values);
            if (_levels > 0)
                sequence.Output[((nint)outputStep * outputs) + output] = values[_median];
        }
    }

    // [horizon, targets]
    private void Unscale(Span<float> outputs)
    {
        for (var output = 0; output < outputs.Length; output++)
        {
            var target = output % _targets;
            outputs[output] = (outputs[output] * _scale!.StandardDeviation[target]) + _scale.Mean[target];
        }
    }

    // A NaN fails the comparisons and stays NaN.
    private void Bound(Span<float> outputs)
    {
        foreach (ref var output in outputs)
            output = output < _minimum ? _minimum : output > _maximum ? _maximum : output;
    }

    // Distances outward from the median, shifted by the calibration and at least 0.
    private void AccumulateQuantiles(Span<float> values, ReadOnlySpan<float> shift)
    {
        for (var level = _median + 1; level < values.Length; level++)
            values[level] = values[level - 1] + Calibrate(values[level], shift[level]);
        for (var level = _median - 1; level >= 0; level--)
            values[level] = values[level + 1] - Calibrate(values[level], shift[level]);

        // A NaN fails this comparison and stays NaN.
        static float Calibrate(float distance, float shift) => distance + shift < 0 ? 0 : distance + shift;
    }

    private void Denormalize(in PinnedSequence sequence, int horizonStep, int outputStep, int target, Span<float> values)
    {
        // The series is that of the last step, unless every step has an output.
        var series = CategoryCode.ReadSeries(_network, sequence, _network.HasOutputPerStep ? outputStep : sequence.InputLength);
        var entry = (series * _targets) + target;
        var factor = sequence.Level != null ? sequence.Level[target] : _scale?.StandardDeviation[entry] ?? 1;
        var shift = sequence.Level != null ? sequence.Level[_targets + target] : _scale?.Mean[entry] ?? 0;
        var baseline = _network.Forecast.ResidualBaseline == ResidualBaseline.None ? 0 : GetBaseline(sequence, horizonStep, outputStep, target);
        for (var value = 0; value < values.Length; value++)
            values[value] = TargetTransformMath.Invert(_network, (values[value] * factor) + shift + baseline);
    }

    private float GetBaseline(in PinnedSequence sequence, int horizonStep, int outputStep, int target)
    {
        var observedSteps = sequence.PriorSteps + (_network.HasOutputPerStep ? outputStep + 1 : sequence.InputLength);
        if (network.BaselineSteps is not { } steps)
            return GetSeasonalBaseline(sequence, horizonStep, target, observedSteps);

        // The history of a stream may be too short; a whole sequence that short is rejected. With an output per step, the first step is used
        // instead, as the graph of the file does.
        if (observedSteps < _network.BaselineSteps && !_network.HasOutputPerStep)
            return float.NaN;
        var value = GetHistory(sequence, observedSteps + steps.Steps[steps.Steps.Length == 1 ? 0 : horizonStep], target);
        return steps.Shift is { } shift
            ? value + (GetHistory(sequence, observedSteps + shift.Plus, target) - GetHistory(sequence, observedSteps + shift.Minus, target))
            : value;
    }

    // The seasonal values are future covariates at the steps of the horizon.
    private float GetSeasonalBaseline(in PinnedSequence sequence, int horizonStep, int target, long observedSteps)
    {
        nint length = sequence.InputLength;
        var season = sequence.SeasonalValues[((length + horizonStep) * _targets) + target];
        return _network.Forecast.ResidualBaseline == ResidualBaseline.SeasonalNaive
            ? season
            : season + (GetHistory(sequence, observedSteps - 1, target) - sequence.SeasonalValues[((length - 1) * _targets) + target]);
    }

    private float GetHistory(in PinnedSequence sequence, long step, int target) =>
        sequence.History[((nint)(Math.Max(0, step) % sequence.HistorySize * _targets) + target) * sequence.HistoryStride];
}
