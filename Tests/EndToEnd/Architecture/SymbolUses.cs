using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlNetRecurrent.EndToEnd.Architecture;

/// <summary>Finds the uses of a project's own types and members in its sources.</summary>
/// <remarks>
/// A name, a call of an extension method, <c>var</c>, <c>new()</c>, an operator and an indexer are uses; links in XML documentation are not.
/// A value that is passed on without naming its type is not: the arrow to the member that returns it covers it.
/// </remarks>
internal static class SymbolUses
{
    /// <summary>All uses in syntax trees of a compilation, ordered by file and line.</summary>
    /// <param name="compilation">The whole project. Declarations in trees without a path are ignored.</param>
    /// <param name="trees">The trees to search.</param>
    /// <exception cref="InvalidOperationException">A name does not resolve, so its use would be overlooked.</exception>
    public static IReadOnlyList<SymbolUse> Find(Compilation compilation, IEnumerable<SyntaxTree> trees)
    {
        var unknown = new ConcurrentBag<string>();
        var uses = trees
            .AsParallel()
            .SelectMany(tree => FindInTree(compilation.GetSemanticModel(tree), unknown).Distinct())
            .OrderBy(use => use.File, StringComparer.Ordinal).ThenBy(use => use.Line).ThenBy(use => use.Symbol, StringComparer.Ordinal)
            .ToList();
        if (!unknown.IsEmpty)
            throw new InvalidOperationException($"Names that do not resolve:\n{string.Join('\n', unknown.Order())}");
        return uses;
    }

    private static IEnumerable<SymbolUse> FindInTree(SemanticModel model, ConcurrentBag<string> unknown)
    {
        foreach (var node in model.SyntaxTree.GetRoot().DescendantNodes())
        {
            var symbols = SymbolsOf(model, node);
            if (symbols.IsEmpty && IsUnknown(model, node))
                unknown.Add($"{model.SyntaxTree.FilePath}({LineOf(node)}): {node}");
            foreach (var symbol in symbols)
            {
                foreach (var tree in DeclaringTrees(symbol))
                {
                    if (tree != model.SyntaxTree && tree.FilePath.Length > 0)
                        yield return new(model.SyntaxTree.FilePath, LineOf(node), NameOf(symbol), tree.FilePath);
                }
            }
        }
    }

    private static ImmutableArray<ISymbol> SymbolsOf(SemanticModel model, SyntaxNode node)
    {
        // The parts of a partial type use each other.
        if (node is BaseTypeDeclarationSyntax declaration)
            return model.GetDeclaredSymbol(declaration) is { } declared ? [declared] : [];
        if (!HasSymbol(node))
            return [];
        var info = model.GetSymbolInfo(node);
        return info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols;
    }

    /// <summary>Whether a node is a name, or uses a member without naming it. Nodes that consist of names, such as a call, add nothing.</summary>
    private static bool HasSymbol(SyntaxNode node) => node is SimpleNameSyntax
        or ImplicitObjectCreationExpressionSyntax or ConstructorInitializerSyntax
        or ElementAccessExpressionSyntax or ElementBindingExpressionSyntax
        or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax or AssignmentExpressionSyntax;

    private static bool IsUnknown(SemanticModel model, SyntaxNode node)
    {
        // Contextual keywords are names to the parser.
        if (node is not SimpleNameSyntax { Identifier.Text: not ("nameof" or "notnull" or "unmanaged") } name)
            return false;
        // The name of an unknown member or type has no type itself; the whole expression has an error type.
        SyntaxNode whole = name;
        if ((whole.Parent is MemberAccessExpressionSyntax access && access.Name == whole) || whole.Parent is MemberBindingExpressionSyntax)
            whole = whole.Parent;
        if (whole.Parent is InvocationExpressionSyntax or ObjectCreationExpressionSyntax)
            whole = whole.Parent;
        return model.GetTypeInfo(whole).Type is IErrorTypeSymbol;
    }

    private static IEnumerable<SyntaxTree> DeclaringTrees(ISymbol symbol)
    {
        if (symbol is not (INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol))
            return [];
        var definition = symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension.OriginalDefinition : symbol.OriginalDefinition;
        // Members that the compiler adds, such as a default constructor, are declared where their type is.
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
