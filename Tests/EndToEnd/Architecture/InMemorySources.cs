using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MlNetRecurrent.EndToEnd.Architecture;

/// <summary>Finds the uses in a few lines of C#.</summary>
internal static class InMemorySources
{
    /// <summary>The uses in files, each given as a path and its code.</summary>
    public static IReadOnlyList<SymbolUse> Uses(params IEnumerable<(string Path, string Code)> files)
    {
        var parsing = new CSharpParseOptions(LanguageVersion.CSharp14, DocumentationMode.Diagnose);
        var compilation = CSharpCompilation.Create(
            "sources",
            files.Select(file => CSharpSyntaxTree.ParseText(file.Code, parsing, file.Path)),
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new(OutputKind.DynamicallyLinkedLibrary));
        return SymbolUses.Find(compilation, compilation.SyntaxTrees);
    }
}
