namespace MlNetRecurrent.Training;

/// <summary>What the cells of a column are like. Places are those of rows in the table, such as <c>line 12</c>.</summary>
public sealed record ColumnProfile
{
    /// <summary>The name of the column.</summary>
    public required string Name { get; init; }

    /// <summary>The type of the cells: <c>number</c>, <c>text</c> or <c>time</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The number of missing values.</summary>
    public int MissingCount { get; init; }

    /// <summary>The place of the first missing value; null if none is missing.</summary>
    public string? FirstMissing { get; init; }

    /// <summary>The number of different texts; null for other types.</summary>
    public int? DistinctCount { get; init; }

    /// <summary>Whether all values are equal.</summary>
    public bool IsConstant { get; init; }

    /// <summary>The smallest number; NaN for other types and without values.</summary>
    public double Min { get; init; } = double.NaN;

    /// <summary>The mean; NaN for other types and without values.</summary>
    public double Mean { get; init; } = double.NaN;

    /// <summary>The largest number; NaN for other types and without values.</summary>
    public double Max { get; init; } = double.NaN;

    /// <summary>The standard deviation; NaN for other types and without values.</summary>
    public double StandardDeviation { get; init; } = double.NaN;

    /// <summary>
    /// The number of outliers: numbers beyond the quartiles of their series by more than three times the distance between them (Tukey 1977). A series
    /// has none if its median is one of its quartiles, as in series with many zeros.
    /// </summary>
    public int OutlierCount { get; init; }

    /// <summary>The greatest outlier; NaN if there is none.</summary>
    public double WorstOutlier { get; init; } = double.NaN;

    /// <summary>The place of the greatest outlier; null if there is none.</summary>
    public string? WorstOutlierPlace { get; init; }
}
