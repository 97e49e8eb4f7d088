namespace MlNetRecurrent.Training;

/// <summary>A simple forecast that needs no training, to compare models with.</summary>
/// <remarks>
/// Immutable and thread-safe. In the formulas, y is the history, T its last row, f the forecast, and h the step ahead, counted from 1.
/// </remarks>
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

    /// <summary>The name in reports and JSON: <c>last-value</c>, <c>seasonal-naive</c>, <c>seasonal-drift</c>, <c>mean</c>.</summary>
    public string Name { get; }

    /// <summary>The minimum number of rows of history.</summary>
    public int MinHistory { get; }

    /// <summary>The last value: f[T+h] = y[T].</summary>
    public static Baseline LastValue { get; } = new("last-value", 1, (history, _) => history[^1]);

    /// <summary>Creates a seasonal naive forecast, which repeats the last season: f[T+h] = y[T+h-s].</summary>
    /// <param name="seasonLength">The season length s in rows, at least 1.</param>
    public static Baseline SeasonalNaive(int seasonLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seasonLength, 1);
        return new Baseline("seasonal-naive", seasonLength, (history, step) => history[SeasonBefore(history.Length, step, seasonLength)]);
    }

    /// <summary>
    /// Creates a seasonal naive forecast with drift, which shifts the last season by the change of the last value over a season:
    /// f[T+h] = y[T+h-s] + y[T] - y[T-s]. With <paramref name="logarithm"/>, and where these three values are above 0, y[T+h-s] * y[T] / y[T-s].
    /// </summary>
    /// <param name="seasonLength">The season length s in rows, at least 1.</param>
    /// <param name="logarithm">Whether to compute the drift on logarithms, for series whose seasonal swings grow with their level.</param>
    public static Baseline SeasonalDrift(int seasonLength, bool logarithm = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seasonLength, 1);
        ArgumentOutOfRangeException.ThrowIfEqual(seasonLength, int.MaxValue);
        return new Baseline("seasonal-drift", seasonLength + 1, (history, step) =>
        {
            double seasonal = history[SeasonBefore(history.Length, step, seasonLength)], last = history[^1], seasonAgo = history[^(1 + seasonLength)];
            return logarithm && seasonal > 0 && last > 0 && seasonAgo > 0 ? seasonal * last / seasonAgo : seasonal + last - seasonAgo;
        });
    }

    /// <summary>Creates a constant forecast: the mean of the training values.</summary>
    /// <param name="trainingValues">The training values, at least one.</param>
    public static Baseline Mean(ReadOnlySpan<float> trainingValues)
    {
        if (trainingValues.IsEmpty)
            throw new ArgumentException("The mean needs at least one training value, got none.", nameof(trainingValues));
        var sum = 0.0;
        foreach (var value in trainingValues)
            sum += value;
        var mean = sum / trainingValues.Length;
        return new Baseline("mean", 1, (_, _) => mean);
    }

    /// <summary>Forecasts the rows that follow a history.</summary>
    /// <param name="history">The values up to the last known row, at least <see cref="MinHistory"/> of them.</param>
    /// <param name="forecast">The buffer for the forecasts of the 1st, 2nd, ... row ahead.</param>
    /// <exception cref="ArgumentException">The history is too short.</exception>
    public void Predict(ReadOnlySpan<float> history, Span<float> forecast)
    {
        if (history.Length < MinHistory)
            throw new ArgumentException($"The {Name} baseline needs at least {MinHistory} rows of history, got {history.Length}.", nameof(history));
        for (var step = 1; step <= forecast.Length; step++)
            forecast[step - 1] = (float)_rule(history, step);
    }

    // The nearest known row that is a whole number of seasons before the step.
    private static int SeasonBefore(int rows, int step, int season) => rows - season + ((step - 1) % season);
}
