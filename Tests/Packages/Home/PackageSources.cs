using System.Xml.Linq;
using NuGet.Configuration;

namespace MlNetRecurrent.Packages;

/// <summary>The NuGet configuration of a sandbox: packages of this product come from the feed, all others from the sources of the user.</summary>
internal static class PackageSources
{
    private const string FeedName = "mlnetrecurrent";

    private static readonly string[] OurPatterns = ["mlnet-recurrent", "mlnet-recurrent.*", "MlNetRecurrent.*"];

    /// <summary>Whether a package belongs to this product.</summary>
    public static bool IsOurs(string package) => OurPatterns.Any(pattern =>
        pattern.EndsWith('*')
            ? package.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
            : package.Equals(pattern, StringComparison.OrdinalIgnoreCase));

    /// <summary>Writes the configuration.</summary>
    /// <param name="file">The file to write.</param>
    /// <param name="feed">The folder with the packages of this product.</param>
    /// <param name="fallback">The folder with packages of others that need no download.</param>
    /// <param name="settings">The configuration of the user.</param>
    public static void Write(string file, string feed, string? fallback, ISettings settings)
    {
        var sources = PackageSourceProvider.LoadPackageSources(settings).Where(source => source.IsEnabled && source.Name != FeedName).ToList();
        new XDocument(new XElement("configuration",
            new XElement("packageSources",
                new XElement("clear"),
                Entry(FeedName, feed),
                sources.Select(source => Entry(source.Name, source.Source))),
            new XElement("packageSourceMapping",
                new XElement("clear"),
                Mapping(FeedName, OurPatterns),
                sources.Select(source => Mapping(source.Name, ["*"]))),
            new XElement("fallbackPackageFolders",
                new XElement("clear"),
                fallback is null ? null : Entry("user", fallback)))).Save(file);
    }

    private static XElement Entry(string name, string value) => new("add", new XAttribute("key", name), new XAttribute("value", value));

    private static XElement Mapping(string source, IEnumerable<string> patterns) =>
        new("packageSource", new XAttribute("key", source), patterns.Select(pattern => new XElement("package", new XAttribute("pattern", pattern))));
}
