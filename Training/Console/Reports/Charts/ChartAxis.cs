namespace MlNetRecurrent.Console;

/// <summary>An axis of a chart.</summary>
/// <param name="Label">What its values are.</param>
/// <param name="Kind">How they lie along it.</param>
internal sealed record ChartAxis(string Label, AxisKind Kind = AxisKind.Linear);
