namespace MlNetRecurrent.Engine;

/// <summary>
/// Replaces infinite values with large finite ones, with which gates saturate as they should. Infinities of opposite sign would add up to NaN, and so
/// would the product of an infinity and a weight of 0.
/// </summary>
internal static class InfinitySaturation
{
    // Finite even when multiplied by a weight of 100 million.
    private const float Large = 1e30f;

    /// <summary>Returns the value, or a large value of the same sign if it is infinite.</summary>
    public static float Saturate(float value) => float.IsInfinity(value) ? MathF.CopySign(Large, value) : value;

    /// <summary>Returns a copy without infinite values, or null if there are none.</summary>
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
