namespace MlNetRecurrent;

/// <summary>Lists the columns of a schema in messages about one that is missing.</summary>
internal static class ColumnNames
{
    /// <summary>Returns a sentence with the names, or one that says that there are none.</summary>
    public static string Describe(IEnumerable<string> names)
    {
        var columns = string.Join(", ", names.Select(name => $"'{name}'"));
        return columns.Length == 0 ? "There are no columns." : $"The available columns are: {columns}.";
    }
}
