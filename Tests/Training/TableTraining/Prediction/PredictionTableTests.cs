using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class PredictionTableTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("@SUM(1)", "'@SUM(1)")]
    [InlineData("+cmd|x", "'+cmd|x")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("-", "'-")]
    [InlineData("--5", "'--5")]
    [InlineData("- 5", "'- 5")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\t-1.5", "'\t-1.5")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\uFF1D1", "'\uFF1D1")]
    // Quoted where CSV requires it.
    [InlineData("=a,b", "\"'=a,b\"")]
    [InlineData("=\"a\"", "\"'=\"\"a\"\"\"")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("+3", "+3")]
    [InlineData("-1E-05", "-1E-05")]
    [InlineData("-Infinity", "-Infinity")]
    [InlineData("a=1", "a=1")]
    [InlineData("'=1", "'=1")]
    [InlineData("", "")]
    [InlineData("p(=1)", "p(=1)")]
    [InlineData("2020-01-01", "2020-01-01")]
    public void Save_CellsAndNames_AreSafeInSpreadsheets(string cell, string written)
    {
        using var folder = new TemporaryFolder();
        var table = new PredictionTable([cell, "y"], [[cell, "-1.5"], ["x", "2"]]);

        table.Save(folder["p.csv"]);

        Assert.Equal($"{written},y\n{written},-1.5\nx,2\n", File.ReadAllText(folder["p.csv"]));
        Assert.Equal(written == cell ? 0 : 2, table.FormulaCellCount);
    }

    [Fact]
    public void Save_FormulasAllowed_WritesThemUnchanged()
    {
        using var folder = new TemporaryFolder();

        new PredictionTable(["=s", "y"], [["@x", "-1.5"]]).Save(folder["p.csv"], allowFormulas: true);

        Assert.Equal("=s,y\n@x,-1.5\n", File.ReadAllText(folder["p.csv"]));
    }
}
