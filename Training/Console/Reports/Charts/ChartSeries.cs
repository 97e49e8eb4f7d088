namespace MlNetRecurrent.Console;

/// <summary>One line of a chart. It is broken where a value is not a finite number.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="X">Where its values stand, ascending.</param>
/// <param name="Y">Its values, as many.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>How it is drawn: <c>s1</c> to <c>s6</c>, <c>ink</c> for what came, <c>quiet</c> for what stands back. Null for the next of <c>s1</c> to <c>s6</c>.</summary>
    public string? Color { get; init; }

    /// <summary>Whether the line is dashed.</summary>
    public bool IsDashed { get; init; }
}
