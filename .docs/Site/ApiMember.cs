using System.Text.RegularExpressions;

namespace MlNetRecurrent.Site;

/// <summary>What the metadata of docfx says about the documentation of a type or member.</summary>
internal sealed partial record ApiMember
{
    /// <summary>The identifier, such as <c>MlNetRecurrent.RecurrentModel.Dispose</c>.</summary>
    public required string Uid { get; init; }

    /// <summary><c>Class</c>, <c>Method</c>, <c>Property</c>, ...</summary>
    public required string Kind { get; init; }

    /// <summary>Whether there is a summary.</summary>
    public required bool HasSummary { get; init; }

    /// <summary>The parameters, and type parameters, without a description.</summary>
    public required IReadOnlyList<string> UndocumentedParameters { get; init; }

    /// <summary>Whether the result is described; true if there is none.</summary>
    public required bool HasReturn { get; init; }

    /// <summary>Whether exceptions are described.</summary>
    public required bool HasExceptions { get; init; }

    /// <summary>Whether the member is an extension method.</summary>
    public required bool IsExtensionMethod { get; init; }

    /// <summary>Reads the items of a metadata file.</summary>
    /// <remarks>docfx writes this YAML itself, always with the same indentation.</remarks>
    public static IEnumerable<ApiMember> ReadAll(string yaml)
    {
        var items = yaml.ReplaceLineEndings("\n").Split("\nitems:\n", 2)[^1].Split("\nreferences:\n", 2)[0];
        return Item().Split(items).Where(item => item.Trim().Length > 0).Select(Read);
    }

    private static ApiMember Read(string item) => new()
    {
        Uid = item[..item.IndexOf('\n', StringComparison.Ordinal)].Trim('\'', '"'),
        Kind = Kinds().Match(item).Groups[1].Value,
        HasSummary = item.Contains("\n  summary: ", StringComparison.Ordinal),
        UndocumentedParameters = [.. FindUndocumented(item, "parameters"), .. FindUndocumented(item, "typeParameters")],
        HasReturn = GetSection(item, "return") is not { } result || result.Contains("description: ", StringComparison.Ordinal),
        HasExceptions = item.Contains("\n  exceptions:\n", StringComparison.Ordinal),
        IsExtensionMethod = item.Contains("\n  isExtensionMethod: true\n", StringComparison.Ordinal),
    };

    private static IEnumerable<string> FindUndocumented(string item, string section) => GetSection(item, section) is not { } text ? []
        : text.Split("\n    - id: ").Skip(1)
            .Where(parameter => !parameter.Contains("\n      description: ", StringComparison.Ordinal))
            .Select(parameter => parameter.Split('\n')[0]);

    // The lines of a section of the syntax, which are indented by more than its name or start with a dash.
    private static string? GetSection(string item, string section)
    {
        var start = item.IndexOf($"\n    {section}:\n", StringComparison.Ordinal);
        if (start < 0)
            return null;
        start += section.Length + 6;
        var end = EndOfSection().Match(item, start);
        return item[start..(end.Success ? end.Index : item.Length)];
    }

    [GeneratedRegex("^- uid: ", RegexOptions.Multiline)]
    private static partial Regex Item();

    [GeneratedRegex("\n  type: (\\w+)")]
    private static partial Regex Kinds();

    [GeneratedRegex(@"\n {0,4}(?! |- )")]
    private static partial Regex EndOfSection();
}
