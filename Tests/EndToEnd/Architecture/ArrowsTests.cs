using Xunit;

namespace MlNetRecurrent.EndToEnd.Architecture;

public sealed class ArrowsTests
{
    private readonly Arrows _arrows = new("""
        Networks, Tokens <- Cards <- Onnx
        Networks <- Scoring
        Errors
        """);

    [Theory]
    [InlineData("Cards", "Networks", true)]
    [InlineData("Cards", "Tokens", true)]
    [InlineData("Onnx", "Networks", true)]
    [InlineData("Onnx", "Onnx", true)]
    [InlineData("Networks", "Cards", false)]
    [InlineData("Networks", "Tokens", false)]
    [InlineData("Scoring", "Tokens", false)]
    [InlineData("Scoring", "Onnx", false)]
    [InlineData("Errors", "Networks", false)]
    [InlineData("Networks", "Errors", false)]
    [InlineData("Unknown", "Networks", false)]
    public void Allow_WhatIsToTheLeft_NotWhatIsToTheRight(string user, string used, bool allowed) => Assert.Equal(allowed, _arrows.Allow(user, used));

    [Fact]
    public void Names_AllOfTheDeclaration() => Assert.Equal(["Cards", "Errors", "Networks", "Onnx", "Scoring", "Tokens"], _arrows.Names.Order());

    [Fact]
    public void Arrows_Cycle_Refused()
    {
        var refused = Assert.Throws<ArgumentException>(() => new Arrows("""
            Networks <- Cards <- Onnx
            Onnx <- Cards
            """));

        Assert.Equal("The declared arrows form a cycle: Cards, Onnx. (Parameter 'declaration')", refused.Message);
    }
}
