namespace MlNetRecurrent.Training;

/// <summary>A season that was found in values.</summary>
/// <param name="Length">The season length, in rows.</param>
/// <param name="Autocorrelation">The autocorrelation of the differenced values at that lag, -1 to 1.</param>
internal sealed record FoundSeason(int Length, double Autocorrelation);
