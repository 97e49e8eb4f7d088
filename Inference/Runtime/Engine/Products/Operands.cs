namespace MlNetRecurrent.Engine;

/// <summary>
/// The values that weights are multiplied by: those of one panel followed by those of another, such as the input and the hidden state.
/// A panel is [value, row]; consecutive values are <see cref="Stride"/> floats apart.
/// </summary>
internal readonly unsafe struct Operands(float* first, int firstCount, float* second, int secondCount, nint stride)
{
    public float* First { get; } = first;

    public int FirstCount { get; } = firstCount;

    public float* Second { get; } = second;

    public int SecondCount { get; } = secondCount;

    /// <summary>The number of floats from one value to the next: the number of rows that a panel has room for.</summary>
    public nint Stride { get; } = stride;
}
