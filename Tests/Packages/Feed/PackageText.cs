using System.Text;
using NuGet.Packaging;

namespace MlNetRecurrent.Packages;

/// <summary>What a package says about itself.</summary>
internal static class PackageText
{
    private const int MinimumDescription = 40;

    /// <summary>Fails the case unless a package has all texts that a reader of a package page needs.</summary>
    public static void Check(PackageFile package, PackageArchiveReader reader)
    {
        var nuspec = reader.NuspecReader;
        var files = reader.GetFiles().ToHashSet();
        Expect.That(nuspec.GetDescription().Length >= MinimumDescription, $"{package.Id} has the description '{nuspec.GetDescription()}'.");
        var readme = nuspec.GetReadme() ?? "";
        Expect.That(files.Contains(readme), $"{package.Id} has no readme.");
        Expect.That(nuspec.GetIcon() is { Length: > 0 } icon && files.Contains(icon), $"{package.Id} has no icon.");
        Expect.That(nuspec.GetTags().Length > 0, $"{package.Id} has no tags.");
        Expect.That(nuspec.GetReleaseNotes().Length > 0, $"{package.Id} has no release notes.");
        Expect.That(nuspec.GetAuthors().Length > 0, $"{package.Id} has no authors.");
        var text = Encoding.UTF8.GetString(PackageEntry.Read(reader, readme));
        var name = package.Id.StartsWith(ExpectedPackages.Tool, StringComparison.Ordinal) ? ExpectedPackages.Tool : package.Id;
        Expect.That(text.Contains(name, StringComparison.Ordinal), $"The readme of {package.Id} does not name {name}.");
    }
}
