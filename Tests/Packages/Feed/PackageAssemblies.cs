using System.Reflection.PortableExecutable;
using System.Text;
using NuGet.Packaging;

namespace MlNetRecurrent.Packages;

/// <summary>The assemblies of this product inside of a package.</summary>
internal static class PackageAssemblies
{
    /// <summary>Fails the case unless the assemblies are deterministic and contain no path of the machine that built them.</summary>
    public static void Check(PackageArchiveReader reader)
    {
        var assemblies = reader.GetFiles().Where(file =>
            file.EndsWith(".dll", StringComparison.Ordinal) && PackageSources.IsOurs(Path.GetFileNameWithoutExtension(file))).ToList();
        Expect.That(assemblies.Count > 0, $"{reader.GetIdentity()} has no assemblies of this product.");
        foreach (var file in assemblies)
        {
            var bytes = Read(reader, file);
            using var assembly = new PEReader([.. bytes]);
            Expect.That(
                assembly.ReadDebugDirectory().Any(entry => entry.Type == DebugDirectoryEntryType.Reproducible),
                $"{file} was not built deterministically.");
            Expect.That(!Contains(bytes, Encoding.UTF8) && !Contains(bytes, Encoding.Unicode), $"{file} contains the path {Repository.Root}.");
        }
    }

    private static byte[] Read(PackageArchiveReader reader, string file)
    {
        using var stream = reader.GetStream(file);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static bool Contains(byte[] bytes, Encoding encoding) => bytes.AsSpan().IndexOf(encoding.GetBytes(Repository.Root)) >= 0;
}
