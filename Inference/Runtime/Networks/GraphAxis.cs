namespace MlNetRecurrent;

/// <summary>An axis of a <see cref="GraphTensor"/>.</summary>
/// <param name="Kind">The meaning of the axis.</param>
/// <param name="Size">The size, if the file fixes it; null if it may vary. Always set for <see cref="GraphAxisKind.Value"/>.</param>
public readonly record struct GraphAxis(GraphAxisKind Kind, int? Size);
