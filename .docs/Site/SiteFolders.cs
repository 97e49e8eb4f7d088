namespace MlNetRecurrent.Site;

/// <summary>The folders that a build of the site reads and writes.</summary>
/// <param name="Repository">The root of the repository.</param>
internal sealed record SiteFolders(string Repository)
{
    /// <summary>The configuration and the pages written for the site.</summary>
    public string Docs => Path.Combine(Repository, ".docs");

    /// <summary>What docfx reads: a copy of the configuration and of all pages, with links that lead to pages of the site.</summary>
    public string Staging => Path.Combine(Repository, "artifacts", "site-source");

    /// <summary>The site.</summary>
    public string Output => Path.Combine(Repository, "artifacts", "site");

    /// <summary>Finds the repository above a folder.</summary>
    public static SiteFolders Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MlNetRecurrent.sln")))
                return new SiteFolders(folder.FullName);
        }

        throw new InvalidOperationException($"No folder above '{start}' contains MlNetRecurrent.sln: run the program from inside the repository.");
    }
}
