using System.IO.Compression;
using System.Reflection.Metadata;

namespace MlNetRecurrent.Packages;

/// <summary>The symbols package beside a package.</summary>
internal static class PackageSymbols
{
    // What the compiler writes instead of the root of the repository.
    private const string MappedRoot = "/_/";

    /// <summary>Fails the case unless the symbols are there and name no file of the machine that built them.</summary>
    public static void Check(PackageFile package)
    {
        Expect.That(File.Exists(package.SymbolsPath), $"There is no symbols package beside {package.Path}.");
        using var archive = ZipFile.OpenRead(package.SymbolsPath);
        var symbols = archive.Entries.Where(entry => entry.Name.EndsWith(".pdb", StringComparison.Ordinal)).ToList();
        Expect.Same($"Symbols of {package.Id}", [$"lib/net10.0/{package.Id}.pdb"], symbols.Select(entry => entry.FullName));
        using var stream = symbols.Single().Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        bytes.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(bytes);
        var reader = provider.GetMetadataReader();
        var paths = reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name)).ToList();
        var unmapped = paths.Find(path => !path.StartsWith(MappedRoot, StringComparison.Ordinal));
        Expect.That(unmapped is null, $"The symbols of {package.Id} name the file {unmapped}.");
    }
}
