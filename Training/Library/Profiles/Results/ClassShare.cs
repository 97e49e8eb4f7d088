namespace MlNetRecurrent.Training;

/// <summary>A class of the label column.</summary>
/// <param name="Label">The class.</param>
/// <param name="Count">The number of rows or, with a sequence column, of sequences.</param>
/// <param name="Share">The share of all rows or sequences, 0 to 1.</param>
public sealed record ClassShare(string Label, int Count, double Share);
