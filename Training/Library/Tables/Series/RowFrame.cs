namespace MlNetRecurrent.Training;

/// <summary>A table made ready for networks: numbers row by row, the rows of a series or a sequence together and in order.</summary>
internal sealed record RowFrame
{
    /// <summary>What errors call the data.</summary>
    public required string Name { get; init; }

    /// <summary>The columns that it was made from.</summary>
    public required DataColumns Columns { get; init; }

    /// <summary>
    /// The names of the values in a row of <see cref="Values"/>: targets first, then other features; no targets where <see
    /// cref="HasSequenceTargets"/> says so.
    /// </summary>
    public required IReadOnlyList<string> FeatureNames { get; init; }

    /// <summary>[rows, features].</summary>
    public required float[] Values { get; init; }

    /// <summary>
    /// [rows, targets], where each sequence is answered by the targets of its last row; else empty: targets are the first features then.
    /// </summary>
    public float[] SequenceTargets { get; init; } = [];

    /// <summary>The names of the values in a row of <see cref="FutureCovariates"/>.</summary>
    public required IReadOnlyList<string> FutureCovariateNames { get; init; }

    /// <summary>What is known ahead, [rows, covariates]; a row's values stand beside the target of that row.</summary>
    public required float[] FutureCovariates { get; init; }

    /// <summary>The series or sequences, one after another.</summary>
    public required IReadOnlyList<RowSegment> Segments { get; init; }

    /// <summary>How many rows at the end of each series are to be forecast: their targets and features are NaN. Empty for none.</summary>
    public IReadOnlyList<int> FutureRowCounts { get; init; } = [];

    /// <summary>Rows at the start of each series whose features reach back before it; no window begins there.</summary>
    public int WarmUpRows { get; init; }

    /// <summary>The names of the classes; empty without a label column.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The class of each row; empty without a label column.</summary>
    public int[] RowLabels { get; init; } = [];

    /// <summary>The times of the rows; null without a time column.</summary>
    public double[]? Times { get; init; }

    /// <summary>Whether times are dates.</summary>
    public bool IsCalendar { get; init; }

    /// <summary>What each row is for.</summary>
    public required DataPart[] Parts { get; set; }

    /// <summary>How many rows there are.</summary>
    public int RowCount => Parts.Length;

    /// <summary>How many values a row of <see cref="Values"/> has.</summary>
    public int Features => FeatureNames.Count;

    /// <summary>How many of them are forecast.</summary>
    public int Targets => Columns.Targets.Count;

    /// <summary>Whether each sequence is answered by the targets of its last row, and no target is read.</summary>
    public bool HasSequenceTargets => Columns.Sequence is not null && Targets > 0;

    /// <summary>One target of a row.</summary>
    public float GetTarget(int row, int target) => HasSequenceTargets ? SequenceTargets[(row * Targets) + target] : Values[(row * Features) + target];

    /// <summary>One target of a series, in order.</summary>
    public float[] GetTarget(RowSegment segment, int target)
    {
        var values = new float[segment.Count];
        for (var row = 0; row < segment.Count; row++)
            values[row] = GetTarget(segment.Start + row, target);
        return values;
    }

    /// <summary>The rows of some parts whose targets are answers: all of them, or the last one of each sequence.</summary>
    public IEnumerable<int> GetTargetRows(Func<DataPart, bool> parts) => (HasSequenceTargets ? Segments.Select(segment => segment.End - 1) : Enumerable.Range(0, RowCount)).Where(row => parts(Parts[row]));
}
