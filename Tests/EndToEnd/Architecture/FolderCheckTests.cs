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
    public void Faults_AgainstTheArrow_EachIsNamed() => Assert.Equal(
        ["Product/Networks/Network.cs(3): Networks reaches Cards (Card)"],
        Faults("", "Networks <- Cards <- (root)"));

    [Fact]
    public void Faults_WithoutAnArrow_EachIsNamed() => Assert.Equal(
        [
            "Product/Cards/Card.cs(1): Cards reaches Networks (Network)",
            "Product/Networks/Network.cs(3): Networks reaches Cards (Card)",
            "Product/Start.cs(1): (root) reaches Networks (Network)",
        ],
        Faults("", "Networks, Cards, (root)"));

    [Fact]
    public void Faults_InsideAFolder_FoldersInItAreHeldAlone() => Assert.Equal(
        ["Product/Cards/Parts/Source.cs(1): Parts reaches (root) (Card)"],
        Faults("Cards/", "Parts <- (root)"));

    [Fact]
    public void Faults_FoldersThatAreNotDeclaredOrNotThere_EachIsNamed() => Assert.Equal(
        ["Product/(root): is not declared", "Product/Tokens: is declared, but has no files"],
        Faults("", "Tokens, Cards, Networks").Where(fault => !fault.Contains("reaches", StringComparison.Ordinal)));

    private static IReadOnlyList<string> Faults(string parent, string arrows) =>
        FolderCheck.Faults(parent, new(arrows), Sources.Select(source => source.Path), InMemorySources.Uses(Sources), "Product/");
}
