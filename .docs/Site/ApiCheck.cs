namespace MlNetRecurrent.Site;

/// <summary>Finds public members whose page lacks a summary, a parameter or a result.</summary>
/// <remarks>
/// The compiler requires a documentation comment, but accepts inherited ones that are empty, and comments without parameters. Pages of extension
/// methods, through which users enter, must also say what they return and what they throw.
/// </remarks>
internal static class ApiCheck
{
    /// <summary>Checks the metadata files that docfx has created in a folder.</summary>
    /// <returns>One line for each member with gaps.</returns>
    public static IReadOnlyList<string> FindGaps(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.yml").Order(StringComparer.Ordinal)
            .Where(file => Path.GetFileName(file) != "toc.yml")
            .SelectMany(file => ApiMember.ReadAll(File.ReadAllText(file)))
            .Where(member => member.Kind != "Namespace")
            .Select(member => (member.Uid, Gaps: string.Join(", ", FindGaps(member))))
            .Where(member => member.Gaps.Length > 0)
            .Select(member => $"{member.Uid}: not documented: {member.Gaps}"),
    ];

    private static IEnumerable<string> FindGaps(ApiMember member)
    {
        if (!member.HasSummary)
            yield return "summary";
        foreach (var parameter in member.UndocumentedParameters)
            yield return $"parameter {parameter}";
        if (member is { IsExtensionMethod: true, HasReturn: false })
            yield return "returns";
        if (member is { IsExtensionMethod: true, HasExceptions: false })
            yield return "exceptions";
    }
}
