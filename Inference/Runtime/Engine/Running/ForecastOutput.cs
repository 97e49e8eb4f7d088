namespace MlNetRecurrent.Engine;

/// <summary>Turns the scores of a forecaster into its answers: made into quantiles, turned back, on their base.</summary>
internal sealed unsafe class ForecastOutput(PackedNetwork network)
{
    private readonly NetworkDescription _network = network.Network;
    private readonly AffineScale? _scale = network.TargetScale;
    private readonly int _targets = network.Network.Forecast.Targets;
    private readonly int _levels = network.Network.Forecast.Quantiles.Count;
    private readonly int _median = network.Network.MedianIndex;
    private readonly bool _isPlain = network.Network is
    {
        Forecast.ResidualBaseline: ResidualBaseline.None,
        Forecast.Transform: TargetTransform.None,
        Normalization: not InputNormalization.Window,
        Forecast.Quantiles.Count: 0,
    };

    /// <summary>Makes the scores of one network, [.., levels], the median and the steps between quantiles: those as softplus(x) = log(1 + e^x).</summary>
    public void ApplySoftplus(Span<float> scores)
    {
        for (var score = 0; score < scores.Length; score++)
        {
            var value = scores[score];
            if (score % _levels != _median)
                scores[score] = (value < 0 ? 0 : value) + MathF.Log(1 + MathF.Exp(-MathF.Abs(value)));
        }
    }

    /// <summary>Makes the scores of a step of the answer what it is.</summary>
    /// <param name="task">The sequence.</param>
    /// <param name="place">Which step of its answer: of the time, or of a horizon that is known ahead; 0 where there is one.</param>
    /// <param name="scores">The scores in their place in the answer, or among the quantiles where there are any.</param>
    public void WriteStep(in PinnedSequence task, int place, Span<float> scores)
    {
        if (_isPlain)
        {
            if (_scale is not null)
                Unscale(scores);
            return;
        }

        var width = Math.Max(1, _levels);
        var outputs = scores.Length / width;
        for (var output = 0; output < outputs; output++)
        {
            var (ahead, target) = Math.DivRem(output, _targets);
            ahead = _network.Forecast.FutureCovariates > 0 ? place : ahead;
            var values = scores.Slice(output * width, width);
            if (_levels > 0)
                Quantiles(values, network.QuantileShift.AsSpan(((ahead * _targets) + target) * _levels, _levels));
            TurnBack(task, ahead, place, target, values);
            if (_levels > 0)
                task.Output[((nint)place * outputs) + output] = values[_median];
        }
    }

    // [horizon, targets]
    private void Unscale(Span<float> answer)
    {
        for (var output = 0; output < answer.Length; output++)
        {
            var target = output % _targets;
            answer[output] = (answer[output] * _scale!.StandardDeviation[target]) + _scale.Mean[target];
        }
    }

    // Steps going outwards from the median; calibration moves them, and none is below 0.
    private void Quantiles(Span<float> values, ReadOnlySpan<float> shift)
    {
        for (var level = _median + 1; level < values.Length; level++)
            values[level] = values[level - 1] + Moved(values[level], shift[level]);
        for (var level = _median - 1; level >= 0; level--)
            values[level] = values[level + 1] - Moved(values[level], shift[level]);

        // A NaN stays one.
        static float Moved(float step, float shift) => step + shift < 0 ? 0 : step + shift;
    }

    private void TurnBack(in PinnedSequence task, int ahead, int place, int target, Span<float> values)
    {
        var factor = task.Level != null ? task.Level[target] : _scale?.StandardDeviation[target] ?? 1;
        var shift = task.Level != null ? task.Level[_targets + target] : _scale?.Mean[target] ?? 0;
        var naive = _network.Forecast.ResidualBaseline == ResidualBaseline.None ? 0 : Base(task, ahead, place, target);
        for (var value = 0; value < values.Length; value++)
            values[value] = TargetTransformMath.Invert(_network, (values[value] * factor) + shift + naive);
    }

    private float Base(in PinnedSequence task, int ahead, int place, int target)
    {
        var seen = task.PriorSteps + (_network.HasOutputPerStep ? place + 1 : task.InputLength);
        if (network.BaseSteps is not { } steps)
            return Season(task, ahead, target, seen);

        // A stream whose history is too short yet; a sequence of that kind is refused. At every step the file takes the first one instead.
        if (seen < _network.MinimumSteps && !_network.HasOutputPerStep)
            return float.NaN;
        var taken = History(task, seen + steps.Steps[steps.Steps.Length == 1 ? 0 : ahead], target);
        return steps.Shift is { } shift ? taken + (History(task, seen + shift.Plus, target) - History(task, seen + shift.Minus, target)) : taken;
    }

    // The season stands at the steps of the horizon themselves.
    private float Season(in PinnedSequence task, int ahead, int target, long seen)
    {
        var season = task.SeasonalValues[(((nint)task.InputLength + ahead) * _targets) + target];
        return _network.Forecast.ResidualBaseline == ResidualBaseline.SeasonalNaive
            ? season
            : season + (History(task, seen - 1, target) - task.SeasonalValues[(((nint)task.InputLength - 1) * _targets) + target]);
    }

    private float History(in PinnedSequence task, long step, int target) =>
        task.History[((nint)(Math.Max(0, step) % task.HistorySize * _targets) + target) * task.HistoryStride];
}
