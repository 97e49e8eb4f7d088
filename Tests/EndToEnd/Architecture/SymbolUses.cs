using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlNetRecurrent.EndToEnd.Architecture;

/// <summary>Finds the uses of a project's own types and members in its sources.</summary>
/// <remarks>
/// A name, a call of an extension method, <c>var</c>, <c>new()</c>, an operator and an indexer are uses; links in XML documentation are not.
/// A value that is handed on without a name for it or its type needs no arrow of its own: the member that returns it has one.
/// </remarks>
internal static class SymbolUses
{
    /// <summary>All uses in the trees of a compilation that have a path, in the order of their files and lines.</summary>
    /// <exception cref="InvalidOperationException">The sources do not compile, so that uses would be overlooked.</exception>
    public static IReadOnlyList<SymbolUse> Find(Compilation compilation)
    {
        Refuse(compilation);
        return
        [
            .. compilation.SyntaxTrees
                .AsParallel()
                .Where(tree => tree.FilePath.Length > 0)
                .SelectMany(tree => FindInTree(compilation.GetSemanticModel(tree)).Distinct())
                .OrderBy(use => use.File, StringComparer.Ordinal).ThenBy(use => use.Line).ThenBy(use => use.Symbol, StringComparer.Ordinal),
        ];
    }

    private static void Refuse(Compilation compilation)
    {
        // A partial method whose body a source generator writes: what it is and what its signature names is known without the body.
        const string PartialWithoutBody = "CS8795";
        var errors = compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error && found.Id != PartialWithoutBody).ToList();
        if (errors.Count > 0)
            throw new InvalidOperationException($"{compilation.AssemblyName} does not compile: {string.Join('\n', errors.Take(10))}");
    }

    private static IEnumerable<SymbolUse> FindInTree(SemanticModel model)
    {
        foreach (var node in model.SyntaxTree.GetRoot().DescendantNodes())
        {
            foreach (var symbol in SymbolsOf(model, node))
            {
                foreach (var tree in DeclaringTrees(symbol))
                {
                    if (tree != model.SyntaxTree && tree.FilePath.Length > 0)
                        yield return new(model.SyntaxTree.FilePath, LineOf(node), NameOf(symbol), tree.FilePath);
                }
            }
        }
    }

    private static IEnumerable<ISymbol> SymbolsOf(SemanticModel model, SyntaxNode node)
    {
        // The parts of a partial type use each other.
        if (node is BaseTypeDeclarationSyntax declaration)
            return model.GetDeclaredSymbol(declaration) is { } declared ? [declared] : [];
        if (node is not (ExpressionSyntax or AttributeSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax))
            return [];
        var info = model.GetSymbolInfo(node);
        return info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols;
    }

    private static IEnumerable<SyntaxTree> DeclaringTrees(ISymbol symbol)
    {
        if (symbol is not (INamedTypeSymbol or IMethodSymbol { MethodKind: not MethodKind.LocalFunction } or IPropertySymbol or IFieldSymbol or IEventSymbol))
            return [];
        var definition = symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension.OriginalDefinition : symbol.OriginalDefinition;
        // What the compiler adds, such as a constructor without parameters, stands where its type stands.
        while (definition is { DeclaringSyntaxReferences.IsEmpty: true, ContainingType: { } type })
            definition = type;
        return definition.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree);
    }

    private static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    private static string NameOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.ContainingType.Name,
        INamedTypeSymbol or { ContainingType: null } => symbol.Name,
        { ContainingType: { IsExtension: true } block } => $"{block.ContainingType.Name}.{symbol.Name}",
        _ => $"{symbol.ContainingType.Name}.{symbol.Name}",
    };
}
