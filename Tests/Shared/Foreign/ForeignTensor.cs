namespace MlNetRecurrent.Tests;

/// <summary>An input or output of a model that another program wrote.</summary>
/// <param name="Name">The name in the graph.</param>
/// <param name="Type">The element type, such as <c>float32</c> or <c>int64</c>; not given for outputs.</param>
/// <param name="Shape">The size of each axis.</param>
/// <param name="Values">The values, row-major.</param>
public sealed record ForeignTensor(string Name, string Type, int[] Shape, float[] Values);
