using System.Globalization;
using System.Text;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Categories, static columns and the scale of each series, from the command line.</summary>
public sealed class CategoryTests : IDisposable
{
    private static readonly string[] Options =
        ["--target", "y", "--time", "day", "--series", "shop", "--window", "4", "--epochs", "2", "--hidden", "4", "--cell", "gru"];

    private readonly ConsoleCall _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task Train_CategoriesAndStaticColumns_AreInTheModelAndItsPredictions()
    {
        var data = _call.Write("shops.csv", Table("a", "b"));

        var exit = await _call.RunAsync(
        [
            "train", "--data", data, "--categories", "kind", "--static", "size,region", "--normalize", "series", "--category-size", "3",
            "--out", _call["m.onnx"], .. Options,
        ]);

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        Assert.Contains("2 series, 5 features.", _call.Output, StringComparison.Ordinal);

        await _call.RunAsync("inspect", _call["m.onnx"]);
        Assert.Contains("category 1: 2 values, embedding size 3", _call.Output, StringComparison.Ordinal);
        Assert.Contains("normalization: series", _call.Output, StringComparison.Ordinal);
        Assert.Contains("features: y, size, shop, kind, region", _call.Output, StringComparison.Ordinal);
        Assert.Contains("categories: shop, kind, region", _call.Output, StringComparison.Ordinal);
        Assert.Contains("static columns: size, region", _call.Output, StringComparison.Ordinal);

        exit = await _call.RunAsync(
            "predict", _call["m.onnx"], "--data", _call.Write("new.csv", Table("a", "c")), "--out", _call["p.csv"]);
        Assert.Equal(ExitCode.Success, exit);
        Assert.Contains(
            "column 'shop' has a value that no training row has ('c'), in 30 rows: it counts as unknown.",
            _call.Output + _call.Errors,
            StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(_call["p.csv"]).Length);
    }

    [Fact]
    public async Task Train_InvalidCategories_NamesTheOptionAndTheCell()
    {
        var data = _call.Write("shops.csv", Table("a", "b"));
        await AssertErrorAsync(
            "The embedding size of categories requires categories: name their columns (DataColumns.Categories; on the command line, --categories or "
            + "--static).",
            "--category-size",
            "3");
        await AssertErrorAsync("Option --category-size is 0, expected at least 1.", "--category-size", "0");
        await AssertErrorAsync(
            $"{data}, line 3, column 'kind': the value 'odd' differs from 'even' in line 2, an earlier row of 'a': a static column has one value in "
            + "each series. Leave it out of the static columns if it changes (DataColumns.Static; on the command line, --static).",
            "--static",
            "kind");

        async Task AssertErrorAsync(string error, params string[] options)
        {
            var exit = await _call.RunAsync(["train", "--data", data, "--out", _call["m.onnx"], .. Options, .. options]);

            Assert.Equal(ExitCode.InvalidInput, exit);
            Assert.Contains(error, _call.Errors, StringComparison.Ordinal);
            Assert.False(File.Exists(_call["m.onnx"]));
        }
    }

    private static string Table(params string[] shops)
    {
        var text = new StringBuilder("shop,day,kind,size,region,y\n");
        foreach (var (index, shop) in shops.Index())
        {
            for (var row = 0; row < 30; row++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{shop},{new DateTime(2020, 1, 1).AddDays(row):yyyy-MM-dd},");
                var kind = row % 2 == 0 ? "even" : "odd";
                text.Append(CultureInfo.InvariantCulture, $"{kind},{index + 1},r{index},{(index + 1) * (row * row % 7)}\n");
            }
        }

        return text.ToString();
    }
}
