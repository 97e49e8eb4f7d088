namespace MlNetRecurrent.Training;

/// <summary>A block of sequences that are computed together, in the lanes of one to three vectors.</summary>
/// <param name="FirstRow">The index of the first row in the order of the batch.</param>
/// <param name="Rows">The number of rows, at most the number of lanes.</param>
/// <param name="Vectors">The number of vectors of lanes.</param>
/// <param name="Steps">The number of time steps of the longest sequence.</param>
/// <param name="Start">The offset of the memory of the block in that of its pass, in floats.</param>
internal readonly record struct RowBlock(int FirstRow, int Rows, int Vectors, int Steps, nint Start);
