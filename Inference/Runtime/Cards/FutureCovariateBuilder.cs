namespace MlNetRecurrent;

/// <summary>
/// Computes the future covariates of a model as its card says, exactly as training did: the values of columns, the sine and cosine of calendar
/// fields, holidays, the Fourier terms of seasons, and lagged targets, in this order.
/// </summary>
/// <remarks>Immutable and thread-safe. <see cref="Build"/> does not allocate.</remarks>
public sealed class FutureCovariateBuilder
{
    private readonly DataColumns _columns;
    private readonly TimeFeatures _times;
    private readonly int[] _lags;
    private readonly int[] _targetFeatures;
    private readonly int _features;
    private readonly FutureInputChecks _checks;

    private FutureCovariateBuilder(ModelCard card, DataColumns columns, string[] names)
    {
        _columns = columns;
        _times = new TimeFeatures(columns);
        _lags = [.. columns.Lags];
        _targetFeatures = _lags.Length == 0 ? [] : [.. columns.Targets.Select((_, target) => card.Network.Forecast.TargetFeatures[target])];
        _features = card.Network.Features;
        (Names, Horizon, EarlierSteps) = (names, card.Network.Forecast.Horizon, _lags.DefaultIfEmpty(0).Max());
        _checks = new FutureInputChecks(columns, Horizon, EarlierSteps, _times);
    }

    /// <summary>The names of all future covariates, in the order in which the model reads them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The columns whose values the caller provides in <see cref="FutureInputs.Columns"/>, in order.</summary>
    public IReadOnlyList<string> ColumnNames => _columns.FutureCovariates;

    /// <summary>The calendar fields that are computed from <see cref="FutureInputs.Times"/>.</summary>
    public IReadOnlyList<CalendarField> CalendarFields => _columns.CalendarFields;

    /// <summary>
    /// Whether future covariates are computed from <see cref="FutureInputs.Times"/>: those of calendar fields, of holidays, and of seasons whose rows
    /// have dates.
    /// </summary>
    public bool RequiresTimes => _times.NeedsDates;

    /// <summary>
    /// The number of steps before a sequence whose targets the caller provides in <see cref="FutureInputs.EarlierTargets"/>: the longest lag; 0 for
    /// a model without lags.
    /// </summary>
    public int EarlierSteps { get; }

    /// <summary>The number of steps of the horizon.</summary>
    public int Horizon { get; }

    /// <summary>Creates the builder for a model.</summary>
    /// <param name="card">The card of the model, such as <see cref="RecurrentModel.Card"/>.</param>
    /// <exception cref="ArgumentException">The model has no future covariates.</exception>
    /// <exception cref="NotSupportedException">
    /// The card does not say what the future covariates are, because the model was not trained on a table; or a lag is shorter than the horizon.
    /// </exception>
    public static FutureCovariateBuilder FromCard(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        if (card.Network.Forecast.FutureCovariates == 0)
            throw new ArgumentException("The model has no future covariates.", nameof(card));
        return Find(card) ?? throw new NotSupportedException(FindObstacle(card));
    }

    /// <summary>Returns the number of values in the future covariates of a sequence: (time + horizon) * covariates.</summary>
    /// <param name="steps">The number of time steps in the sequence, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is negative, or there are more values than an array can hold.</exception>
    public int GetSize(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        var size = (steps + (long)Horizon) * Names.Count;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Array.MaxLength, nameof(steps));
        return (int)size;
    }

    /// <summary>Computes the future covariates of a sequence.</summary>
    /// <param name="sequence">The sequence, [time, features], from which lags of the targets are taken.</param>
    /// <param name="inputs">What is known about its time steps and those of its horizon.</param>
    /// <param name="covariates">The buffer for the future covariates, [time + horizon, covariates]: <see cref="GetSize"/> values.</param>
    /// <exception cref="ArgumentException">
    /// An input is missing or has the wrong length, or a time is not later than the one before; the message says what is expected.
    /// </exception>
    public void Build(ReadOnlySpan<float> sequence, in FutureInputs inputs, Span<float> covariates)
    {
        if (sequence.Length % _features != 0)
        {
            throw new ArgumentException(
                $"Expected a sequence of [time, features]: a multiple of {_features} values; got {sequence.Length}.", nameof(sequence));
        }

        var steps = sequence.Length / _features;
        _checks.Check(inputs, steps);
        if (covariates.Length != (steps + Horizon) * Names.Count)
        {
            throw new ArgumentException(
                $"Expected a buffer for {Names.Count} future covariates at {steps + Horizon} steps, {GetSize(steps)} values; "
                + $"got {covariates.Length}.",
                nameof(covariates));
        }

        Fill(sequence, inputs, inputs.EarlierTargets, 0, steps + Horizon, covariates);
    }

    /// <summary>Returns the builder for a model; null if the card does not say what its future covariates are.</summary>
    internal static FutureCovariateBuilder? Find(ModelCard card)
    {
        if (card.Columns is not { } columns || FindObstacle(card) is not null)
            return null;
        return new FutureCovariateBuilder(card, columns, [.. CovariateNames.FromColumns(columns)]);
    }

    /// <summary>Returns what the caller has to provide, as a sentence.</summary>
    internal string DescribeInputs() => _checks.Describe();

    /// <summary>Checks the inputs of consecutive steps of streams.</summary>
    /// <param name="inputs">The inputs, concatenated for all series.</param>
    /// <param name="series">The number of series.</param>
    /// <param name="steps">The number of steps of each series.</param>
    /// <exception cref="ArgumentException">An input is missing or has the wrong length, or a time is not later than the one before.</exception>
    internal void CheckSteps(in FutureInputs inputs, int series, int steps) => _checks.CheckSteps(inputs, series, steps);

    /// <summary>Computes the future covariates of consecutive steps of one series, from checked inputs.</summary>
    internal void BuildSteps(in FutureInputs inputs, int series, int steps, Span<float> covariates)
    {
        var size = EarlierSteps * _targetFeatures.Length;
        Fill([], inputs, inputs.EarlierTargets.Slice(series * size, size), series * steps, steps, covariates);
    }

    private void Fill(
        ReadOnlySpan<float> sequence, in FutureInputs inputs, ReadOnlySpan<float> earlier, int first, int steps, Span<float> covariates)
    {
        for (var step = 0; step < steps; step++)
        {
            var row = covariates.Slice(step * Names.Count, Names.Count);
            inputs.Columns.Slice((first + step) * ColumnNames.Count, ColumnNames.Count).CopyTo(row);
            var next = ColumnNames.Count;
            if (_times.Count > 0)
                _times.Compute(CalendarTime.ToSeconds(inputs.Times[first + step]), 0, row.Slice(next, _times.Count));
            next += _times.Count;
            foreach (var lag in _lags)
            {
                for (var target = 0; target < _targetFeatures.Length; target++)
                    row[next++] = GetTarget(sequence, earlier, step - lag, target);
            }
        }
    }

    // The steps before the sequence have negative numbers.
    private float GetTarget(ReadOnlySpan<float> sequence, ReadOnlySpan<float> earlier, int step, int target) => step >= 0
        ? sequence[(step * _features) + _targetFeatures[target]]
        : earlier[((EarlierSteps + step) * _targetFeatures.Length) + target];

    private static string? FindObstacle(ModelCard card)
    {
        var (columns, forecast) = (card.Columns, card.Network.Forecast);
        if (columns is null || CovariateNames.FromColumns(columns).Count() != forecast.FutureCovariates)
        {
            return $"The model card does not say what the {forecast.FutureCovariates} future covariates of the model are: "
                + $"provide all of them in {nameof(FutureInputs)}.{nameof(FutureInputs.Covariates)}.";
        }

        if (FindTimeObstacle(columns) is { } obstacle)
            return obstacle;
        if (columns.Lags.Count == 0)
            return null;
        if (columns.Lags.Min() < forecast.Horizon)
        {
            return $"Lag {columns.Lags.Min()} is shorter than the horizon of {forecast.Horizon}: it would be a value of the horizon itself. "
                + $"Provide all future covariates in {nameof(FutureInputs)}.{nameof(FutureInputs.Covariates)}.";
        }

        return forecast.TargetFeatures.Count == columns.Targets.Count ? null
            : "The lagged targets of the model are not among its features: "
                + $"provide all future covariates in {nameof(FutureInputs)}.{nameof(FutureInputs.Covariates)}.";
    }

    private static string? FindTimeObstacle(DataColumns columns)
    {
        var advice = $"Provide all future covariates in {nameof(FutureInputs)}.{nameof(FutureInputs.Covariates)}.";
        if (columns.Grid?.TimeZone is { } zone && TimeFeatures.GetWords(columns).Any() && LocalClock.Find(zone) is null)
            return $"{GridClock.DescribeUnknown(zone)} {advice}";
        if (columns.Seasons is not { } seasons || (seasons.Step is { } step && TimeFrequency.Parse(step).IsCalendar))
            return null;
        return "The seasons of the model are not those of dates: their positions are "
            + (seasons.Step is null ? "the numbers of the rows of a series" : $"times that are numbers, divided by {seasons.Step}") + $". {advice}";
    }
}
