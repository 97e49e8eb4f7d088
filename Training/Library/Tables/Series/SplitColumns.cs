namespace MlNetRecurrent.Training;

/// <summary>The columns that only split a table: those who score or retrain a model need not have them.</summary>
internal static class SplitColumns
{
    /// <summary>Returns the columns without those that only split the rows.</summary>
    public static DataColumns WithoutSplit(this DataColumns columns) => columns with { Split = null, Group = null };

    /// <summary>Returns the columns without those that only split the rows and that a table does not have.</summary>
    public static DataColumns Restrict(this DataColumns columns, IReadOnlyList<string> header) => columns with
    {
        Split = columns.Split is { } split && NameChecks.IndexOf(header, split) >= 0 ? split : null,
        Group = columns.Group is { } group && NameChecks.IndexOf(header, group) >= 0 ? group : null,
    };
}
