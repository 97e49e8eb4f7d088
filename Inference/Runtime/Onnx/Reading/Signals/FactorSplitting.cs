namespace MlNetRecurrent.Onnx;

/// <summary>Splits a factor that is itself a product: layers * directions, or horizon * targets.</summary>
internal static class FactorSplitting
{
    /// <summary>Replaces a factor of a signal's content with its parts; returns null if the content has no such factor to split.</summary>
    public static SignalContent? TrySplit(SignalContent content, AxisFactor factor, IReadOnlyList<AxisFactor> parts) => content switch
    {
        StateContent states when states.Stack.Contains(factor) => states with { Stack = ReplaceIn(states.Stack, factor, parts) },
        ChainContent { Units: { } units } chain when units.Contains(factor) => chain.WithUnits(ReplaceIn(units, factor, parts)),
        // The input has no list of its factors in the content: the factor itself keeps its parts.
        InputContent { Embedding: null } input when input.FeatureFactor != factor && factor.Parts is not null => input,
        _ => null,
    };

    private static List<AxisFactor> ReplaceIn(IReadOnlyList<AxisFactor> factors, AxisFactor factor, IReadOnlyList<AxisFactor> parts) =>
        [.. factors.SelectMany(other => other == factor ? parts : [other])];
}
