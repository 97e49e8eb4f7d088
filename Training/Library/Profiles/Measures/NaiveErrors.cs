namespace MlNetRecurrent.Training;

/// <summary>Measures the errors of naive forecasts of the next row over the last fifth of each series.</summary>
internal static class NaiveErrors
{
    private const double TestFraction = 0.2;
    private const int MaxRows = 200_000;

    /// <summary>Scores the last value, and the seasonal naive forecast of each season.</summary>
    /// <param name="series">The values of each series; NaN for missing ones.</param>
    /// <param name="seasons">The season lengths; the first one is that of the scale of MASE.</param>
    public static IReadOnlyList<NaiveForecast> Score(IReadOnlyList<double[]> series, IReadOnlyList<int> seasons)
    {
        // Some of the series, evenly spread, if there are too many rows.
        var every = 1 + (int)(series.Sum(values => values.Length * TestFraction) / MaxRows);
        var scored = series.Where((values, index) => series.Count == 1 || index % every == 0)
            .Select(values => Array.ConvertAll(values, value => (float)value))
            .ToList();
        var scale = seasons.Count == 0 ? 1 : seasons[0];
        return [.. seasons.Where(season => season > 1).Select(season => (Baseline.SeasonalNaive(season), season))
            .Prepend((Baseline.LastValue, 1))
            .Select(baseline => Score(scored, baseline.Item1, baseline.Item2, scale))
            .OfType<NaiveForecast>()];
    }

    private static NaiveForecast? Score(List<float[]> series, Baseline baseline, int season, int scaleSeason)
    {
        var (sum, count, scaledSum, scaledCount) = (0.0, 0, 0.0, 0);
        Span<float> forecast = stackalloc float[1];
        foreach (var values in series)
        {
            var test = Math.Max(values.Length - (int)Math.Ceiling(values.Length * TestFraction), values.Length - MaxRows);
            var (errors, rows) = (0.0, 0);
            for (var row = Math.Max(test, baseline.MinHistory); row < values.Length; row++)
            {
                baseline.Predict(values.AsSpan(0, row), forecast);
                if (!float.IsFinite(values[row]) || !float.IsFinite(forecast[0]))
                    continue;
                errors += Math.Abs((double)values[row] - forecast[0]);
                rows++;
            }

            (sum, count) = (sum + errors, count + rows);
            var scale = ForecastMetrics.ComputeMaseScale(values.AsSpan(0, test), scaleSeason);
            if (rows > 0 && double.IsFinite(scale))
                (scaledSum, scaledCount) = (scaledSum + (errors / rows / scale), scaledCount + 1);
        }

        return count == 0 ? null : new NaiveForecast(
            baseline.Name, season, count, sum / count, scaledCount == 0 ? double.NaN : scaledSum / scaledCount);
    }
}
