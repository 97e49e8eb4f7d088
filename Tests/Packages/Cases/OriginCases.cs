using System.Security.Cryptography;

namespace MlNetRecurrent.Packages;

/// <summary>The packages that the cases before have restored.</summary>
internal sealed class OriginCases(Sandbox sandbox, LocalFeed feed) : ICaseGroup
{
    /// <inheritdoc />
    public InstallCase? Preparation => null;

    /// <inheritdoc />
    public IEnumerable<InstallCase> Cases => [new("feed: packages of this product came from nowhere else", () => Task.FromResult(CheckCache()))];

    // NuGet keeps each package that it has extracted.
    private string CheckCache()
    {
        var restored = Directory.EnumerateFiles(sandbox.Packages, "*.nupkg", SearchOption.AllDirectories)
            .Where(file => PackageSources.IsOurs(Path.GetFileName(file)))
            .ToList();
        var hashes = feed.Packages.Select(package => GetHash(package.Path)).ToHashSet();
        foreach (var file in restored)
            Expect.That(hashes.Contains(GetHash(file)), $"{file} is not a package of the feed.");

        return $"{restored.Count} packages";
    }

    private static string GetHash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(stream));
    }
}
