using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MlNetRecurrent.Site;

/// <summary>The links of a Markdown text, outside of code.</summary>
internal static class MarkdownLinks
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePreciseSourceLocation().UseYamlFrontMatter().UsePipeTables().Build();

    /// <summary>Replaces the target of each link and image, and leaves everything else as it is written.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="replace">Returns the new target, or null to keep the words of the link alone.</param>
    public static string Replace(string markdown, Func<string, string?> replace)
    {
        var edits = Markdown.Parse(markdown, Pipeline).Descendants()
            .SelectMany(element => GetEdits(element, replace))
            .OrderByDescending(edit => edit.Span.Start);
        var result = new StringBuilder(markdown);
        foreach (var (span, text) in edits)
            result.Remove(span.Start, span.Length).Insert(span.Start, text);
        return result.ToString();
    }

    private static IEnumerable<(SourceSpan Span, string Text)> GetEdits(MarkdownObject element, Func<string, string?> replace) => element switch
    {
        // A link by reference has its target in a definition, which has no words to keep: the check of the site finds those that lead nowhere.
        LinkReferenceDefinition { Url: { } url } definition => GetEdits(definition.UrlSpan, url, replace(url) ?? url),
        LinkInline { Url: { } url, Reference: null } link =>
            replace(url) is { } target ? GetEdits(link.UrlSpan, url, target) : GetBrackets(link),
        _ => [],
    };

    // The same target may be written in another way, with escapes or in angle brackets, and stays.
    private static IEnumerable<(SourceSpan Span, string Text)> GetEdits(SourceSpan span, string url, string target) =>
        target == url ? [] : [(span, target.Contains(' ', StringComparison.Ordinal) ? $"<{target}>" : target)];

    // What is around the words: "[" or "![", and "](target)".
    private static IEnumerable<(SourceSpan Span, string Text)> GetBrackets(LinkInline link)
    {
        var start = link.Span.Start + (link.IsImage ? 2 : 1);
        var end = link.LastChild?.Span.End ?? start - 1;
        return [(new SourceSpan(link.Span.Start, start - 1), ""), (new SourceSpan(end + 1, link.Span.End), "")];
    }
}
