using Xunit;

namespace MlNetRecurrent.EndToEnd.Architecture;

public sealed class FolderCheckTests
{
    private static readonly (string Path, string Code)[] Sources =
    [
        ("Networks/Network.cs", "class Network\n{\n    Card card;\n}"),
        ("Cards/Card.cs", "class Card { Network network; Source source; }"),
        ("Cards/Parts/Source.cs", "class Source { Card card; }"),
        ("Start.cs", "class Start { Network network; }"),
    ];

    [Fact]
    public void FindErrors_UseAgainstTheArrow_NamesEach() => Assert.Equal(
        ["Product/Networks/Network.cs(3): Networks reaches Cards (Card)"],
        FindErrors("", "Networks <- Cards <- (root)"));

    [Fact]
    public void FindErrors_UseWithoutAnArrow_NamesEach() => Assert.Equal(
        [
            "Product/Cards/Card.cs(1): Cards reaches Networks (Network)",
            "Product/Networks/Network.cs(3): Networks reaches Cards (Card)",
            "Product/Start.cs(1): (root) reaches Networks (Network)",
        ],
        FindErrors("", "Networks, Cards, (root)"));

    [Fact]
    public void FindErrors_InsideAFolder_ChecksItsSubfolders() => Assert.Equal(
        ["Product/Cards/Parts/Source.cs(1): Parts reaches (root) (Card)"],
        FindErrors("Cards/", "Parts <- (root)"));

    [Fact]
    public void FindErrors_UndeclaredOrMissingFolders_NamesEach() => Assert.Equal(
        ["Product/(root): is not declared", "Product/Tokens: is declared, but has no files"],
        FindErrors("", "Tokens, Cards, Networks").Where(error => !error.Contains("reaches", StringComparison.Ordinal)));

    private static IReadOnlyList<string> FindErrors(string parent, string arrows) =>
        FolderCheck.FindErrors(parent, new(arrows), Sources.Select(source => source.Path), InMemorySources.Uses(Sources), "Product/");
}
