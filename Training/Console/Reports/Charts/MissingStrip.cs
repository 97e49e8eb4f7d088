namespace MlNetRecurrent.Console;

/// <summary>A column in a map of missing values.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Share">The share of its values that is missing, 0 to 1.</param>
/// <param name="Parts">The share that is missing in each of equal parts of the rows.</param>
internal sealed record MissingStrip(string Name, double Share, IReadOnlyList<double> Parts);
