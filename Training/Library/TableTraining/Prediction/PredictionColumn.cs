namespace MlNetRecurrent.Training;

/// <summary>A column of a prediction table.</summary>
/// <param name="Name">The preferred name.</param>
/// <param name="IsGenerated">Whether the name is formed here, rather than the name of a column of the data.</param>
/// <param name="Kind">The type of its cells.</param>
internal readonly record struct PredictionColumn(string Name, bool IsGenerated = true, PredictionKind Kind = PredictionKind.Number);
