using System.Text.RegularExpressions;

namespace MlNetRecurrent.EndToEnd;

/// <summary>A fenced code block in a README.</summary>
/// <param name="Heading">The heading above the block.</param>
/// <param name="Language">The language of the fence: <c>csharp</c>, <c>js</c>, ...</param>
/// <param name="Code">The code.</param>
internal sealed partial record ReadmeBlock(string Heading, string Language, string Code)
{
    /// <summary>Returns all blocks of a language on a page, in order.</summary>
    public static IReadOnlyList<ReadmeBlock> All(string language, string page = "README.md") =>
        [.. Read(File.ReadAllText(Repository.GetPath(page.Split('/')))).Where(block => block.Language == language)];

    /// <summary>Returns all blocks with a language in a Markdown text.</summary>
    public static IEnumerable<ReadmeBlock> Read(string markdown)
    {
        var heading = "";
        foreach (Match match in HeadingOrBlock().Matches(markdown.ReplaceLineEndings("\n")))
        {
            if (match.Groups["heading"] is { Success: true, Value: var text })
                heading = text;
            else if (match.Groups["language"].Length > 0)
                yield return new ReadmeBlock(heading, match.Groups["language"].Value, match.Groups["code"].Value);
        }
    }

    // Blocks without a language are matched too, so that a # inside of them is not taken for a heading.
    [GeneratedRegex(
        @"^#+ (?<heading>[^\n]+)$|^```(?<language>\w*)\n(?<code>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex HeadingOrBlock();
}
