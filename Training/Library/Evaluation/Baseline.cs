namespace MlNetRecurrent.Training;

/// <summary>A forecast that needs no fitting: what every model has to be compared with.</summary>
/// <remarks>Immutable and thread-safe. With T the last row of the history, and h the step ahead from 1:</remarks>
public sealed class Baseline
{
    private readonly ForecastRule _rule;

    private Baseline(string name, int season, ForecastRule rule)
    {
        Name = name;
        MinHistory = season;
        _rule = rule;
    }

    private delegate double ForecastRule(ReadOnlySpan<float> history, int step);

    /// <summary>The name in tables and JSON: <c>last-value</c>, <c>seasonal-naive</c>, <c>seasonal-drift</c>, <c>mean</c>.</summary>
    public string Name { get; }

    /// <summary>How many rows of history it needs at least.</summary>
    public int MinHistory { get; }

    /// <summary>f[T+h] = y[T].</summary>
    public static Baseline LastValue { get; } = new("last-value", 1, (history, _) => history[^1]);

    /// <summary>f[T+h] = y[T+h-s], the last season again and again.</summary>
    /// <param name="seasonLength">Rows of a season s, at least 1.</param>
    public static Baseline SeasonalNaive(int seasonLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seasonLength, 1);
        return new Baseline("seasonal-naive", seasonLength, (history, step) => history[SeasonBefore(history.Length, step, seasonLength)]);
    }

    /// <summary>
    /// f[T+h] = y[T+h-s] + y[T] - y[T-s]: the last season, moved by how far the last value has moved since then. Where all of them are above 0 and
    /// <paramref name="logarithm"/> is asked for, y[T+h-s] * y[T] / y[T-s].
    /// </summary>
    /// <param name="seasonLength">Rows of a season s, at least 1.</param>
    /// <param name="logarithm">Whether it is computed of the values' logarithms, for series whose seasons grow with their level.</param>
    public static Baseline SeasonalDrift(int seasonLength, bool logarithm = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seasonLength, 1);
        return new Baseline("seasonal-drift", seasonLength + 1, (history, step) =>
        {
            double before = history[SeasonBefore(history.Length, step, seasonLength)], last = history[^1], lastBefore = history[^(1 + seasonLength)];
            return logarithm && before > 0 && last > 0 && lastBefore > 0 ? before * last / lastBefore : before + last - lastBefore;
        });
    }

    /// <summary>f[T+h] = one number, the mean of what a model was fitted on.</summary>
    /// <param name="trainingValues">The values that the model was fitted on, at least one.</param>
    public static Baseline Mean(ReadOnlySpan<float> trainingValues)
    {
        if (trainingValues.IsEmpty)
            throw new ArgumentException("There is no value to take the mean of.", nameof(trainingValues));
        var sum = 0.0;
        foreach (var value in trainingValues)
            sum += value;
        var mean = sum / trainingValues.Length;
        return new Baseline("mean", 1, (_, _) => mean);
    }

    /// <summary>Forecasts the rows that follow a history.</summary>
    /// <param name="history">The values up to the last known one; at least <see cref="MinHistory"/>.</param>
    /// <param name="forecast">Takes the forecasts of the 1st, 2nd, ... row ahead.</param>
    /// <exception cref="ArgumentException">The history is too short.</exception>
    public void Predict(ReadOnlySpan<float> history, Span<float> forecast)
    {
        if (history.Length < MinHistory)
            throw new ArgumentException($"The {Name} forecast needs {MinHistory} rows of history, got {history.Length}.", nameof(history));
        for (var step = 1; step <= forecast.Length; step++)
            forecast[step - 1] = (float)_rule(history, step);
    }

    // The row a whole number of seasons before the step, the nearest that is known.
    private static int SeasonBefore(int rows, int step, int season) => rows - season + ((step - 1) % season);
}
