namespace MlNetRecurrent.Console;

/// <summary>One bar of a chart.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="Value">How long it is, at least 0.</param>
/// <param name="IsMarked">Whether it is what the chart is about, beside those that it is compared with.</param>
internal sealed record ChartBar(string Name, double Value, bool IsMarked = false);
