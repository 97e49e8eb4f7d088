using System.Text.RegularExpressions;
using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>A fenced block of code in a README.</summary>
/// <param name="Heading">The heading that it stands under.</param>
/// <param name="Language">What its fence says: <c>csharp</c>, <c>js</c>, ...</param>
/// <param name="Code">Its lines.</param>
internal sealed partial record ReadmeBlock(string Heading, string Language, string Code)
{
    /// <summary>Every block of a language on a page, in order.</summary>
    public static IReadOnlyList<ReadmeBlock> All(string language, string page = "README.md") =>
        [.. Read(File.ReadAllText(Repository.Place(page.Split('/')))).Where(block => block.Language == language)];

    /// <summary>The number and heading of every block of C# on a page: the cases of a test.</summary>
    public static TheoryData<int, string> Cases(string page)
    {
        var data = new TheoryData<int, string>();
        foreach (var (index, block) in All("csharp", page).Index())
            data.Add(index, block.Heading);
        return data;
    }

    /// <summary>Every block with a language in a Markdown text.</summary>
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

    // Blocks without a language are matched too, so that a # inside of one is no heading.
    [GeneratedRegex(@"^#+ (?<heading>[^\n]+)$|^```(?<language>\w*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex HeadingOrBlock();
}
