using NuGet.Packaging;

namespace MlNetRecurrent.Packages;

/// <summary>The symbols package beside a package.</summary>
internal static class PackageSymbols
{
    /// <summary>Fails the case unless the symbols are there and name no file of the machine that built them.</summary>
    public static void Check(PackageFile package)
    {
        Expect.That(File.Exists(package.SymbolsPath), $"There is no symbols package beside {package.Path}.");
        using var reader = new PackageArchiveReader(package.SymbolsPath);
        var symbols = reader.GetFiles().Where(file => file.EndsWith(".pdb", StringComparison.Ordinal));
        Expect.Same($"Symbols of {package.Id}", [$"lib/net10.0/{package.Id}.pdb"], symbols);
        BuildPaths.Check(reader);
    }
}
