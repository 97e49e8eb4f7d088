namespace MlNetRecurrent.Training;

/// <summary>Finds the seasons of series.</summary>
/// <remarks>
/// <para>
/// The values are differenced, which removes trends and turns random walks into noise. Seasons are peaks of the autocorrelations
/// (<see cref="SeasonPeaks"/>) or, in one series, lines of the spectrum (<see cref="SeasonLines"/>). A season that is found is removed before the
/// search for the next one, so that its multiples are not found again.
/// </para>
/// <para>A season occurs at least three times. Work is bounded: long series are searched in their last rows, and many series in some of them.</para>
/// </remarks>
internal static class SeasonSearch
{
    private const int MaxRows = 1 << 16;
    private const int MaxSeries = 500;
    private const int MinCycles = 3;
    private const int MinRows = 12;
    private const int MaxSeasons = 4;

    // What is left of the differences when seasons explain all but rounding.
    private const double MinEnergy = 1e-3;

    // A wave and its first overtones are one season.
    private const int MaxOvertone = 3;

    /// <summary>Finds the seasons of one series, shortest first.</summary>
    /// <param name="values">The values in order; NaN for missing ones.</param>
    /// <param name="calendar">The lengths that the calendar suggests, see <see cref="CalendarSeasons"/>; null for none.</param>
    public static IReadOnlyList<FoundSeason> Find(ReadOnlySpan<double> values, IReadOnlyList<int>? calendar = null) =>
        Find([values.ToArray()], calendar);

    /// <summary>Finds the seasons that several series have in common, shortest first.</summary>
    /// <param name="series">The values of each series in order; NaN for missing ones.</param>
    /// <param name="calendar">The lengths that the calendar suggests, see <see cref="CalendarSeasons"/>; null for none.</param>
    public static IReadOnlyList<FoundSeason> Find(IReadOnlyList<double[]> series, IReadOnlyList<int>? calendar = null)
    {
        var searched = Select(series);
        var found = Find(searched, calendar ?? []);
        // What short series have in common stands out in their mean.
        return found.Count > 0 || searched.Count < 2
            ? found
            : Find([SeasonalDifferences.CreateMean(Select(series))], calendar ?? []);
    }

    private static List<FoundSeason> Find(List<SeasonalDifferences> searched, IReadOnlyList<int> calendar)
    {
        var (found, energy) = (new List<FoundSeason>(), searched.Sum(values => values.Energy));
        while (found.Count < MaxSeasons && searched.Sum(values => values.Energy) > MinEnergy * energy && FindNext() is { } season)
        {
            found.RemoveAll(overtone => season.Length % overtone.Length == 0 && season.Length / overtone.Length <= MaxOvertone);
            found.Add(season);
            searched.ForEach(values => values.Remove(season.Length));
        }

        return [.. found.OrderBy(season => season.Length)];

        FoundSeason? FindNext()
        {
            var (correlations, rows) = Correlate(searched);
            return SeasonPeaks.FindShortest(correlations, rows, found) is { } peak
                ? peak with { Length = Refine(searched, peak.Length) }
                : (searched.Count == 1 ? SeasonLines.FindStrongest(searched[0], found, calendar) : null);
        }
    }

    // The peak of a smooth season is flat, and noise moves it to a neighboring lag. All cycles together tell the length.
    private static int Refine(List<SeasonalDifferences> searched, int length) => length <= 2
        ? length
        : new[] { length, length - 1, length + 1 }.MaxBy(season => searched.Sum(values => values.GetSeasonalEnergy(season)));

    /// <summary>Returns the autocorrelations of the differences of series, averaged over the series, by lag, and the bound of each.</summary>
    public static (double[] Correlations, double[] Bounds) GetAutocorrelations(IReadOnlyList<double[]> series, int maxLag)
    {
        var (correlations, rows) = Correlate(Select(series));
        var shown = correlations[..Math.Min(correlations.Length, maxLag + 1)];
        return (shown, SeasonPeaks.GetBounds(shown, rows));
    }

    /// <summary>Returns the autocorrelations of the values of the longest series without its trend, by lag.</summary>
    public static double[] GetLevelAutocorrelations(IReadOnlyList<double[]> series, int maxLag)
    {
        var longest = Select(series).MaxBy(values => values.Rows);
        return longest is null ? [] : Autocorrelation.Compute(longest.GetLevels(), Math.Min(maxLag, longest.Rows - 1));
    }

    private static List<SeasonalDifferences> Select(IReadOnlyList<double[]> series)
    {
        var usable = series.Where(values => values.Length >= MinRows && values.Count(double.IsFinite) > values.Length / 2).ToList();
        if (usable.Count == 0)
            return [];
        var usual = usable.Select(values => values.Length).Order().ElementAt(usable.Count / 2);
        var count = Math.Min(usable.Count, Math.Clamp(MaxRows / usual, 1, MaxSeries));
        var (rows, selected) = (MaxRows / count, Enumerable.Range(0, count).Select(index => usable[(int)((long)index * usable.Count / count)]));
        return [.. selected.Select(values => new SeasonalDifferences(values.AsSpan(Math.Max(0, values.Length - rows))))];
    }

    // Two cycles of the longest season. Series are usually correlated with each other: the bound is that of the longest one, not of all rows.
    private static (double[] Correlations, int Rows) Correlate(List<SeasonalDifferences> series)
    {
        var rows = series.Count == 0 ? 1 : series.Max(values => values.Rows) - 1;
        var maxLag = 2 * ((rows + 1) / MinCycles);
        var (sums, weights) = (new double[maxLag + 1], new double[maxLag + 1]);
        foreach (var differences in series.Select(values => values.Values))
        {
            var correlations = Autocorrelation.Compute(differences, 2 * ((differences.Length + 1) / MinCycles));
            for (var lag = 0; lag < correlations.Length && correlations[0] > 0; lag++)
            {
                sums[lag] += correlations[lag] * differences.Length;
                weights[lag] += differences.Length;
            }
        }

        for (var lag = 0; lag <= maxLag; lag++)
            sums[lag] = weights[lag] > 0 ? sums[lag] / weights[lag] : 0;
        return (sums, rows);
    }
}
