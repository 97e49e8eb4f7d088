using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class InputShapeTests
{
    [Theory]
    [InlineData("-1,-1,3", "2,7,3", "2,7,3")]
    [InlineData("-1,36", "2,12,3", "2,36")]
    [InlineData("1,-1,36", "1,2,12,3", "1,2,36")]
    [InlineData("-1,1,-1,3", "2,1,7,3", "2,1,7,3")]
    [InlineData("-1,1,-1,1", "2,1,7,1", "2,1,7,1")]
    [InlineData("-1,-1", "2,7,3", "2,21")]
    [InlineData("-1", "2,7,3", "42")]
    [InlineData("5,1", "5,1", "5,1")]
    [InlineData("1,1,3", "1,1,3", "1,1,3")]
    [InlineData("1,-1,-1,3", "1,2,7,3", "1,2,7,3")]
    [InlineData("1,-1,-1,3", "2,7,3", "1,2,7,3")]
    [InlineData("-1,7", "2,7,1", "2,7")]
    public void Resolve_FactorsOfAxes_AreMerged(string declared, string factors, string expected) =>
        Assert.Equal(Numbers(expected), InputShape.Resolve([.. Numbers(declared).Select(size => (int)size)], Numbers(factors)));

    [Fact]
    public void Resolve_FactorsThatDoNotFit_Throws() => Assert.Equal(
        "the axes [2, 5] cannot be filled with [2, 4, 3]",
        Assert.Throws<InvalidOperationException>(() => InputShape.Resolve([2, 5], [2, 4, 3])).Message);

    private static long[] Numbers(string list) => [.. list.Split(',').Select(long.Parse)];
}
