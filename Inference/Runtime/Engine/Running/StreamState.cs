namespace MlNetRecurrent.Engine;

/// <summary>The state of one series, in the layout of <see cref="StreamLayout"/>.</summary>
/// <param name="start">The first value.</param>
/// <param name="stride">The number of floats from one value to the next.</param>
internal readonly unsafe struct StreamState(float* start, nint stride)
{
    /// <summary>The number of floats from one value to the next.</summary>
    public nint Stride { get; } = stride;

    /// <summary>Gets the address of a value.</summary>
    public float* At(nint index) => start + (index * Stride);
}
