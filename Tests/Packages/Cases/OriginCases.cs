using System.Security.Cryptography;
using System.Text.Json;

namespace MlNetRecurrent.Packages;

/// <summary>The packages that the cases before have restored.</summary>
internal sealed class OriginCases(Sandbox sandbox, LocalFeed feed) : ICaseGroup
{
    /// <inheritdoc />
    public InstallCase? Preparation => null;

    /// <inheritdoc />
    public IEnumerable<InstallCase> Cases => [new("feed: every package of this product was restored from it", () => Task.FromResult(CheckSources()))];

    private string CheckSources()
    {
        var restored = Directory.EnumerateDirectories(sandbox.Packages)
            .Where(folder => PackageSources.IsOurs(Path.GetFileName(folder)))
            .SelectMany(folder => Directory.EnumerateFiles(folder, ".nupkg.metadata", SearchOption.AllDirectories))
            .ToList();
        var hashes = feed.Packages.Select(package => GetHash(package.Path)).ToHashSet();
        foreach (var file in restored)
        {
            using var metadata = JsonDocument.Parse(File.ReadAllText(file));
            Expect.That(hashes.Contains(metadata.RootElement.GetProperty("contentHash").GetString()), $"{file} is of a package that is not in the feed.");
        }

        return $"{restored.Count} packages";
    }

    private static string? GetHash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToBase64String(SHA512.HashData(stream));
    }
}
