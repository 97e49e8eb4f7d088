namespace MlNetRecurrent.Console;

/// <summary>The area between two lines, such as an interval; it has the colour of the chart's first coloured line.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="X">Where its ends stand, ascending.</param>
/// <param name="Lower">The lower ends, as many.</param>
/// <param name="Upper">The upper ends, as many.</param>
internal sealed record ChartBand(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Lower, IReadOnlyList<double> Upper);
