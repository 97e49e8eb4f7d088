namespace MlNetRecurrent.Training;

/// <summary>Consecutive sequences of training data.</summary>
/// <param name="First">The index of the first sequence.</param>
/// <param name="Count">The number of sequences, at least 1.</param>
internal readonly record struct SequenceRange(long First, long Count);
