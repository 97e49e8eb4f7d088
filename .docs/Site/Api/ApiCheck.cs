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
            .SelectMany(file => ApiFile.Read(file).Items)
            .Where(member => member.Type != "Namespace")
            .Select(member => (member.Uid, Gaps: string.Join(", ", FindGaps(member))))
            .Where(member => member.Gaps.Length > 0)
            .Select(member => $"{member.Uid}: not documented: {member.Gaps}"),
    ];

    private static IEnumerable<string> FindGaps(ApiMember member)
    {
        if (IsBlank(member.Summary))
            yield return "summary";
        foreach (var parameter in member.Syntax.Parameters.Concat(member.Syntax.TypeParameters).Where(parameter => IsBlank(parameter.Description)))
            yield return $"parameter {parameter.Id}";
        if (!member.IsExtensionMethod)
            yield break;
        if (member.Syntax.Return is { } result && IsBlank(result.Description))
            yield return "returns";
        if (member.Exceptions.Count == 0)
            yield return "exceptions";
    }

    private static bool IsBlank(string? text) => string.IsNullOrWhiteSpace(text);
}
