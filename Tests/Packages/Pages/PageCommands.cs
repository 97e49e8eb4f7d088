using System.Text.RegularExpressions;

namespace MlNetRecurrent.Packages;

/// <summary>The commands of the tool under a heading, which a reader runs one after the other.</summary>
/// <param name="Page">The path of the page in the repository.</param>
/// <param name="Heading">The heading.</param>
/// <param name="Lines">The command lines.</param>
internal sealed partial record PageCommands(string Page, string Heading, IReadOnlyList<string> Lines)
{
    /// <summary>Reads the commands of the README and of the tool's readme; a line that stands more than once is read once.</summary>
    public static IReadOnlyList<PageCommands> ReadAll()
    {
        var read = new HashSet<string>();
        return [.. new[] { "README.md", "Training/Console/PACKAGE.md" }.SelectMany(page => Read(page, read))];
    }

    private static List<PageCommands> Read(string page, HashSet<string> read)
    {
        var lines = new Dictionary<string, List<string>>();
        var heading = "";
        foreach (Match match in HeadingBlockOrCommand().Matches(File.ReadAllText(Repository.GetPath(page.Split('/'))).ReplaceLineEndings("\n")))
        {
            if (match.Groups["heading"] is { Success: true, Value: var text })
                heading = text;
            else if (match.Groups["command"] is { Success: true, Value: var command } && read.Add(command))
                lines[heading] = [.. lines.GetValueOrDefault(heading, []), command];
        }

        return [.. lines.Select(section => new PageCommands(page, section.Key, section.Value))];
    }

    // Blocks are matched too, so that a # inside of them is not taken for a heading.
    [GeneratedRegex(
        @"^#+ (?<heading>[^\n]+)$|^```.*?^```$|^    (?<command>mlnet-recurrent\b[^\n]*)$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex HeadingBlockOrCommand();
}
