using System.Xml.Linq;

namespace MlNetRecurrent.Packages;

/// <summary>The versions of packages of others that the repository is built and tested with.</summary>
internal static class CentralVersions
{
    private static readonly Dictionary<string, string> Versions = XDocument.Load(Repository.GetPath("Directory.Packages.props"))
        .Descendants("PackageVersion")
        .ToDictionary(
            package => package.Attribute("Include")!.Value,
            package => package.Attribute("Version")!.Value,
            StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the version of a package.</summary>
    public static string Of(string package) => Versions.TryGetValue(package, out var version)
        ? version
        : throw new CaseFailedException($"Directory.Packages.props has no version of {package}.");
}
