using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>A block of C# from the README, compiled as a console program of its own that references what these tests do.</summary>
internal sealed class ReadmeProgram : IDisposable
{
    // What the SDK imports for a new console program.
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
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    private readonly string _file;

    private ReadmeProgram(string file) => _file = file;

    /// <summary>Fails the test unless a block of a page compiles, runs and prints something.</summary>
    public static async Task PrintsAsync(string page, int index, string heading)
    {
        var block = ReadmeBlock.All("csharp", page)[index];
        Assert.Equal(heading, block.Heading);

        var run = await RunAsync(block);

        Assert.NotEqual("", run.Output);
    }

    /// <summary>Compiles a block and runs it in a folder that holds the exported files; fails the test where it does not end well.</summary>
    public static async Task<ProcessRun> RunAsync(ReadmeBlock block)
    {
        using var folder = new TemporaryFolder();
        var exported = Directory.CreateDirectory(folder["Exported"]).FullName;
        foreach (var file in Directory.GetFiles(Repository.Place("Exported")))
            File.Copy(file, Path.Combine(exported, Path.GetFileName(file)));
        using var program = Compile(block);
        var run = await program.RunAsync(folder.Path, TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, $"The lines under '{block.Heading}' ended with {run.ExitCode}: {run.Errors}");
        return run;
    }

    /// <summary>Compiles a block; fails the test, with what the compiler says, where it does not compile without warnings.</summary>
    public static ReadmeProgram Compile(ReadmeBlock block)
    {
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14);
        var name = $"readme-{Guid.NewGuid():N}";
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(ImplicitUsings, parse), CSharpSyntaxTree.ParseText(block.Code, parse)],
            References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        // Beside these tests' own files: there the program finds the libraries, native ones too.
        var program = new ReadmeProgram(Path.Combine(AppContext.BaseDirectory, $"{name}.dll"));
        var result = compilation.Emit(program._file);
        var faults = result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).ToArray();
        if (faults.Length > 0)
            program.Dispose();
        Assert.True(faults.Length == 0, $"The lines under '{block.Heading}' do not compile: {string.Join<Diagnostic>('\n', faults)}");
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
