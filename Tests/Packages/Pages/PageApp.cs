namespace MlNetRecurrent.Packages;

/// <summary>A C# block of a page as a console application outside of the repository.</summary>
/// <param name="Page">The path of the page in the repository.</param>
/// <param name="Number">The number of the block on its page, from 1.</param>
/// <param name="Block">The block.</param>
/// <param name="Packages">The packages that the page says to add.</param>
internal sealed record PageApp(string Page, int Number, ReadmeBlock Block, IReadOnlyList<string> Packages)
{
    /// <summary>The block in words: its page, number and heading.</summary>
    public string Title => $"{Page} {Number}: {Block.Heading}";

    /// <summary>The name of the application and of its folder.</summary>
    public string Name => $"{Path.ChangeExtension(Page, null).Replace('/', '-').ToLowerInvariant()}-{Number}";

    /// <summary>Reads the applications of all pages.</summary>
    public static IReadOnlyList<PageApp> ReadAll() =>
    [
        .. PageReader.Pages.SelectMany(page => PageReader.ReadBlocks(File.ReadAllText(Repository.GetPath(page.Split('/'))))
            .Select((block, index) => new PageApp(page, index + 1, block.Block, block.Packages))),
    ];

    /// <summary>Writes the project, the code, and the exported models that the code reads.</summary>
    /// <param name="folder">The folder of the application.</param>
    /// <param name="version">The version of the packages of this product.</param>
    public void Write(string folder, string version)
    {
        Expect.That(Packages.Count > 0, $"{Page} has no line 'dotnet add package' for block {Number}, under '{Block.Heading}'.");
        AppProject.Write(Path.Combine(folder, $"{Name}.csproj"), Packages, version);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Block.Code);
        AppProject.CopyExported(folder);
    }
}
