using NuGet.Packaging;

namespace MlNetRecurrent.Packages;

/// <summary>Reads files of a package.</summary>
internal static class PackageEntry
{
    /// <summary>Reads a file.</summary>
    public static byte[] Read(PackageArchiveReader reader, string file)
    {
        using var stream = reader.GetStream(file);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
