namespace MlNetRecurrent.Engine;

/// <summary>
/// What weights are multiplied with: values of one panel, then those of another, such as the input and the hidden state.
/// A panel is [value, row]; a step from value to value is <see cref="Stride"/> floats.
/// </summary>
internal readonly unsafe struct Operands(float* first, int firstCount, float* second, int secondCount, nint stride)
{
    public float* First { get; } = first;

    public int FirstCount { get; } = firstCount;

    public float* Second { get; } = second;

    public int SecondCount { get; } = secondCount;

    /// <summary>Floats from one value to the next: the rows that a panel has room for.</summary>
    public nint Stride { get; } = stride;
}
