using System.Text.RegularExpressions;

namespace MlNetRecurrent.Site;

/// <summary>The links of a Markdown text, outside of code.</summary>
internal static partial class MarkdownLinks
{
    /// <summary>Replaces the target of each link and image.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="replace">Returns the new target, or null to keep the words of the link alone.</param>
    public static string Replace(string markdown, Func<string, string?> replace) => CodeOrLink().Replace(markdown, match =>
    {
        if (!match.Groups["target"].Success)
            return match.Value;
        var text = match.Groups["text"].Value;
        // An image can be the words of a link.
        var words = text.Contains("](", StringComparison.Ordinal) ? Replace(text, replace) : text;
        return replace(match.Groups["target"].Value) is { } target ? $"{match.Groups["mark"].Value}[{words}]({target})" : words;
    });

    // Code comes first, so that brackets inside of it are not taken for links. The words of a link may contain code and one level of brackets.
    [GeneratedRegex(
        """
        ^(?<fence>`{3,})[^\n]*\n.*?^\k<fence>`*[ ]*$ |
        (?<mark>!?)\[(?<text>(?:`[^`\n]*`|\[[^\[\]]*\](?:\([^()\s]*\))?|[^\[\]`])*)\]\((?<target>[^()\s]+)\) |
        (?<ticks>`+)(?!`).+?(?<!`)\k<ticks>(?!`)
        """,
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex CodeOrLink();
}
