namespace MlNetRecurrent.Onnx;

/// <summary>Splits a factor that combines two axes: layers and directions, or horizon and targets.</summary>
internal static class FactorSplitting
{
    /// <summary>Replaces a factor of a content by two factors; null if the factor cannot be split.</summary>
    public static SignalContent? Replace(SignalContent content, AxisFactor factor, IReadOnlyList<AxisFactor> halves) => content switch
    {
        StateContent states when states.Stack.Contains(factor) => states with { Stack = Replaced(states.Stack, factor, halves) },
        HeadContent head when head.Units.Contains(factor) => head with { Units = Replaced(head.Units, factor, halves) },
        _ => null,
    };

    private static List<AxisFactor> Replaced(IReadOnlyList<AxisFactor> factors, AxisFactor factor, IReadOnlyList<AxisFactor> halves) =>
        [.. factors.SelectMany(other => other == factor ? halves : [other])];
}
