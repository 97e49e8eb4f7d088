namespace MlNetRecurrent.Console;

/// <summary>A place on an axis that is written beside it.</summary>
/// <param name="Value">The place.</param>
/// <param name="Text">What is written.</param>
internal readonly record struct ChartTick(double Value, string Text);
