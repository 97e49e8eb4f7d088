namespace MlNetRecurrent.Console;

/// <summary>The area between two lines, such as an interval. It has the color of the first colored line in the chart.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="X">The x coordinates, in ascending order.</param>
/// <param name="Lower">The lower limit at each x coordinate.</param>
/// <param name="Upper">The upper limit at each x coordinate.</param>
internal sealed record ChartBand(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Lower, IReadOnlyList<double> Upper);
