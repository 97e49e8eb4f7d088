namespace MlNetRecurrent;

/// <summary>An axis as a graph declares it.</summary>
/// <param name="Name">The name of an axis of any size, or null.</param>
/// <param name="Size">The fixed size, or null.</param>
internal readonly record struct DeclaredAxis(string? Name, int? Size);
