using System.Reflection.PortableExecutable;
using NuGet.Packaging;

namespace MlNetRecurrent.Packages;

/// <summary>The native libraries inside of the tool's package for one system.</summary>
internal static class NativeFiles
{
    /// <summary>Fails the case unless the package has native libraries, and of its own system only.</summary>
    public static void Check(PackageArchiveReader reader, string system)
    {
        var own = system[..system.IndexOf('-', StringComparison.Ordinal)] switch { "win" => "dll", "osx" => "dylib", _ => "so" };
        var files = reader.GetFiles().ToList();
        var kinds = files.GroupBy(file => GetKind(reader, file))
            .Where(group => group.Key.Length > 0)
            .ToDictionary(group => group.Key, group => group.First());
        Expect.That(kinds.ContainsKey(own), $"There is no native library of {system} in the package.");
        Expect.That(kinds.Count == 1, $"There are native libraries of other systems in the package for {system}: {string.Join(", ", kinds.Values)}.");
        var foreign = files.Find(file =>
            file.Contains("/runtimes/", StringComparison.Ordinal) && !file.Contains($"/runtimes/{system}/", StringComparison.Ordinal));
        Expect.That(foreign is null, $"{foreign} is of another system than {system}.");
    }

    // libtorch.so, libgomp-98b21ff3.so.1 and the like; a Windows library is told from an assembly by its metadata.
    private static string GetKind(PackageArchiveReader reader, string file)
    {
        var name = Path.GetFileName(file);
        if (name.EndsWith(".dylib", StringComparison.Ordinal))
            return "dylib";
        if (name.EndsWith(".so", StringComparison.Ordinal) || name.Contains(".so.", StringComparison.Ordinal))
            return "so";

        return name.EndsWith(".dll", StringComparison.Ordinal) && !IsAssembly(reader, file) ? "dll" : "";
    }

    private static bool IsAssembly(PackageArchiveReader reader, string file)
    {
        using var image = new PEReader([.. PackageEntry.Read(reader, file)]);
        return image.HasMetadata;
    }
}
