namespace MlNetRecurrent.Site;

/// <summary>Builds the site from the pages of the repository and the documentation of the libraries, and checks it.</summary>
internal static class SiteBuilder
{
    private static readonly string[] Libraries = ["MlNetRecurrent.Runtime", "MlNetRecurrent.Inference", "MlNetRecurrent.Training"];

    /// <summary>Builds the site.</summary>
    /// <returns>The faults found, one line each; none for a good site.</returns>
    public static async Task<IReadOnlyList<string>> BuildAsync(SiteFolders folders)
    {
        if (await Docfx.RestoreAsync(folders.Repository).ConfigureAwait(false) is { Count: > 0 } reasons)
            return reasons;
        foreach (var folder in new[] { folders.Staging, folders.Output }.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);

        var problems = new List<string>(new PageStaging(folders.Repository, folders.Staging).Stage());
        CopyConfiguration(folders);
        CopyAssemblies(Path.Combine(folders.Staging, "assemblies"));
        problems.AddRange(await Docfx.RunAsync(folders.Repository, "metadata", folders.Staging).ConfigureAwait(false));
        problems.AddRange(await Docfx.RunAsync(folders.Repository, "build", folders.Staging).ConfigureAwait(false));
        if (!Directory.Exists(folders.Output))
            return [.. problems, "docfx has built no site."];

        RemoveBuildFiles(folders.Output);
        problems.AddRange(ApiCheck.FindGaps(Path.Combine(folders.Staging, "api")));
        problems.AddRange(LinkCheck.FindBroken(folders.Output));
        return problems;
    }

    private static void CopyConfiguration(SiteFolders folders)
    {
        foreach (var file in Directory.EnumerateFiles(folders.Docs, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(folders.Docs, file);
            if (path.StartsWith("Site", StringComparison.Ordinal) || Path.GetExtension(path) is not (".json" or ".yml" or ".css" or ".js"))
                continue;
            var copy = Path.Combine(folders.Staging, path);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.Copy(Path.Combine(folders.Repository, ".github", "icon.svg"), Path.Combine(folders.Staging, "icon.svg"));
    }

    // All in one folder, where docfx finds what the libraries refer to.
    private static void CopyAssemblies(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var assembly in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "assemblies.txt")))
        {
            File.Copy(assembly, Path.Combine(folder, Path.GetFileName(assembly)));
            var documentation = Path.ChangeExtension(assembly, ".xml");
            if (Libraries.Contains(Path.GetFileNameWithoutExtension(assembly)))
                File.Copy(documentation, Path.Combine(folder, Path.GetFileName(documentation)));
        }
    }

    // Source maps are for debugging scripts of the template, and larger than everything else; the manifest has paths of the machine that built it.
    private static void RemoveBuildFiles(string folder)
    {
        foreach (var map in Directory.EnumerateFiles(folder, "*.map", SearchOption.AllDirectories).ToList())
            File.Delete(map);
        File.Delete(Path.Combine(folder, "manifest.json"));
    }
}
