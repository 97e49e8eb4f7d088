using NuGet.Packaging;

namespace MlNetRecurrent.Packages;

/// <summary>What is inside of each package.</summary>
internal sealed class FeedCases(LocalFeed feed) : ICaseGroup
{
    /// <inheritdoc />
    public InstallCase? Preparation => null;

    /// <inheritdoc />
    public IEnumerable<InstallCase> Cases =>
    [
        new("feed: the packages that are expected, and no others", () => Task.FromResult(CheckNames())),
        .. ExpectedPackages.Libraries.Keys.Select(id => Create(id, CheckLibrary)),
        Create(ExpectedPackages.Tool, CheckPointer),
        .. OtherTools.Append(ExpectedPackages.ToolOfThisMachine).Select(id => Create(id, CheckTool)),
        Create(ExpectedPackages.Templates, CheckTemplates),
    ];

    // A feed may hold the tool for other systems, too.
    private IEnumerable<string> OtherTools => feed.Packages.Select(package => package.Id)
        .Where(id => id.StartsWith($"{ExpectedPackages.Tool}.", StringComparison.Ordinal) && id != ExpectedPackages.ToolOfThisMachine);

    private InstallCase Create(string id, Action<PackageFile, PackageArchiveReader> check) =>
        new($"feed: {id}", () => Task.FromResult(Check(feed.Find(id), check)));

    private string CheckNames()
    {
        Expect.Same(
            "Packages",
            [.. ExpectedPackages.Libraries.Keys, ExpectedPackages.Tool, ExpectedPackages.ToolOfThisMachine, ExpectedPackages.Templates],
            feed.Packages.Select(package => package.Id).Except(OtherTools));
        Expect.Same("Versions", [feed.Version], feed.Packages.Select(package => package.Version).Distinct());
        return feed.Version;
    }

    private static string Check(PackageFile package, Action<PackageFile, PackageArchiveReader> check)
    {
        using var reader = new PackageArchiveReader(package.Path);
        PackageText.Check(package, reader);
        BuildPaths.Check(reader);
        check(package, reader);
        return package.Size;
    }

    private static void CheckLibrary(PackageFile package, PackageArchiveReader reader)
    {
        PackageDependencies.Check(package, reader, ExpectedPackages.Libraries[package.Id]);
        Expect.That(reader.GetFiles().Contains($"lib/net10.0/{package.Id}.xml"), $"{package.Id} has no XML documentation.");
        PackageAssemblies.Check(reader);
        PackageSymbols.Check(package);
    }

    private static void CheckPointer(PackageFile package, PackageArchiveReader reader)
    {
        var settings = ToolSettings.Read(reader);
        // As packed for this machine, or for all.
        string[] systems = settings.Packages.Count == 1 ? [ExpectedPackages.ThisSystem] : [.. ExpectedPackages.ToolSystems];
        Expect.Same("Systems that the tool's package points to", systems, settings.Packages.Keys);
        Expect.Same("Packages that it points to", systems.Select(system => $"{ExpectedPackages.Tool}.{system}"), settings.Packages.Values);
        Expect.That(package.Bytes < 1_000_000, $"The package that points to others has {package.Size}.");
    }

    private static void CheckTool(PackageFile package, PackageArchiveReader reader)
    {
        Expect.Same("Commands", [ExpectedPackages.Tool], [ToolSettings.Read(reader).Command]);
        PackageAssemblies.Check(reader);
        NativeFiles.Check(reader, package.Id[(ExpectedPackages.Tool.Length + 1)..]);
    }

    private static void CheckTemplates(PackageFile package, PackageArchiveReader reader)
    {
        Expect.Same("Package types", ["Template"], reader.GetPackageTypes().Select(type => type.Name));
        Expect.Same($"Assemblies of {package.Id}", [], reader.GetFiles().Where(file => file.EndsWith(".dll", StringComparison.Ordinal)));
    }
}
