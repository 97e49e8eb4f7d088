namespace MlNetRecurrent.Training;

/// <summary>A part of a parameter.</summary>
/// <param name="Parameter">The index of the parameter.</param>
/// <param name="Start">The index of the first value.</param>
/// <param name="Count">The number of values.</param>
internal readonly record struct UpdatePiece(int Parameter, nint Start, nint Count);
