namespace MlNetRecurrent.Training;

/// <summary>Scores a forecaster and the baselines on windows of a frame.</summary>
internal sealed class ForecastEvaluation
{
    private readonly RowFrame _frame;
    private readonly IReadOnlyList<RowSequence> _windows;
    private readonly ModelCard _card;
    private readonly float[][] _actual;
    private readonly ScaledErrors? _scaled;

    /// <param name="frame">The data.</param>
    /// <param name="windows">The windows to score.</param>
    /// <param name="card">The model card.</param>
    public ForecastEvaluation(RowFrame frame, IReadOnlyList<RowSequence> windows, ModelCard card)
    {
        (_frame, _windows, _card) = (frame, windows, card);
        // The first target is in the row after a window, or in the last row of a sequence.
        var first = frame.HasSequenceTargets ? -1 : 0;
        _actual = [.. Enumerable.Range(0, Targets).Select(target => Gather((window, step) => frame.GetTarget(window.End + first + step, target)))];
        _scaled = MaseScales.FromCard(card.Data, frame) is { } scales ? new ScaledErrors(windows, Horizon, scales) : null;
    }

    private int Horizon => _card.Network.Forecast.Horizon;

    private int Targets => _card.Network.Forecast.Targets;

    /// <summary>Scores the model and the baselines.</summary>
    public EvaluationReport Run(FileScorer model, CancellationToken cancellation)
    {
        var predicted = SplitTargets(model.Score(_frame, _windows, cancellation));
        var quantiles = _card.Network.Forecast.Quantiles.Count == 0 ? [] : model.ScoreQuantiles(_frame, _windows, cancellation);
        var baselines = ScoreBaselines(cancellation);
        return new EvaluationReport
        {
            Task = RecurrentTask.Forecast,
            RowCount = _windows.Count,
            Metrics = quantiles.Length == 0 ? Metrics(predicted) : WithIntervals(Metrics(predicted), quantiles),
            Baselines = baselines.ToDictionary(baseline => baseline.Name, baseline => baseline.Metrics),
            MetricsByTarget = Targets == 1
                ? null
                : Enumerable.Range(0, Targets).ToDictionary(target => _frame.Columns.Targets[target], target => Metrics(predicted, [target])),
            MetricsByStep = Horizon == 1 ? null : Steps(predicted),
            BaselineMetricsByStep = Horizon == 1 ? null : baselines.ToDictionary(baseline => baseline.Name, baseline => baseline.ByStep),
            Notes = [.. new[] { DescribeScales(), DescribeShortHistories(baselines.Select(baseline => baseline.Name)) }.OfType<string>()],
            Predictions = _frame.HasSequenceTargets ? null : new ForecastPredictions(_windows, _actual, predicted, quantiles),
        };
    }

    private IReadOnlyList<IReadOnlyDictionary<string, double>> Steps(float[][] predicted) =>
        [.. Enumerable.Range(0, Horizon).Select(step => Metrics(predicted, step: step))];

    // For each target, [windows, horizon].
    private float[][] SplitTargets(float[] scores)
    {
        if (Targets == 1)
            return [scores];
        var size = Horizon * Targets;
        return [.. Enumerable.Range(0, Targets)
            .Select(target => Gather((_, step, index) => scores[(index * size) + (step * Targets) + target]))];
    }

    // One baseline after another: the forecasts of a long test part are large.
    private List<(string Name, IReadOnlyDictionary<string, double> Metrics, IReadOnlyList<IReadOnlyDictionary<string, double>> ByStep)>
        ScoreBaselines(CancellationToken cancellation)
    {
        var season = _card.Data?.SeasonLength ?? 1;
        var scored = new List<(string, IReadOnlyDictionary<string, double>, IReadOnlyList<IReadOnlyDictionary<string, double>>)>();
        // A sequence with one target has no history of that target.
        string[] names = _frame.HasSequenceTargets ? ["mean"] : ["last-value", "seasonal-naive", "seasonal-drift", "mean"];
        foreach (var name in names)
        {
            cancellation.ThrowIfCancellationRequested();
            Baseline[] forecasts = [.. Enumerable.Range(0, Targets).Select(target => CreateBaseline(name, target, season)).OfType<Baseline>()];
            // A baseline is omitted if every history is too short for its season, or if the card has no mean.
            if (forecasts.Length != Targets || !_windows.Any(window => GetHistory(window) >= forecasts[0].MinHistory))
                continue;
            float[][] predicted = [.. forecasts.Select(Predict)];
            scored.Add((name, Metrics(predicted), Horizon == 1 ? [] : Steps(predicted)));
        }

        return scored;
    }

    private Baseline? CreateBaseline(string name, int target, int season) => name switch
    {
        "last-value" => Baseline.LastValue,
        "seasonal-naive" => Baseline.SeasonalNaive(season),
        "seasonal-drift" => Baseline.SeasonalDrift(season, IsLogarithmic),
        _ => _card.Data?.TargetMeans is { } means ? Baseline.Mean([(float)means[target]]) : null,
    };

    // A model that forecasts logarithms is compared with drift on logarithms.
    private bool IsLogarithmic => _card.Network.Forecast.Transform == TargetTransform.Log;

    private float[] Predict(Baseline baseline, int target)
    {
        var predicted = new float[_windows.Count * Horizon];
        // Windows are in the order of their series.
        var (segment, history) = ((RowSegment?)null, Array.Empty<float>());
        foreach (var (index, window) in _windows.Index())
        {
            if (!ReferenceEquals(segment, window.Segment))
                (segment, history) = (window.Segment, _frame.GetTarget(window.Segment, target));
            var rule = GetHistory(window) >= baseline.MinHistory ? baseline : Baseline.LastValue;
            rule.Predict(history.AsSpan(0, GetHistory(window)), predicted.AsSpan(index * Horizon, Horizon));
        }

        return predicted;
    }

    private static int GetHistory(RowSequence window) => window.End - window.Segment.Start;

    // A short history is no reason to omit a baseline for all others.
    private string? DescribeShortHistories(IEnumerable<string> baselines)
    {
        var season = _card.Data?.SeasonLength ?? 1;
        var count = _windows.Count(window => GetHistory(window) <= season);
        return count == 0 || !baselines.Any(name => name.StartsWith("seasonal", StringComparison.Ordinal)) ? null : FormattableString.Invariant(
            $"{count:N0} of {_windows.Count:N0} forecasts have a history that is not longer than a season of {season:N0}: ")
            + "where it has no season, the seasonal baselines repeat the last value.";
    }

    // Pooled over series, targets and steps, except MASE, in which each series and target has its own scale.
    private IReadOnlyDictionary<string, double> Metrics(float[][] predicted, int[]? targets = null, int? step = null)
    {
        int[] which = targets ?? [.. Enumerable.Range(0, Targets)];
        var metrics = MetricNames.ToDictionary(ForecastMetrics.Compute(Join(_actual, which, step), Join(predicted, which, step)));
        var mase = _scaled?.Compute(_actual, predicted, which, step) ?? double.NaN;
        return double.IsFinite(mase) ? new Dictionary<string, double>(metrics) { ["mase"] = mase } : metrics;
    }

    // States over how many series MASE is the mean.
    private string? DescribeScales()
    {
        if (_scaled is null)
            return null;
        var (all, scaled) = (_scaled.SeriesCount * Targets, _scaled.CountScaled(Targets));
        var noun = Targets == 1 ? "series" : "pairs of a series and a target";
        var season = _card.Data?.SeasonLength ?? 1;
        return scaled == all ? null
            : scaled == 0 ? FormattableString.Invariant(
                $"There is no MASE: no series has a scale; its training rows are constant, not longer than a season of {season}, or unknown.")
            : FormattableString.Invariant($"MASE is the mean over {scaled:N0} of {all:N0} {noun}; ")
                + FormattableString.Invariant($"the other {all - scaled:N0} {(all - scaled == 1 ? "has no scale: its" : "have no scale: their")} ")
                + FormattableString.Invariant($"training rows are constant, not longer than a season of {season}, or unknown.");
    }

    // Adds the coverage of the widest interval and the mean pinball loss over all quantiles.
    private Dictionary<string, double> WithIntervals(IReadOnlyDictionary<string, double> metrics, float[] quantiles)
    {
        var levels = _card.Network.Forecast.Quantiles;
        // In the order of the quantiles, [windows, horizon, targets].
        float[] actual = [.. Enumerable.Range(0, _windows.Count * Horizon).SelectMany(index => _actual.Select(values => values[index]))];
        float[] Level(int level) => [.. Enumerable.Range(0, actual.Length).Select(index => quantiles[(index * levels.Count) + level])];
        return new Dictionary<string, double>(metrics)
        {
            ["coverage"] = ForecastMetrics.Coverage(actual, Level(0), Level(levels.Count - 1)),
            ["pinball"] = Enumerable.Range(0, levels.Count).Average(level => ForecastMetrics.PinballLoss(actual, Level(level), levels[level])),
        };
    }

    private float[] Join(float[][] values, int[] targets, int? step) => targets is [var only]
        ? Steps(values[only], step)
        : [.. targets.SelectMany(target => Steps(values[target], step))];

    private float[] Steps(float[] values, int? step) =>
        step is not { } one ? values : [.. Enumerable.Range(0, _windows.Count).Select(index => values[(index * Horizon) + one])];

    private float[] Gather(Func<RowSequence, int, float> value) => Gather((window, step, _) => value(window, step));

    private float[] Gather(Func<RowSequence, int, int, float> value)
    {
        var values = new float[_windows.Count * Horizon];
        foreach (var (index, window) in _windows.Index())
        {
            for (var step = 0; step < Horizon; step++)
                values[(index * Horizon) + step] = value(window, step, index);
        }

        return values;
    }
}
