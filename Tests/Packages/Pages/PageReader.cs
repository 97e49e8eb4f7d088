using System.Text.RegularExpressions;

namespace MlNetRecurrent.Packages;

/// <summary>Reads the pages of the repository whose C# blocks are applications.</summary>
internal static partial class PageReader
{
    /// <summary>The pages whose blocks users copy: the README, and the readme of each package.</summary>
    public static IEnumerable<string> Pages =>
    [
        "README.md",
        .. new[] { "Inference", "Training" }
            .SelectMany(top => Directory.EnumerateFiles(Repository.GetPath(top), "PACKAGE.md", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads the blocks of a page, each with the packages that a reader of the page adds for it.</summary>
    /// <remarks>
    /// These are the packages of the lines <c>dotnet add package</c> in the section of the block and in the sections that contain it. If there are none,
    /// the reader has read the page from the top: then they are those of all sections before.
    /// </remarks>
    public static IEnumerable<(ReadmeBlock Block, IReadOnlyList<string> Packages)> ReadBlocks(string markdown)
    {
        var sections = ReadSections(markdown);
        foreach (var (index, section) in sections.Index())
        {
            var named = section.Chain.SelectMany(one => one.Packages).ToList();
            if (named.Count == 0)
                named.AddRange(sections.Take(index).SelectMany(one => one.Packages));
            foreach (var block in section.Blocks)
                yield return (block, [.. named.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)]);
        }
    }

    private static List<PageSection> ReadSections(string markdown)
    {
        var current = new PageSection(0, null);
        List<PageSection> sections = [current];
        var heading = "";
        foreach (Match match in HeadingBlockOrPackage().Matches(markdown.ReplaceLineEndings("\n")))
        {
            if (match.Groups["level"] is { Success: true, Length: var level })
            {
                current = new PageSection(level, current.Chain.First(section => section.Level < level));
                sections.Add(current);
                heading = match.Groups["heading"].Value;
            }
            else if (match.Groups["language"] is { Success: true, Value: var language })
            {
                if (language == "csharp")
                    current.Blocks.Add(new ReadmeBlock(heading, language, match.Groups["code"].Value));
                current.Packages.UnionWith(AddedPackage().Matches(match.Groups["code"].Value).Select(added => added.Groups["package"].Value));
            }
            else
            {
                current.Packages.Add(match.Groups["package"].Value);
            }
        }

        return sections;
    }

    [GeneratedRegex(
        @"^(?<level>#+) (?<heading>[^\n]+)$|^```(?<language>\w*)\n(?<code>.*?)^```$|" + Added,
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex HeadingBlockOrPackage();

    [GeneratedRegex(Added, RegexOptions.ExplicitCapture)]
    private static partial Regex AddedPackage();

    private const string Added = @"dotnet add package (?<package>[A-Za-z][\w-]*(\.[\w-]+)*)";
}
