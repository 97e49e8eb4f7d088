using System.Reflection.PortableExecutable;
using NuGet.Packaging;

namespace MlNetRecurrent.Packages;

/// <summary>The assemblies of this product inside of a package.</summary>
internal static class PackageAssemblies
{
    /// <summary>Fails the case unless there are assemblies of this product, all built deterministically.</summary>
    public static void Check(PackageArchiveReader reader)
    {
        var assemblies = reader.GetFiles().Where(file =>
            file.EndsWith(".dll", StringComparison.Ordinal) && PackageSources.IsOurs(Path.GetFileNameWithoutExtension(file))).ToList();
        Expect.That(assemblies.Count > 0, $"{reader.GetIdentity()} has no assemblies of this product.");
        foreach (var file in assemblies)
        {
            using var assembly = new PEReader([.. PackageEntry.Read(reader, file)]);
            Expect.That(
                assembly.ReadDebugDirectory().Any(entry => entry.Type == DebugDirectoryEntryType.Reproducible),
                $"{file} was not built deterministically.");
        }
    }
}
