namespace MlNetRecurrent.Onnx;

/// <summary>Splits a factor that counts several things at once: layers and directions, horizon and targets.</summary>
internal static class FactorSplitting
{
    /// <summary>The content counted by the halves, or null where the factor counts one kind of thing only.</summary>
    public static SignalContent? Replace(SignalContent content, AxisFactor factor, IReadOnlyList<AxisFactor> halves) => content switch
    {
        StateContent states when states.Stack.Contains(factor) => states with { Stack = Replaced(states.Stack, factor, halves) },
        HeadContent head when head.Units.Contains(factor) => head with { Units = Replaced(head.Units, factor, halves) },
        _ => null,
    };

    private static List<AxisFactor> Replaced(IReadOnlyList<AxisFactor> factors, AxisFactor factor, IReadOnlyList<AxisFactor> halves) =>
        [.. factors.SelectMany(other => other == factor ? halves : [other])];
}
