namespace MlNetRecurrent;

/// <summary>Lists names in messages.</summary>
internal static class NameList
{
    private const int MaxNames = 5;

    /// <summary>Joins the first names with commas, and adds an ellipsis if there are more.</summary>
    public static string Join(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(MaxNames)) + (names.Count > MaxNames ? ", ..." : "");
}
