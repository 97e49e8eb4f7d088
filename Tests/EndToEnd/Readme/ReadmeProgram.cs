using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>A C# block from a README, compiled as a console program with the references of these tests.</summary>
internal sealed class ReadmeProgram : IDisposable
{
    // The implicit usings of a new console program.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly string _file;

    private ReadmeProgram(string file, IReadOnlyList<string> assemblies) => (_file, Assemblies) = (file, assemblies);

    /// <summary>The files of the assemblies that the program uses.</summary>
    public IReadOnlyList<string> Assemblies { get; }

    /// <summary>
    /// Asserts that a block of a page compiles, runs and prints something, with the packages that the page names for it, in a folder with the
    /// exported files and what the blocks before it under the same heading have written.
    /// </summary>
    public static async Task PrintsAsync(string page, int index, string heading)
    {
        var blocks = ReadmeBlock.All("csharp", page);
        var block = blocks[index];
        Assert.Equal(heading, block.Heading);

        using var folder = FolderWithExportedFiles();
        foreach (var earlier in blocks.Take(index).Where(earlier => earlier.Heading == heading))
        {
            using var before = Compile(earlier);
            await RunAsync(earlier, before, folder);
        }

        using var program = Compile(block);
        var run = await RunAsync(block, program, folder);

        Assert.NotEqual("", run.Output);
        ReadmePackages.AssertNamed(block, program.Assemblies);
    }

    /// <summary>Compiles a block and runs it in a folder with the exported files; fails the test if the exit code is not 0.</summary>
    public static async Task<ProcessRun> RunAsync(ReadmeBlock block)
    {
        using var folder = FolderWithExportedFiles();
        using var program = Compile(block);
        return await RunAsync(block, program, folder);
    }

    private static TemporaryFolder FolderWithExportedFiles()
    {
        var folder = new TemporaryFolder();
        var exported = Directory.CreateDirectory(folder["Exported"]).FullName;
        foreach (var file in Directory.GetFiles(Repository.GetPath("Exported")))
            File.Copy(file, Path.Combine(exported, Path.GetFileName(file)));
        return folder;
    }

    private static async Task<ProcessRun> RunAsync(ReadmeBlock block, ReadmeProgram program, TemporaryFolder folder)
    {
        var run = await program.RunAsync(folder.Path, TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, $"The block under '{block.Heading}' ended with {run.ExitCode}: {run.Errors}");
        return run;
    }

    /// <summary>Compiles a block; fails the test with the compiler's messages if there are errors or warnings.</summary>
    public static ReadmeProgram Compile(ReadmeBlock block)
    {
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14);
        var name = $"readme-{Guid.NewGuid():N}";
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(ImplicitUsings, parse), CSharpSyntaxTree.ParseText(block.Code, parse)],
            References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        var assemblies = compilation.GetUsedAssemblyReferences().Select(reference => Path.GetFileName(reference.Display!)).ToArray();

        // In the folder of these tests, where the program finds all managed and native libraries.
        var program = new ReadmeProgram(Path.Combine(AppContext.BaseDirectory, $"{name}.dll"), assemblies);
        var result = compilation.Emit(program._file);
        var errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).ToArray();
        if (errors.Length > 0)
            program.Dispose();
        Assert.True(errors.Length == 0, $"The block under '{block.Heading}' does not compile: {string.Join<Diagnostic>('\n', errors)}");
        return program;
    }

    /// <summary>Runs the program in a folder.</summary>
    public Task<ProcessRun> RunAsync(string folder, CancellationToken cancellation)
    {
        var tests = Path.Combine(AppContext.BaseDirectory, typeof(ReadmeProgram).Assembly.GetName().Name!);
        string[] arguments = ["exec", "--runtimeconfig", $"{tests}.runtimeconfig.json", "--depsfile", $"{tests}.deps.json", _file];
        return ProcessRun.StartAsync("dotnet", arguments, cancellation, folder);
    }

    public void Dispose() => File.Delete(_file);
}
