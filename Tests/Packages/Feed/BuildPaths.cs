using System.Reflection.Metadata;
using System.Text;
using NuGet.Packaging;

namespace MlNetRecurrent.Packages;

/// <summary>The paths of the machine that built a package.</summary>
internal static class BuildPaths
{
    // What the compiler writes instead of the root of the repository.
    private const string MappedRoot = "/_/";

    private static readonly string[] Texts = [".nuspec", ".xml", ".json", ".md", ".cs", ".csproj", ".targets"];

    /// <summary>Fails the case if a file of this product in the package contains a path of the machine that built it.</summary>
    public static void Check(PackageArchiveReader reader)
    {
        foreach (var file in reader.GetFiles().Where(file => IsText(file) || PackageSources.IsOurs(Path.GetFileNameWithoutExtension(file))))
        {
            var bytes = PackageEntry.Read(reader, file);
            Expect.That(!Contains(bytes, Encoding.UTF8) && !Contains(bytes, Encoding.Unicode), $"{file} contains the path {Repository.Root}.");
            if (file.EndsWith(".pdb", StringComparison.Ordinal))
                CheckSymbols(file, bytes);
        }
    }

    // In symbols a path is split at its slashes, so that its bytes cannot be searched for.
    private static void CheckSymbols(string file, byte[] bytes)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbImage([.. bytes]);
        var reader = provider.GetMetadataReader();
        var paths = reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name));
        var unmapped = paths.FirstOrDefault(path => !path.StartsWith(MappedRoot, StringComparison.Ordinal));
        Expect.That(unmapped is null, $"{file} names {unmapped}.");
    }

    private static bool IsText(string file) => Texts.Contains(Path.GetExtension(file));

    private static bool Contains(byte[] bytes, Encoding encoding) => bytes.AsSpan().IndexOf(encoding.GetBytes(Repository.Root)) >= 0;
}
