namespace MlNetRecurrent.Training;

/// <summary>Which values are dropped.</summary>
/// <param name="Key">A random number.</param>
/// <param name="Probability">The probability that a value is dropped, from 0 to 1.</param>
internal readonly record struct DropoutPattern(ulong Key, double Probability);
