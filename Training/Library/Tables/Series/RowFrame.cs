namespace MlNetRecurrent.Training;

/// <summary>A table prepared for networks: values row by row, with the rows of each series or sequence together and in order.</summary>
internal sealed record RowFrame
{
    /// <summary>The name of the data in messages.</summary>
    public required string Name { get; init; }

    /// <summary>The columns of the table, by role.</summary>
    public required DataColumns Columns { get; init; }

    /// <summary>
    /// The names of the values in a row of <see cref="Values"/>: the targets, unless <see cref="HasSequenceTargets"/> is true, and other features.
    /// </summary>
    public required IReadOnlyList<string> FeatureNames { get; init; }

    /// <summary>The index of each target in a row of <see cref="Values"/>; empty if <see cref="HasSequenceTargets"/> is true.</summary>
    public IReadOnlyList<int> TargetIndices { get; init; } = [];

    /// <summary>The values, [rows, features].</summary>
    public required float[] Values { get; init; }

    /// <summary>
    /// The targets, [rows, targets], if the last row of each sequence holds its targets. Empty otherwise: the targets are features.
    /// </summary>
    public float[] SequenceTargets { get; init; } = [];

    /// <summary>The names of the values in a row of <see cref="FutureCovariates"/>.</summary>
    public required IReadOnlyList<string> FutureCovariateNames { get; init; }

    /// <summary>The future covariates, [rows, covariates], aligned with the targets of the same row.</summary>
    public required float[] FutureCovariates { get; init; }

    /// <summary>The series or sequences, one after another.</summary>
    public required IReadOnlyList<RowSegment> Segments { get; init; }

    /// <summary>The row of the table that each row comes from; empty if the rows are in the order of the table.</summary>
    public int[] TableRows { get; init; } = [];

    /// <summary>The number of future rows at the end of each series, whose targets and features are NaN. Empty for none.</summary>
    public IReadOnlyList<int> FutureRowCounts { get; init; } = [];

    /// <summary>The number of rows at the start of each series without complete lags; no window starts there.</summary>
    public int WarmUpRows { get; init; }

    /// <summary>The names of the classes; empty without a label column.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The class of each row; empty without a label column.</summary>
    public int[] RowLabels { get; init; } = [];

    /// <summary>The group of each segment, by which the split keeps segments together; empty without a group column.</summary>
    public IReadOnlyList<int> Groups { get; init; } = [];

    /// <summary>The times of the rows; null without a time column.</summary>
    public double[]? Times { get; init; }

    /// <summary>How the table writes times.</summary>
    /// <value>Default: as numbers that only increase.</value>
    public TimeNotation TimeNotation { get; init; }

    /// <summary>Whether times are dates.</summary>
    public bool IsCalendar => TimeNotation != TimeNotation.Number;

    /// <summary>Warnings about irregular times and lost digits; usually empty.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The part of each row: training, validation or test.</summary>
    public required DataPart[] Parts { get; set; }

    /// <summary>The number of rows.</summary>
    public int RowCount => Parts.Length;

    /// <summary>The number of values in a row of <see cref="Values"/>.</summary>
    public int Features => FeatureNames.Count;

    /// <summary>The number of targets.</summary>
    public int Targets => Columns.Targets.Count;

    /// <summary>Whether the targets belong to whole sequences (in the last row of each) and are not features.</summary>
    public bool HasSequenceTargets => Columns.Sequence is not null && Targets > 0;

    /// <summary>Returns one target of a row.</summary>
    public float GetTarget(int row, int target) =>
        HasSequenceTargets ? SequenceTargets[(row * Targets) + target] : Values[(row * Features) + TargetIndices[target]];

    /// <summary>Returns one target of a series, in order.</summary>
    public float[] GetTarget(RowSegment segment, int target)
    {
        var values = new float[segment.Count];
        for (var row = 0; row < segment.Count; row++)
            values[row] = GetTarget(segment.Start + row, target);
        return values;
    }

    /// <summary>Returns the rows of the given parts that hold targets: all of them, or the last row of each sequence.</summary>
    public IEnumerable<int> GetTargetRows(Func<DataPart, bool> parts)
    {
        var rows = HasSequenceTargets ? Segments.Select(segment => segment.End - 1) : Enumerable.Range(0, RowCount);
        return rows.Where(row => parts(Parts[row]));
    }
}
