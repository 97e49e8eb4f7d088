using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MlNetRecurrent.EndToEnd.Architecture;

/// <summary>A project's sources and the uses in them.</summary>
internal sealed class ProjectSources
{
    private static readonly ConcurrentDictionary<string, Lazy<ProjectSources>> Read = [];

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.CSharp14, DocumentationMode.None, preprocessorSymbols: ["NET"]);

    private ProjectSources(ProjectFile project)
    {
        var own = Parse(OwnFiles(project));
        var generated = Parse(GeneratedFiles(project));
        Files = [.. own.Concat(generated).Select(tree => tree.FilePath)];
        // Generated classes use only each other.
        Uses = SymbolUses.Find(Compile(project, [.. own, .. generated]), own);
    }

    /// <summary>All source files, relative to the project's folder.</summary>
    /// <remarks>Classes that are generated from a .proto file count as being in the folder of that file.</remarks>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The uses of what other files of the project declare.</summary>
    public IReadOnlyList<SymbolUse> Uses { get; }

    /// <summary>Returns the sources of a project, which are read once.</summary>
    /// <param name="folder">The project's folder, relative to the repository's.</param>
    public static ProjectSources FromFolder(string folder) => Read.GetOrAdd(folder, name => new(() => new(new(name)))).Value;

    private static List<SyntaxTree> Parse(IEnumerable<(string Path, string FullPath)> sources) =>
        [.. sources.AsParallel().Select(source => CSharpSyntaxTree.ParseText(File.ReadAllText(source.FullPath), Parsing, source.Path))];

    private static IEnumerable<(string Path, string FullPath)> OwnFiles(ProjectFile project)
    {
        var excluded = project.ExcludedFolders.Concat(["bin/", "obj/"]).ToList();
        return Directory.EnumerateFiles(project.FullFolder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(project.FullFolder, file).Replace('\\', '/'), FullPath: file))
            .Where(source => !excluded.Any(folder => source.Path.StartsWith(folder, StringComparison.Ordinal)))
            .Concat(project.MovedSources.Select(source => (source.Link, Path.Combine(project.FullFolder, source.Path))));
    }

    private static IEnumerable<(string Path, string FullPath)> GeneratedFiles(ProjectFile project) => project.ProtoFiles
        .Select(file => Path.GetDirectoryName(file)!)
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(BuildFolder(project), folder), "*.cs")
            .Select(file => (Path: $"{folder}/{Path.GetFileName(file)}", FullPath: file)));

    private static CSharpCompilation Compile(ProjectFile project, IEnumerable<SyntaxTree> trees)
    {
        // Without a path: the global using directives are in no folder.
        var implicitUsings = CSharpSyntaxTree.ParseText(File.ReadAllText(ImplicitUsingsFile(project)), Parsing);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) != project.AssemblyName)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            project.AssemblyName,
            [implicitUsings, .. trees],
            references,
            new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create(Generators(), parseOptions: Parsing).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        // Generated trees have paths that name their generator. They are in no folder either.
        return generated.SyntaxTrees.Except(compilation.SyntaxTrees).Aggregate(
            (CSharpCompilation)generated,
            (whole, tree) => (CSharpCompilation)whole.ReplaceSyntaxTree(tree, tree.WithFilePath("")));
    }

    private static string BuildFolder(ProjectFile project) => Path.GetDirectoryName(ImplicitUsingsFile(project))!;

    private static string ImplicitUsingsFile(ProjectFile project)
    {
        var configuration = typeof(ProjectSources).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var folder = Path.Combine(project.FullFolder, "obj", configuration);
        return Directory.EnumerateFiles(folder, $"{project.Name}.GlobalUsings.g.cs", SearchOption.AllDirectories).First();
    }

    /// <summary>The framework's source generators whose members the sources use.</summary>
    private static IEnumerable<ISourceGenerator> Generators() => typeof(ProjectSources).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(entry => entry.Key == "SourceGenerator")
        .SelectMany(entry => Assembly.LoadFrom(entry.Value!).GetTypes())
        .Where(type => type.IsDefined(typeof(GeneratorAttribute), inherit: false))
        .Select(type => Activator.CreateInstance(type))
        .Select(generator => generator is IIncrementalGenerator incremental ? incremental.AsSourceGenerator() : (ISourceGenerator)generator!);
}
