using System.Text.RegularExpressions;

namespace MlNetRecurrent.EndToEnd;

/// <summary>A fenced code block in a README.</summary>
/// <param name="Heading">The heading above the block.</param>
/// <param name="Language">The language of the fence: <c>csharp</c>, <c>js</c>, ...</param>
/// <param name="Code">The code.</param>
/// <param name="Packages">
/// The packages that the page names for the block: above its first heading of the second level, or between the block and the heading above it, as
/// <c>dotnet add package NAME</c> or as "the package `NAME`", "the packages `NAME` and `NAME`".
/// </param>
internal sealed partial record ReadmeBlock(string Heading, string Language, string Code, IReadOnlyList<string> Packages)
{
    /// <summary>Returns all blocks of a language on a page, in order.</summary>
    public static IReadOnlyList<ReadmeBlock> All(string language, string page = "README.md") =>
        [.. Read(File.ReadAllText(Repository.GetPath(page.Split('/')))).Where(block => block.Language == language)];

    /// <summary>Returns all blocks with a language in a Markdown text.</summary>
    public static IEnumerable<ReadmeBlock> Read(string markdown)
    {
        var text = markdown.ReplaceLineEndings("\n");
        var heading = "";
        var (introduction, section) = (text.Length, 0);
        foreach (Match match in HeadingOrBlock().Matches(text))
        {
            if (match.Groups["heading"].Success)
            {
                heading = match.Groups["heading"].Value;
                section = match.Index;
                if (match.Value.StartsWith("##", StringComparison.Ordinal))
                    introduction = Math.Min(introduction, match.Index);
            }
            else if (match.Groups["language"].Length > 0)
            {
                string[] packages = [.. Names(text[..Math.Min(introduction, match.Index)]), .. Names(text[section..match.Index])];
                yield return new ReadmeBlock(heading, match.Groups["language"].Value, match.Groups["code"].Value, [.. packages.Distinct()]);
            }
        }

        static IEnumerable<string> Names(string text) =>
            PackageNames().Matches(text).SelectMany(match => match.Groups["name"].Captures).Select(name => name.Value);
    }

    // Blocks without a language are matched too, so that a # inside of them is not taken for a heading.
    [GeneratedRegex(
        @"^#+ (?<heading>[^\n]+)$|^```(?<language>\w*)\n(?<code>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex HeadingOrBlock();

    [GeneratedRegex(
        @"\bdotnet add (\S+ )?package (?<name>\S*[\w])|\bpackages?\s+`(?<name>[\w.]+)`((,\s+(and\s+)?|\s+and\s+)`(?<name>[\w.]+)`)*",
        RegexOptions.ExplicitCapture)]
    private static partial Regex PackageNames();
}
