using System.Xml.Linq;
using NuGet.Packaging;

namespace MlNetRecurrent.Packages;

/// <summary>The settings of a tool's package.</summary>
/// <param name="Command">The name of the command.</param>
/// <param name="Packages">The packages with the files of each system; empty if the files are in this package.</param>
internal sealed record ToolSettings(string Command, IReadOnlyDictionary<string, string> Packages)
{
    /// <summary>Reads the settings of a package.</summary>
    public static ToolSettings Read(PackageArchiveReader reader)
    {
        var file = reader.GetFiles().FirstOrDefault(path => path.EndsWith("/DotnetToolSettings.xml", StringComparison.Ordinal))
            ?? throw new CaseFailedException($"{reader.GetIdentity()} is not a .NET tool.");
        using var stream = reader.GetStream(file);
        var settings = XDocument.Load(stream);
        return new ToolSettings(
            settings.Descendants("Command").Single().Attribute("Name")!.Value,
            settings.Descendants("RuntimeIdentifierPackage").ToDictionary(
                package => package.Attribute("RuntimeIdentifier")!.Value,
                package => package.Attribute("Id")!.Value));
    }
}
