using System.Globalization;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Wide tables on the command line.</summary>
public sealed class WideTableTests : IDisposable
{
    private static readonly string[] Network = ["--window", "3", "--horizon", "2", "--hidden", "2", "--epochs", "1"];

    private readonly ConsoleCall _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task Train_WideTable_GivesTheModelOfTheLongTableAndForecastsInLongForm()
    {
        var wide = _call.Write("wide.csv", "day,a,b\n" + string.Concat(Enumerable.Range(0, 20).Select(row => $"{row},{A(row)},{B(row)}\n")));
        var text = _call.Write("long.csv", "day,series,value\n" + string.Concat(Enumerable.Range(0, 20).Select(row => $"{row},a,{A(row)}\n"))
            + string.Concat(Enumerable.Range(0, 20).Select(row => $"{row},b,{B(row)}\n")));

        await Run(["train", "--data", text, "--target", "value", "--series", "series", "--time", "day", "--out", _call["long.onnx"], .. Network]);
        foreach (var columns in new[] { "all", "a..b", "a,b" })
        {
            await Run(["train", "--data", wide, "--wide", columns, "--time", "day", "--out", _call["wide.onnx"], .. Network]);
            Assert.Equal(File.ReadAllBytes(_call["long.onnx"]), File.ReadAllBytes(_call["wide.onnx"]));
        }

        await Run("predict", _call["wide.onnx"], "--data", wide, "--wide", "all", "--out", _call["p.csv"]);
        Assert.Equal(
            ["series,day,step", "a,20,1", "a,21,2", "b,20,1", "b,21,2"],
            File.ReadAllLines(_call["p.csv"]).Select(line => line[..line.LastIndexOf(',')]));
        await Run("evaluate", _call["wide.onnx"], "--data", wide, "--wide", "all", "--json");
        Assert.Equal(6, _call.Json.GetProperty("rows").GetInt32());
        await Run("retrain", _call["wide.onnx"], "--data", wide, "--wide", "a..b");
    }

    [Fact]
    public async Task Train_NamesOfTheNewColumns_AreThoseOfTheRoles()
    {
        var wide = _call.Write("wide.csv", "a,b,open\n" + string.Concat(Enumerable.Range(0, 20).Select(row => $"{A(row)},{B(row)},{row % 3}\n")));

        await Run(
            [
                "train", "--data", wide, "--wide", "all", "--series", "shop", "--target", "sales", "--known", "open", "--out", _call["m.onnx"],
                .. Network,
            ]);
        await Run("evaluate", _call["m.onnx"], "--data", wide, "--wide", "all");
        await Run("predict", _call["m.onnx"], "--data", wide, "--wide", "all", "--rolling", "--out", _call["p.csv"]);

        Assert.Equal("shop,row,origin,step,sales,sales actual", File.ReadLines(_call["p.csv"]).First());
    }

    [Fact]
    public async Task Predict_WideTableWithoutItsOption_NamesIt()
    {
        var wide = _call.Write("wide.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 20).Select(row => $"{A(row)},{B(row)}\n")));
        await Run(["train", "--data", wide, "--wide", "all", "--out", _call["m.onnx"], .. Network]);

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(["predict", _call["m.onnx"], "--data", wide, "--out", _call["p.csv"]]));
        Assert.Equal(
            $"error: {wide} has no column 'value', 'series'; its columns are a, b. If it has a column for each series, read it as a long table "
                + "(TableSource.Unpivot; on the command line, --wide).",
            _call.Errors.TrimEnd());
    }

    [Theory]
    [InlineData("--target x,y", "Option --target is 'x,y', expected one name with --wide: that of the column of the values.")]
    [InlineData("--sequence a", "Option --sequence cannot be used with --wide: its columns are series.")]
    public async Task Train_OptionThatDoesNotApply_IsOneLine(string options, string message)
    {
        var wide = _call.Write("wide.csv", "a,b\n1,2\n");

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(["train", "--data", wide, "--wide", "all", .. options.Split(' ')]));
        Assert.Equal($"error: {message}", _call.Errors.TrimEnd());
    }

    private static string A(int row) => MathF.Sin(row).ToString(CultureInfo.InvariantCulture);

    private static int B(int row) => row * row % 7;

    private async Task Run(params string[] arguments)
    {
        var code = await _call.RunAsync(arguments);
        Assert.True(code == ExitCode.Success, _call.Errors);
    }
}
