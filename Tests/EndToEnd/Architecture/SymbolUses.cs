using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlNetRecurrent.EndToEnd.Architecture;

/// <summary>Finds the uses of a project's own types and members in its sources.</summary>
/// <remarks>
/// A name, a call of an extension method, <c>var</c>, <c>new()</c>, an operator and an indexer are uses; links in XML documentation are not.
/// A value that is handed on without a name for it or its type needs no arrow of its own: the member that returns it has one.
/// </remarks>
internal static class SymbolUses
{
    /// <summary>All uses in trees of a compilation, in the order of their files and lines.</summary>
    /// <param name="compilation">The whole project. Trees without a path declare nothing that counts.</param>
    /// <param name="trees">The trees to look through.</param>
    /// <exception cref="InvalidOperationException">The compilation does not know a name, so that its uses would be overlooked.</exception>
    public static IReadOnlyList<SymbolUse> Find(Compilation compilation, IEnumerable<SyntaxTree> trees)
    {
        var unknown = new ConcurrentBag<string>();
        var uses = trees
            .AsParallel()
            .SelectMany(tree => FindInTree(compilation.GetSemanticModel(tree), unknown).Distinct())
            .OrderBy(use => use.File, StringComparer.Ordinal).ThenBy(use => use.Line).ThenBy(use => use.Symbol, StringComparer.Ordinal)
            .ToList();
        return unknown.IsEmpty ? uses : throw new InvalidOperationException($"Names that the compilation does not know:\n{string.Join('\n', unknown.Order())}");
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

    /// <summary>Whether a node names something, or uses something without a name. What is made of names, such as a call, adds nothing to these.</summary>
    private static bool HasSymbol(SyntaxNode node) => node is SimpleNameSyntax
        or ImplicitObjectCreationExpressionSyntax or ConstructorInitializerSyntax
        or ElementAccessExpressionSyntax or ElementBindingExpressionSyntax
        or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax or AssignmentExpressionSyntax;

    private static bool IsUnknown(SemanticModel model, SyntaxNode node)
    {
        // Words that are keywords where they stand are names for the parser.
        if (node is not SimpleNameSyntax { Identifier.Text: not ("nameof" or "notnull" or "unmanaged") } name)
            return false;
        // A member, a call and a new object have no type of their own until they are whole.
        SyntaxNode whole = name;
        if ((whole.Parent is MemberAccessExpressionSyntax access && access.Name == whole) || whole.Parent is MemberBindingExpressionSyntax)
            whole = whole.Parent;
        if (whole.Parent is InvocationExpressionSyntax or ObjectCreationExpressionSyntax)
            whole = whole.Parent;
        return model.GetTypeInfo(whole).Type is IErrorTypeSymbol;
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
