using NuGet.Packaging;

namespace MlNetRecurrent.Packages;

/// <summary>A package file.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Id">The name of the package.</param>
/// <param name="Version">The version of the package.</param>
/// <param name="Bytes">The size of the file.</param>
internal sealed record PackageFile(string Path, string Id, string Version, long Bytes)
{
    /// <summary>The path of the package with the symbols.</summary>
    public string SymbolsPath => System.IO.Path.ChangeExtension(Path, ".snupkg");

    /// <summary>The size for people: in MB, or KB below one.</summary>
    public string Size => Bytes >= 1_000_000
        ? FormattableString.Invariant($"{Bytes / 1e6:n1} MB")
        : FormattableString.Invariant($"{Bytes / 1e3:n0} KB");

    /// <summary>Reads the name and version of a package.</summary>
    public static PackageFile Read(string path)
    {
        using var reader = new PackageArchiveReader(path);
        var identity = reader.GetIdentity();
        return new PackageFile(path, identity.Id, identity.Version.ToNormalizedString(), new FileInfo(path).Length);
    }
}
