namespace MlNetRecurrent.Onnx;

/// <summary>Compares steps by their values.</summary>
internal static class StepComparison
{
    /// <summary>Whether two lists of steps compute the same.</summary>
    public static bool AreSame(IReadOnlyList<ChainStep> first, IReadOnlyList<ChainStep> second) =>
        first.Count == second.Count && first.Zip(second).All(pair => AreSame(pair.First, pair.Second));

    private static bool AreSame(ChainStep first, ChainStep second) => (first, second) switch
    {
        (LinearStep one, LinearStep other) => one.Inputs == other.Inputs && AreSame(one.Weight, other.Weight),
        (AffineStep one, AffineStep other) => AreSame(one.Scale, other.Scale) && AreSame(one.Shift, other.Shift),
        (NormalizationStep one, NormalizationStep other) =>
            one.Epsilon == other.Epsilon && AreSame(one.Scale, other.Scale) && AreSame(one.Shift, other.Shift),
        _ => first.Equals(second),
    };

    private static bool AreSame(float[]? first, float[]? second) =>
        ReferenceEquals(first, second) || (first is not null && second is not null && first.AsSpan().SequenceEqual(second));
}
