using Xunit;

namespace MlNetRecurrent.EndToEnd.Architecture;

public sealed class SymbolUsesTests
{
    private const string Declarations = """
        class Network
        {
            public int Size;
            public static Network operator +(Network left, Network right) => left;
        }

        static class Networks
        {
            public const int Count = 2;
            public static Network[] All => [];
            public static Network Create() => new();
            public static int Twice(this Network network) => 2 * network.Size;
            extension(Network network) { public int Half => network.Size / 2; }
        }

        class Marked : System.Attribute;
        partial class Spread;
        """;

    [Theory]
    [InlineData("class User { Network network; }", "Network")]
    [InlineData("class User : Network;", "Network")]
    [InlineData("class User { System.Collections.Generic.List<Network> networks; }", "Network")]
    [InlineData("class User { Network[] networks = [new()]; }", "Network")]
    [InlineData("class User { int size = Networks.Create().Size; }", "Network.Size, Networks, Networks.Create")]
    [InlineData("class User { int size = Networks.All[0].Size; }", "Network.Size, Networks, Networks.All")]
    [InlineData("class User { void Run() { var network = Networks.Create(); } }", "Network, Networks, Networks.Create")]
    [InlineData("class User { bool is4 = Networks.Create() is { Size: 4 }; }", "Network.Size, Networks, Networks.Create")]
    [InlineData("class User { object sum = Networks.All[0] + Networks.All[1]; }", "Network.op_Addition, Networks, Networks.All")]
    [InlineData("class User { string name = nameof(Networks.Twice); }", "Networks, Networks.Twice")]
    [InlineData("class User { int twice = Networks.Create().Twice(); }", "Networks, Networks.Create, Networks.Twice")]
    [InlineData("class User { int half = Networks.Create().Half; }", "Networks, Networks.Create, Networks.Half")]
    [InlineData("using static Networks; class User { int count = Count; }", "Networks, Networks.Count")]
    [InlineData("using N = Network; class User { N network; }", "Network")]
    [InlineData("[Marked] class User;", "Marked")]
    [InlineData("partial class Spread;", "Spread")]
    [InlineData("/// <summary>As <see cref=\"Network\"/>.</summary>\nclass User;", "")]
    [InlineData("class User { User user = new(); string text = \"Network\"; }", "")]
    public void Find_EachKindOfUse_NamesWhatIsUsed(string code, string symbols)
    {
        var uses = InMemorySources.Uses(("Networks/Network.cs", Declarations), ("Users/User.cs", code))
            .Where(use => use.File == "Users/User.cs")
            .ToList();

        Assert.Equal(symbols, string.Join(", ", uses.Select(use => use.Symbol).Distinct().Order(StringComparer.Ordinal)));
        Assert.All(uses, use => Assert.Equal("Networks/Network.cs", use.Declaration));
    }

    [Theory]
    [InlineData("class User\n{\n    Network network;\n}", "Users/User.cs(3): Network")]
    [InlineData("class User { object networks = new Networks(); }", "Users/User.cs(1): Networks")]
    [InlineData("class User { void Run(User user) => user.Score(); }", "Users/User.cs(1): Score")]
    [InlineData("class User { void Run(User user) => user?.Score(); }", "Users/User.cs(1): Score")]
    [InlineData("class User { object Get(User user) => user.Score; }", "Users/User.cs(1): Score")]
    [InlineData("class User { void Run() => Score(); }", "Users/User.cs(1): Score")]
    public void Find_NameThatIsNotDeclared_Refused(string code, string name)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => InMemorySources.Uses(("Users/User.cs", code)));

        Assert.Equal($"Names that do not resolve:\n{name}", refused.Message);
    }
}
