using System.Text.Json;

namespace MlNetRecurrent.Packages;

/// <summary>The packages that the cases before have restored.</summary>
internal sealed class OriginCases(Sandbox sandbox) : ICaseGroup
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
        foreach (var file in restored)
        {
            using var metadata = JsonDocument.Parse(File.ReadAllText(file));
            var source = metadata.RootElement.GetProperty("source").GetString();
            Expect.That(source == sandbox.Feed, $"{file} says that the package came from {source}.");
        }

        return $"{restored.Count} packages";
    }
}
