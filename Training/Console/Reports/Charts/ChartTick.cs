namespace MlNetRecurrent.Console;

/// <summary>A labeled position on an axis.</summary>
/// <param name="Value">The value at the position.</param>
/// <param name="Text">The label.</param>
internal readonly record struct ChartTick(double Value, string Text);
