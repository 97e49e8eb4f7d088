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
    public void Save_Parquet_HasTypedColumnsForAnotherProgram()
    {
        using var folder = new TemporaryFolder();
        var file = folder["p.parquet"];
        var table = new PredictionTable(
            ["s", "a.b", "step (2)", "p(x/y)"],
            [["=1+1", "2024-02-29T10:30:00.125", "1", "-1.5"], ["", "", "2", ""], ["Zürich", "2024-03-01T00:00:00.000", "3", "NaN"]])
        {
            Kinds = [PredictionKind.Text, PredictionKind.Date, PredictionKind.Integer, PredictionKind.Number],
        };

        table.Save(file);

        Assert.Equal(
            [["s", "VARCHAR"], ["a.b", "TIMESTAMP"], ["step (2)", "BIGINT"], ["p(x/y)", "DOUBLE"]],
            DuckDbFile.Execute($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{file}')"));
        Assert.Equal(
            [
                ["=1+1", new DateTime(2024, 2, 29, 10, 30, 0, 125), 1L, -1.5],
                [null, null, 2L, null],
                ["Zürich", new DateTime(2024, 3, 1), 3L, double.NaN],
            ],
            DuckDbFile.Execute($"SELECT * FROM '{file}'"));
        var read = TableSource.FromFile(file);
        Assert.Equal(table.Header, read.Columns);
        var kinds = new Dictionary<string, ColumnKind> { ["p(x/y)"] = ColumnKind.Number };
        Assert.Equal([-1.5, double.NaN, double.NaN], read.Read(kinds).GetNumbers("p(x/y)"));
    }

    [Fact]
    public void Save_ParquetWithoutKinds_HasTexts()
    {
        using var folder = new TemporaryFolder();

        new PredictionTable(["s", "y"], [["@x", "-1.5"]]).Save(folder["p.PARQUET"]);
        new PredictionTable(["s", "y"], []).Save(folder["empty.parquet"]);

        Assert.Equal([["@x", "-1.5"]], DuckDbFile.Execute($"SELECT * FROM read_parquet('{folder["p.PARQUET"]}')"));
        Assert.Equal([], DuckDbFile.Execute($"SELECT * FROM '{folder["empty.parquet"]}'"));
    }

    [Fact]
    public void Save_FormulasAllowed_WritesThemUnchanged()
    {
        using var folder = new TemporaryFolder();

        new PredictionTable(["=s", "y"], [["@x", "-1.5"]]).Save(folder["p.csv"], allowFormulas: true);

        Assert.Equal("=s,y\n@x,-1.5\n", File.ReadAllText(folder["p.csv"]));
    }
}
