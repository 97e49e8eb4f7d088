namespace MlNetRecurrent.Packages;

/// <summary>A folder with the packages of this product.</summary>
/// <param name="Folder">The path of the folder.</param>
internal sealed record LocalFeed(string Folder)
{
    private const string Extension = ".nupkg";

    /// <summary>The version of the packages.</summary>
    public string Version => Packages.FirstOrDefault(package => package.Id == "MlNetRecurrent.Runtime")?.Version
        ?? throw new CaseFailedException($"There is no package MlNetRecurrent.Runtime in {Folder}.");

    /// <summary>The packages, by name.</summary>
    public IReadOnlyList<PackageFile> Packages =>
    [
        .. Directory.EnumerateFiles(Folder, $"*{Extension}")
            .Select(PackageFile.Read)
            .OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Packs the whole solution into the folder, as the README tells users.</summary>
    public async Task<string> PackAsync(CancellationToken cancellation)
    {
        var run = await CommandLine.RunAsync(
            Repository.Root, "dotnet", ["pack", "-c", "Release", "-o", Folder], new Dictionary<string, string?>(), cancellation);
        run.Succeeds();
        return $"{Packages.Count} packages";
    }

    /// <summary>Returns a package.</summary>
    public PackageFile Find(string id) => Packages.FirstOrDefault(package => package.Id == id)
        ?? throw new CaseFailedException($"There is no package {id} in {Folder}, only {string.Join(", ", Packages.Select(package => package.Id))}.");
}
