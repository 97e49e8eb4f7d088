namespace MlNetRecurrent.Console;

/// <summary>One line of a chart. It has a gap where a value is not a finite number.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="X">The x coordinates, in ascending order.</param>
/// <param name="Y">The y coordinates, one for each x coordinate.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>
    /// The color class: <c>s1</c> to <c>s6</c>, <c>ink</c> for actual values, <c>quiet</c> for secondary lines.
    /// Null for the next of <c>s1</c> to <c>s6</c>.
    /// </summary>
    public string? Color { get; init; }

    /// <summary>Whether the line is dashed.</summary>
    public bool IsDashed { get; init; }
}
