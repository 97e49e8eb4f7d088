using System.Text.RegularExpressions;
using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>The relative links of every page lead to a file or folder of the repository.</summary>
/// <remarks>Building the site checks anchors and links to pages of the API, too.</remarks>
public sealed partial class PageTests
{
    private static readonly string[] Skipped = ["bin", "obj", "node_modules", ".git", "artifacts"];

    public static TheoryData<string> Pages =>
        [.. Files(Repository.Root).Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Pages))]
    public void Links_OfAPage_LeadSomewhere(string page)
    {
        var folder = Path.GetDirectoryName(Repository.GetPath(page))!;
        var links = Link().Matches(File.ReadAllText(Repository.GetPath(page))).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains(':', StringComparison.Ordinal) && !link.StartsWith('#'));

        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(folder, link.Split('#')[0])), $"The link to {link} leads nowhere."));
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.md")
        .Concat(Directory.EnumerateDirectories(folder).Where(child => !Skipped.Contains(Path.GetFileName(child))).SelectMany(Files));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
