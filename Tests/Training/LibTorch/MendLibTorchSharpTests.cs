using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class MendLibTorchSharpTests : IDisposable
{
    private const uint Relocations = 4;
    private const uint DynamicSymbols = 11;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Build_ThisTestProject_OutputDiffersFromPackageInTheWeakFlagOnly()
    {
        PackagedLibrary.SkipElsewhere();
        var packaged = File.ReadAllBytes(PackagedLibrary.InPackage);
        var output = File.ReadAllBytes(PackagedLibrary.InOutput);

        Assert.Equal(packaged.Length, output.Length);
        var index = Assert.Single(Enumerable.Range(0, packaged.Length), index => packaged[index] != output[index]);
        // vna_hash, vna_flags: the System V hash of the version's name, and the flag VER_FLG_WEAK.
        Assert.Equal(Hash("GLIBCXX_3.4.32"), BinaryPrimitives.ReadUInt32LittleEndian(packaged.AsSpan(index - 4)));
        Assert.Equal(0, packaged[index]);
        Assert.Equal(2, output[index]);
    }

    [Fact]
    public void Build_EveryKindOfLibrary_ChangesOnlyWhatIsSafe()
    {
        PackagedLibrary.SkipElsewhere();
        var packaged = File.ReadAllBytes(PackagedLibrary.InPackage);
        var mended = File.ReadAllBytes(PackagedLibrary.InOutput);
        var needed = Write("needed", packaged);
        var weak = Write("weak", mended);
        var text = Write("text", Encoding.ASCII.GetBytes("INPUT(libother.so)"));
        var foreign = Write("foreign", WithForeignSymbol(packaged));
        var relocated = Write("relocated", WithRelocation(packaged));
        var damaged = Write("damaged", packaged[..4096]);

        var (items, output) = Build("NativeCopyLocalItems", [needed, weak, text, foreign, relocated, damaged]);

        Assert.Equal([weak, text, foreign, relocated, damaged, Mended("needed")], items);
        Assert.Equal(mended, File.ReadAllBytes(items[^1]));
        Assert.Equal(packaged, File.ReadAllBytes(needed));
        Assert.Contains(Warning(foreign, "symbol _ZSt21ios_base_library_inity needs GLIBCXX_3.4.32"), output, StringComparison.Ordinal);
        Assert.Contains(Warning(relocated, "a relocation refers to _ZSt21ios_base_library_initv of GLIBCXX_3.4.32"), output,
            StringComparison.Ordinal);
        Assert.Contains(Warning(damaged, "the file is damaged"), output, StringComparison.Ordinal);
        Assert.Contains("3 Warning(s)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_Twice_DoesNotRewriteTheCopy()
    {
        PackagedLibrary.SkipElsewhere();
        var library = Write("portable", File.ReadAllBytes(PackagedLibrary.InPackage));

        var (first, _) = Build("RuntimeTargetsCopyLocalItems", [library]);
        var written = File.GetLastWriteTimeUtc(first.Single());
        var (second, _) = Build("RuntimeTargetsCopyLocalItems", [library]);

        Assert.Equal([Mended("portable")], first);
        Assert.Equal(first, second);
        Assert.Equal(written, File.GetLastWriteTimeUtc(second.Single()));
        Assert.Equal(File.ReadAllBytes(PackagedLibrary.InOutput), File.ReadAllBytes(second.Single()));
    }

    [Fact]
    public void Build_TurnedOff_UsesThePackagesFile()
    {
        PackagedLibrary.SkipElsewhere();
        var library = Write("kept", File.ReadAllBytes(PackagedLibrary.InPackage));

        var (items, _) = Build("NativeCopyLocalItems", [library], "-p:MendLibTorchSharp=false");

        Assert.Equal([library], items);
    }

    private string Write(string version, byte[] content)
    {
        var path = Path.Combine(_folder.Path, "packages", version, PackagedLibrary.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    private string Mended(string version) => Path.Combine(_folder.Path, "obj", "LibTorchSharp", version, "native", PackagedLibrary.Name);

    private static string Warning(string library, string reason) => $"{library} : warning MNR0001: {PackagedLibrary.Name} is used unchanged "
        + $"and loads only with the libstdc++ of GCC 13.2 or later: {reason}.";

    /// <summary>Runs the build step in a project whose packages contain <paramref name="libraries"/>.</summary>
    /// <returns>The files that the project ships, and the output of the build.</returns>
    private (string[] Items, string Output) Build(string list, string[] libraries, params string[] arguments)
    {
        var items = libraries.Select(library =>
            $"""<{list} Include="{library}" NuGetPackageVersion="{Path.GetFileName(Path.GetDirectoryName(library))}" """
            + $"""PathInPackage="native/{PackagedLibrary.Name}" />""");
        File.WriteAllText(_folder["shipping.proj"], $"""
            <Project>
              <PropertyGroup>
                <IntermediateOutputPath>obj/</IntermediateOutputPath>
              </PropertyGroup>
              <Target Name="ResolvePackageAssets">
                <ItemGroup>{string.Concat(items)}</ItemGroup>
              </Target>
              <Import Project="{AppContext.BaseDirectory}buildTransitive/MlNetRecurrent.Training.targets" />
              <Target Name="Ship" DependsOnTargets="ResolvePackageAssets">
                <WriteLinesToFile File="shipped.txt" Lines="@({list})" Overwrite="true" />
              </Target>
            </Project>
            """);

        // The SDK that runs these tests passes the settings of its own build to child processes in environment variables.
        var start = new ProcessStartInfo("dotnet", ["msbuild", "shipping.proj", "-t:Ship", "-nr:false", "-nologo", "-v:n", "-tl:off", .. arguments])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        using var build = Process.Start(start)!;
        var output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        Assert.True(build.ExitCode == 0, output);
        return (File.ReadAllLines(_folder["shipped.txt"]), output);
    }

    /// <summary>Renames the only symbol of the version.</summary>
    private static byte[] WithForeignSymbol(byte[] library)
    {
        var changed = library.ToArray();
        var anchor = "_ZSt21ios_base_library_initv\0"u8;
        changed[changed.AsSpan().IndexOf(anchor) + anchor.Length - 2] = (byte)'y';
        return changed;
    }

    /// <summary>Lets the first relocation of the last table, that of imported functions, refer to the anchor.</summary>
    private static byte[] WithRelocation(byte[] library)
    {
        var changed = library.ToArray();
        var symbols = Sections(library).First(section => section.Type == DynamicSymbols);
        var names = Sections(library).ElementAt(symbols.Link).Offset;
        var name = library.AsSpan().IndexOf("_ZSt21ios_base_library_initv\0"u8) - names;
        var anchor = 0;
        while (BinaryPrimitives.ReadInt32LittleEndian(library.AsSpan(symbols.Offset + anchor * 24)) != name)
            anchor++;

        var relocations = Sections(library).Last(section => section.Type == Relocations).Offset;
        BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(relocations + 12), anchor);
        return changed;
    }

    private static IEnumerable<(uint Type, int Offset, int Link)> Sections(byte[] library)
    {
        var headers = (int)BinaryPrimitives.ReadInt64LittleEndian(library.AsSpan(0x28));
        for (var header = headers; header < library.Length; header += 64)
        {
            yield return (BinaryPrimitives.ReadUInt32LittleEndian(library.AsSpan(header + 4)),
                (int)BinaryPrimitives.ReadInt64LittleEndian(library.AsSpan(header + 24)),
                BinaryPrimitives.ReadInt32LittleEndian(library.AsSpan(header + 40)));
        }
    }

    /// <summary>System V ABI, "Hash Table Section".</summary>
    private static uint Hash(string name) => name.Aggregate(0u, (hash, letter) =>
    {
        hash = (hash << 4) + letter;
        var top = hash & 0xf0000000;
        return (hash ^ top >> 24) & ~top;
    });
}
