namespace MlNetRecurrent.Console;

/// <summary>One bar of a bar chart.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value, at least 0.</param>
/// <param name="IsMarked">Whether the bar is highlighted as the subject of the chart.</param>
internal sealed record ChartBar(string Name, double Value, bool IsMarked = false);
