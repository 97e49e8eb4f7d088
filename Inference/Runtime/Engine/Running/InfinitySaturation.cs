namespace MlNetRecurrent.Engine;

/// <summary>
/// Infinite values stand for large ones: gates saturate by the sign of what they add up to. As infinities, two of opposite sign would
/// meet as a NaN, and one would meet a weight of 0 so.
/// </summary>
internal static class InfinitySaturation
{
    // Times a weight of 100 million it is still finite.
    private const float Large = 1e30f;

    /// <summary>The value, or a large one of its sign where it is infinite.</summary>
    public static float Saturate(float value) => float.IsInfinity(value) ? MathF.CopySign(Large, value) : value;

    /// <summary>A copy of values in which none is infinite; null where none was.</summary>
    public static float[]? SaturateAll(ReadOnlySpan<float> values)
    {
        if (!values.ContainsAny(float.PositiveInfinity, float.NegativeInfinity))
            return null;
        var copy = values.ToArray();
        foreach (ref var value in copy.AsSpan())
            value = Saturate(value);
        return copy;
    }
}
