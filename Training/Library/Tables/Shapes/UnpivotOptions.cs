namespace MlNetRecurrent.Training;

/// <summary>The columns of a wide table, which has a column for each series, and the names of the columns that take their place.</summary>
public sealed record UnpivotOptions
{
    /// <summary>
    /// The columns that are series, in the order of the series. Empty for every column of numbers that is not one of <see cref="KeptColumns"/>.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>
    /// The columns of numbers that all series share, such as times and covariates, if <see cref="Columns"/> is empty. Columns of dates and texts are
    /// always kept.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<string> KeptColumns { get; init; } = [];

    /// <summary>The name of the new column with the name of the series, which is that of its column.</summary>
    /// <value>Default: <c>series</c>.</value>
    public string SeriesColumn { get; init; } = "series";

    /// <summary>The name of the new column with the values.</summary>
    /// <value>Default: <c>value</c>.</value>
    public string ValueColumn { get; init; } = "value";
}
