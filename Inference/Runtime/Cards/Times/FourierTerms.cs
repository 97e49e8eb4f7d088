namespace MlNetRecurrent;

/// <summary>
/// Seasons as future covariates that need no dates: for each season, the sines and cosines of its first harmonics.
/// </summary>
public sealed record FourierTerms
{
    /// <summary>The maximum of <see cref="Pairs"/>.</summary>
    internal const int MaxPairs = 100;

    private const double MaxPeriod = 1e9;

    /// <summary>
    /// The lengths of the seasons, in rows, each at least 2 and not necessarily whole, such as 24 and 168 for hours. Empty to find them in the
    /// targets when a model is trained.
    /// </summary>
    public IReadOnlyList<double> Periods { get; init; } = [];

    /// <summary>
    /// The number of pairs of sine and cosine for each season, 1 to 100. A season of few rows has fewer pairs: those with periods longer than 2
    /// rows, and one at least.
    /// </summary>
    /// <value>Default: 3.</value>
    public int Pairs { get; init; } = 3;

    /// <summary>
    /// The time from row to row, in the form of <see cref="TimeGrid.Frequency"/>, by which a time tells the position in a season. Null if positions
    /// are row numbers, because the data has no times: then the first row of each series is position 0, and another table must begin with the same
    /// row, or whole seasons later. Training sets it.
    /// </summary>
    public string? Step { get; init; }

    /// <summary>Whether a number can be the length of a season.</summary>
    internal static bool IsPeriod(double period) => period is >= 2 and <= MaxPeriod;

    /// <summary>Returns the number of pairs of a season.</summary>
    internal int GetPairs(double period) => Math.Clamp((int)Math.Ceiling(period / 2) - 1, 1, Pairs);
}
