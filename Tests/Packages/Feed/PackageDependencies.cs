using NuGet.Packaging;

namespace MlNetRecurrent.Packages;

/// <summary>What a package depends on.</summary>
internal static class PackageDependencies
{
    /// <summary>Fails the case unless a package depends on exactly these packages, in the versions that the repository is tested with.</summary>
    public static void Check(PackageFile package, PackageArchiveReader reader, IEnumerable<string> expected)
    {
        var groups = reader.GetPackageDependencies().ToList();
        Expect.Same($"Frameworks of {package.Id}", ["net10.0"], groups.Select(group => group.TargetFramework.GetShortFolderName()));
        var dependencies = groups.Single().Packages.ToList();
        Expect.Same(
            $"Dependencies of {package.Id}",
            expected.Select(id => $"{id} {(PackageSources.IsOurs(id) ? package.Version : CentralVersions.Of(id))}"),
            dependencies.Select(dependency => $"{dependency.Id} {dependency.VersionRange.MinVersion}"));
        Expect.That(
            dependencies.All(dependency => dependency is { VersionRange.IsMinInclusive: true, VersionRange.HasUpperBound: false }),
            $"{package.Id} has a dependency with an upper bound.");
    }
}
