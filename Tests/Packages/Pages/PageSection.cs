namespace MlNetRecurrent.Packages;

/// <summary>The C# blocks under a heading, which a reader runs one after the other in the same folder.</summary>
/// <param name="Page">The path of the page in the repository.</param>
/// <param name="Heading">The heading.</param>
/// <param name="Apps">The blocks.</param>
internal sealed record PageSection(string Page, string Heading, IReadOnlyList<PageApp> Apps)
{
    private const string PackagePage = "PACKAGE.md";

    private static readonly string[] Tops = ["Inference", "Training"];
    private static readonly string[] Pages = ["README.md", "Inference/Library/README.md", "Training/README.md"];

    /// <summary>The name of the section's case.</summary>
    public string CaseName => $"page: {Page}, {Heading}";

    /// <summary>Reads the sections of the README, of the pages about scoring and training, and of the packages' readmes.</summary>
    public static IEnumerable<PageSection> ReadAll() => Pages.Concat(PackagePages()).SelectMany(Read);

    private static IEnumerable<string> PackagePages() => Tops
        .SelectMany(top => Directory.EnumerateFiles(Repository.GetPath(top), PackagePage, SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace(Path.DirectorySeparatorChar, '/'))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<PageSection> Read(string page)
    {
        var prefix = Path.ChangeExtension(page, null).Replace('/', '-').ToLowerInvariant();
        return ReadmeBlock.All("csharp", page).Index()
            .GroupBy(one => one.Item.Heading, one => new PageApp($"{prefix}-{one.Index + 1}", one.Item))
            .Select(section => new PageSection(page, section.Key, [.. section]));
    }
}
