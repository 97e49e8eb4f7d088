using System.Globalization;
using System.Text;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Every command that reads a table checks its bytes and digits, and reports its times.</summary>
public sealed class DataChecksTests : IDisposable
{
    private readonly ConsoleCall _call = new();

    /// <summary>Every command that reads a table.</summary>
    public static TheoryData<string> Commands => new(
        "train --target y --time t --out OUT", "compare --target y --time t", "evaluate MODEL", "predict MODEL --out OUT", "retrain MODEL");

    public void Dispose() => _call.Dispose();

    [Theory, MemberData(nameof(Commands))]
    public async Task Command_TableThatIsNotUtf8_NamesLineAndColumn(string line)
    {
        await TrainAsync();
        var text = Table(row => row, 0).Replace("60,", "60\u00E9,", StringComparison.Ordinal);
        File.WriteAllBytes(_call["l.csv"], Encoding.Latin1.GetBytes(text));

        Assert.Equal(ExitCode.InvalidInput, await RunAsync(line, "l.csv"));
        Assert.StartsWith($"error: {_call["l.csv"]} is not UTF-8: line 62, column 't' (", MessageOf(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task Command_DigitsThatFloat32CannotHold_NamesTheConstant(string line)
    {
        await TrainAsync();
        _call.Write("o.csv", Table(row => row, 1e9));

        Assert.Equal(ExitCode.InvalidInput, await RunAsync(line, "o.csv"));
        Assert.StartsWith($"error: {_call["o.csv"]}, column 'y': float32 cannot hold these digits", MessageOf(), StringComparison.Ordinal);
        Assert.Contains("subtract 1e9 (1000000000) from it first", MessageOf(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train --target y --time t --out OUT --epochs 1 --hidden 2 --window 3 --json")]
    [InlineData("compare --target y --time t --epochs 1 --hidden 2 --window 3")]
    [InlineData("evaluate MODEL --include-fitted --json")]
    [InlineData("predict MODEL --out OUT --json")]
    [InlineData("retrain MODEL --epochs 1 --json")]
    public async Task Command_HoleInTheTimes_WarnsAndGoesOn(string line)
    {
        await TrainAsync();
        _call.Write("h.csv", Table(row => row < 50 ? row : row + 40, 0));

        Assert.Contains(await RunAsync(line, "h.csv"), new[] { ExitCode.Success, ExitCode.KeptPrevious });

        var warning = $"{_call["h.csv"]}, column 't': a hole in the times: 49 is followed by 90 in line 52, 41 later, so that 40 rows are missing";
        Assert.Contains($"warning: {warning}", _call.Output, StringComparison.Ordinal);
        if (line.EndsWith("--json", StringComparison.Ordinal))
            Assert.StartsWith(warning, _call.Json.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_ColumnInAnotherUnicodeForm_IsFound()
    {
        _call.Write("f.csv", Table(row => row, 0).Replace("t,y", "gro\u0308\u00DFe,y", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Success, await RunAsync(
            "train --target y --time gr\u00F6\u00DFe --window 3 --hidden 2 --epochs 1 --out OUT", "f.csv"));
        Assert.Equal(ExitCode.Success, await RunAsync("train --target gr\u00F6\u00DFe..y --window 3 --hidden 2 --epochs 1 --out OUT", "f.csv"));
    }

    private Task<int> RunAsync(string line, string data) => _call.RunAsync(
    [
        .. line.Replace("OUT", _call["out"], StringComparison.Ordinal).Replace("MODEL", _call["m.onnx"], StringComparison.Ordinal).Split(' '),
        "--data",
        _call[data],
    ]);

    private async Task TrainAsync()
    {
        _call.Write("f.csv", Table(row => row, 0));
        Assert.Equal(
            ExitCode.Success,
            await _call.RunAsync(
                "train", "--data", _call["f.csv"], "--target", "y", "--time", "t", "--window", "3", "--hidden", "2", "--epochs", "1",
                "--out", _call["m.onnx"]));
    }

    private string MessageOf() => _call.Errors.TrimEnd();

    private static string Table(Func<int, int> time, double offset) => "t,y\n" + string.Concat(Enumerable.Range(0, 100).Select(
        row => string.Create(CultureInfo.InvariantCulture, $"{time(row)},{offset + (30 * Math.Sin(row)):0.###}\n")));
}
