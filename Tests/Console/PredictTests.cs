using System.Globalization;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>What <c>predict</c> and <c>evaluate</c> do with each row: none vanishes without a word, and each has its time.</summary>
public sealed class PredictTests : IDisposable
{
    private static readonly string[] Quick = ["--epochs", "1", "--hidden", "4"];

    private readonly ConsoleCall _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData()]
    [InlineData("--bidirectional")]
    [InlineData("--bidirectional", "--minimal", "--test-stride", "3")]
    public async Task Tagger_WindowsThatDoNotDivideTheRows_TagsEachRowOnceInTheOrderOfTheTable(params string[] more)
    {
        var file = _call.Write("d.csv", Tags(("b", 107), ("a", 103)));
        await _call.RunAsync(
        [
            "train", "--data", file, "--task", "tag", "--label", "l", "--series", "s", "--time", "t", "--features", "x", "--window", "20",
            "--out", _call["m.onnx"], "--json", .. Quick, .. more,
        ]);
        Assert.Equal("", _call.Errors);
        // A fifth of the rows of each series, rounded up.
        Assert.Equal(22 + 21, _call.Json.GetProperty("rows").GetInt32());
        Assert.Empty(_call.Json.GetProperty("notes").EnumerateArray());

        await _call.RunAsync("evaluate", _call["m.onnx"], "--data", file, "--json");
        Assert.Equal(22 + 21, _call.Json.GetProperty("rows").GetInt32());
        foreach (var lengths in new[] { (107, 103), (1, 19), (20, 20), (149, 21), (40, 2) })
        {
            file = _call.Write("d.csv", Tags(("b", lengths.Item1), ("a", lengths.Item2)));
            Assert.Equal(ExitCode.Success, await _call.RunAsync("predict", _call["m.onnx"], "--data", file, "--out", _call["p.csv"]));
            Assert.Equal(Keys(file), Keys(_call["p.csv"]));
            Assert.DoesNotContain("note: ", _call.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Tagger_SeriesInOneWindow_HasTheOutputOfTheWholeSeries()
    {
        var file = _call.Write("d.csv", Tags(("a", 60)));
        await _call.RunAsync(
        [
            "train", "--data", file, "--task", "tag", "--label", "l", "--time", "t", "--features", "x", "--window", "10",
            "--out", _call["m.onnx"], .. Quick,
        ]);
        async Task<string[]> PredictAsync(int rows)
        {
            await _call.RunAsync("predict", _call["m.onnx"], "--data", _call.Write("n.csv", Tags(("a", rows))), "--out", _call["p.csv"]);
            return await File.ReadAllLinesAsync(_call["p.csv"]);
        }

        // A forward network: the first window of a series has the outputs of a shorter series, and the rows after it do not change them.
        var (shorter, longer) = (await PredictAsync(7), await PredictAsync(33));

        Assert.Equal((8, 34), (shorter.Length, longer.Length));
        Assert.Equal(shorter, longer[..8]);
    }

    [Fact]
    public async Task Classifier_RowsBeforeTheFirstWindow_AreReported()
    {
        var file = _call.Write("d.csv", Tags(("b", 60), ("a", 60)));
        await _call.RunAsync(
        [
            "train", "--data", file, "--task", "classify", "--label", "l", "--series", "s", "--time", "t", "--features", "x", "--window", "10",
            "--out", _call["m.onnx"], .. Quick,
        ]);
        file = _call.Write("d.csv", Tags(("b", 12), ("a", 9)));

        Assert.Equal(ExitCode.Success, await _call.RunAsync("predict", _call["m.onnx"], "--data", file, "--out", _call["p.csv"], "--json"));

        Assert.Equal(3, _call.Json.GetProperty("rows").GetInt32());
        string[] notes =
        [
            "9 rows of 1 series are not scored, too few for a window of 10: 'a' (9 rows).",
            "9 rows are not scored: the first 9 rows of each series only start its first window of 10.",
        ];
        Assert.Equal(notes, _call.Json.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
        Assert.Contains($"\nnote: {notes[0]}\nnote: {notes[1]}\n", _call.Output, StringComparison.Ordinal);
        await _call.RunAsync("evaluate", _call["m.onnx"], "--data", file, "--include-fitted", "--json");
        Assert.Equal(notes, _call.Json.GetProperty("notes").EnumerateArray().Select(note => note.GetString()).TakeLast(2));
        await _call.RunAsync("predict", _call["m.onnx"], "--data", _call.Write("d.csv", Tags(("b", 9), ("a", 8))), "--out", _call["p.csv"]);
        Assert.Equal(
            $"error: {file} has 17 rows and at most 9 in one series, expected at least 10 in one series for a window of 10: provide more data.",
            _call.Errors.TrimEnd());
    }

    [Fact]
    public async Task Forecasts_ColumnsWithTheNamesOfThePredictions_HaveUniqueNamesAndSafeCells()
    {
        var rows = Enumerable.Range(0, 40).SelectMany(row => new[] { "=cmd|calc", "@x", "-5" }.Select((series, index) =>
            string.Create(CultureInfo.InvariantCulture, $"{series},{row + (10 * index)},{MathF.Sin(row + index)},{MathF.Cos(row + index)}\n")));
        var file = _call.Write("d.csv", "step,origin,y,y q0.1\n" + string.Concat(rows));
        await _call.RunAsync(
        [
            "train", "--data", file, "--target", "y,y q0.1", "--series", "step", "--time", "origin", "--quantiles", "0.1,0.5", "--window", "5",
            "--horizon", "2", "--out", _call["m.onnx"], .. Quick,
        ]);
        Assert.Equal("", _call.Errors);

        await _call.RunAsync("predict", _call["m.onnx"], "--data", file, "--out", _call["p.csv"], "--rolling", "--json");

        var lines = await File.ReadAllLinesAsync(_call["p.csv"]);
        Assert.Equal(
            "step,origin,origin (2),step (2),y,y q0.1,y actual,y q0.1 actual,y q0.1 (2),y q0.5,y q0.1 q0.1,y q0.1 q0.5", lines[0]);
        Assert.Equal(
            ["'=cmd|calc,40,39,1", "'=cmd|calc,41,39,2", "'@x,50,49,1", "'@x,51,49,2", "-5,60,59,1", "-5,61,59,2"],
            lines.Where(line => line.Contains(",,", StringComparison.Ordinal)).Select(line => string.Join(',', line.Split(',')[..4]))
                .Where((_, index) => index % 3 > 0));
        Assert.Equal(5, _call.Json.GetProperty("notes").GetArrayLength());
        await _call.RunAsync("predict", _call["m.onnx"], "--data", file, "--out", _call["p.csv"], "--allow-formulas");
        Assert.StartsWith("=cmd|calc,40,1,", (await File.ReadAllLinesAsync(_call["p.csv"]))[1], StringComparison.Ordinal);
        Assert.Contains("note: 4 cells start like a spreadsheet formula and are written unchanged", _call.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2020-01-31", "2020-02-29", "2020-03-31", "2020-04-30")]
    [InlineData("2020-01-31T10:00:00", "2020-01-31T11:00:00", "2020-01-31T12:00:00", "2020-01-31T13:00:00")]
    [InlineData("0.1", "0.2", "0.3", "0.4")]
    [InlineData(null, "21", "22", "23")]
    public async Task Forecasts_AnyTimes_HaveTheTimeThatTheyForecast(string? first, params string[] next)
    {
        // Twenty rows up to the first time; the others follow it.
        var times = first is null ? [.. Enumerable.Range(1, 20).Select(row => $"{row}")]
            : Enumerable.Range(-19, 20).Select(row => first.Length > 10
                ? DateTime.Parse(first, CultureInfo.InvariantCulture).AddHours(row).ToString("s", CultureInfo.InvariantCulture)
                : first.Length == 10 ? new DateTime(2020, 2, 1).AddMonths(row).AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                : (((double)(decimal)row / 10) + 0.1).ToString("0.0", CultureInfo.InvariantCulture));
        var file = _call.Write("d.csv", "t,y\n" + string.Concat(times.Select((time, row) => $"{time},{row % 7}\n")));
        string[] time = first is null ? [] : ["--time", "t"];
        await _call.RunAsync(
            ["train", "--data", file, "--target", "y", .. time, "--window", "4", "--horizon", "3", "--out", _call["m.onnx"], .. Quick]);
        Assert.Equal("", _call.Errors);

        await _call.RunAsync("predict", _call["m.onnx"], "--data", file, "--out", _call["p.csv"]);

        var lines = await File.ReadAllLinesAsync(_call["p.csv"]);
        Assert.Equal(first is null ? "row,step,y" : "t,step,y", lines[0]);
        Assert.Equal(next.Select((of, index) => $"{of},{index + 1}"), lines[1..].Select(line => line[..line.LastIndexOf(',')]));
    }

    // Rows of several series in turn, as long as they last.
    private static string Tags(params (string Series, int Rows)[] series) => "s,t,l,x\n" + string.Concat(
        Enumerable.Range(0, series.Max(of => of.Rows)).SelectMany(row => series.Where(of => row < of.Rows).Select(of =>
            string.Create(CultureInfo.InvariantCulture, $"{of.Series},{row},{(row / 3 % 2 == 0 ? "p" : "q")},{MathF.Sin(row)}\n"))));

    // The first two cells of each line after the header.
    private static IEnumerable<string> Keys(string file) => File.ReadLines(file).Skip(1).Select(line => string.Join(',', line.Split(',')[..2]));
}
