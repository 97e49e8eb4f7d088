namespace MlNetRecurrent.Engine;

/// <summary>A vector of adjacent units of a line.</summary>
/// <param name="Weights">The offset of its weights, [value, <see cref="PackedStage.TileUnits"/>], in those of the stage.</param>
/// <param name="Units">The offset of its units in [line, padded units].</param>
internal readonly record struct UnitVector(nint Weights, nint Units);
