namespace MlNetRecurrent.Training;

/// <summary>What a pass is created for.</summary>
/// <param name="Shape">The cell and its sizes.</param>
/// <param name="Batch">The number of sequences.</param>
/// <param name="Steps">The number of time steps of the longest sequence.</param>
/// <param name="Lengths">The number of steps of each sequence, or null if all have the full length.</param>
/// <param name="Reverse">Whether sequences are processed from their last step to their first.</param>
/// <param name="Keeps">Whether to keep what the backward pass needs.</param>
internal sealed record PassSettings(RecurrentShape Shape, int Batch, int Steps, long[]? Lengths, bool Reverse, bool Keeps);
