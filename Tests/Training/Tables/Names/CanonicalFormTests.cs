using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class CanonicalFormTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("caf\u00E9", "cafe\u0301")]
    [InlineData("\u212B", "A\u030A")]
    [InlineData("\u1ED9", "o\u0323\u0302")]
    [InlineData("o\u0302\u0323", "o\u0323\u0302")]
    [InlineData("\u1E69", "s\u0323\u0307")]
    [InlineData("\u0439", "\u0438\u0306")]
    [InlineData("\u304C", "\u304B\u3099")]
    [InlineData("\uD55C\uAE00", "\u1112\u1161\u11AB\u1100\u1173\u11AF")]
    [InlineData("\uAC00", "\u1100\u1161")]
    [InlineData("\uD83D\uDE00", "\uD83D\uDE00")]
    [InlineData("\uD83D", "\uD83D")]
    public void Decompose_Text_IsFormD(string text, string expected) => Assert.Equal(expected, CanonicalForm.Decompose(text));
}
