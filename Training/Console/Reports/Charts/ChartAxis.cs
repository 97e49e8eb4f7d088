namespace MlNetRecurrent.Console;

/// <summary>An axis of a chart.</summary>
/// <param name="Label">The label.</param>
/// <param name="Kind">The kind of scale.</param>
internal sealed record ChartAxis(string Label, AxisKind Kind = AxisKind.Linear);
