using System.Globalization;
using System.Text.Json;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>What the commands say about classes, verdicts and the split, as text, report and JSON.</summary>
public sealed class ScoresTests : IDisposable
{
    private static readonly string[] Small = ["--hidden", "2", "--epochs", "1"];

    private readonly ConsoleCall _call = new();

    // Lines are wrapped at the width of the console.
    private string Unwrapped => string.Join(' ', _call.Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task Train_TestPartWithoutARareClass_SaysSoAndNamesTheOption()
    {
        var file = Sequences(rareFirst: true);

        Assert.Equal(ExitCode.Success, await _call.RunAsync(
            [.. Train(file), .. Small, "--out", _call["m.onnx"], "--report", _call["r.html"],
                "--json"]));

        string[] sentences =
        [
            "warning: no test sequence has the class 'rare': the scores will say nothing about it; hold out a share of each class with --stratify.",
            "None of the scored sequences has the class 'rare': these scores say nothing about it.",
            "All 8 scored sequences have the class 'usual': these scores say nothing about how well LSTM tells the classes apart.",
        ];
        Assert.All(sentences, sentence => Assert.Contains(sentence, Unwrapped, StringComparison.Ordinal));
        var json = _call.Json;
        Assert.Equal("undecided", json.GetProperty("verdict").GetProperty("outcome").GetString());
        Assert.Equal(sentences[1], json.GetProperty("notes")[0].GetString());
        Assert.Equal(sentences[0], $"warning: {Assert.Single(json.GetProperty("warnings").EnumerateArray()).GetString()}");
        var rare = json.GetProperty("classes")[0];
        Assert.Equal(("rare", 0, JsonValueKind.Null, JsonValueKind.Null), (
            rare.GetProperty("label").GetString(), rare.GetProperty("support").GetInt32(), rare.GetProperty("recall").ValueKind,
            rare.GetProperty("averagePrecision").ValueKind));
        var page = await File.ReadAllTextAsync(_call["r.html"]);
        Assert.Contains("these scores say nothing about it", page, StringComparison.Ordinal);
        Assert.Contains("average precision", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--stratify", "the last 20 % of the sequences of each class")]
    [InlineData("--group who", "20 % of the sequences, in whole groups of column 'who'")]
    [InlineData("--stratify --group who", "20 % of the sequences of each class, in whole groups of column 'who'")]
    [InlineData("--stratify --test-fraction 0.35", "the last 35 % of the sequences of each class")]
    public async Task Evaluate_TableOfTheTraining_RepeatsTheSplit(string options, string rows)
    {
        var file = Sequences(rareFirst: true);
        Assert.Equal(ExitCode.Success, await _call.RunAsync(
            [.. Train(file), .. options.Split(' '), .. Small, "--out", _call["m.onnx"],
                "--json"]));
        var trained = _call.Json;
        Assert.DoesNotContain("warning:", _call.Output, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Success, await _call.RunAsync("evaluate", _call["m.onnx"], "--data", file, "--json"));

        Assert.Contains($"The others are the test rows of its training: {rows}.", Unwrapped, StringComparison.Ordinal);
        Assert.True(_call.Json.GetProperty("repeatsTrainingSplit").GetBoolean());
        foreach (var name in new[] { "rows", "metrics", "baselines", "confusion", "classes", "notes" })
            Assert.Equal(trained.GetProperty(name).GetRawText(), _call.Json.GetProperty(name).GetRawText());
        await _call.RunAsync("inspect", _call["m.onnx"]);
        Assert.Contains($"test rows: {rows}", Unwrapped, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_TestStrideOfTheTraining_IsRepeatedUnlessChanged()
    {
        string[] train = ["train", "--sample", "airline", "--window", "6", .. Small, "--test-stride", "7", "--out", _call["m.onnx"], "--json"];
        Assert.Equal(ExitCode.Success, await _call.RunAsync(train));
        var trained = _call.Json;

        Assert.Equal(ExitCode.Success, await _call.RunAsync("evaluate", _call["m.onnx"], "--sample", "airline", "--json"));
        Assert.Equal(trained.GetProperty("metrics").GetRawText(), _call.Json.GetProperty("metrics").GetRawText());
        Assert.Equal((5, 7), (_call.Json.GetProperty("rows").GetInt32(), _call.Json.GetProperty("stride").GetInt32()));
        Assert.Contains("Windows are 7 rows apart, as in its training (change it with --stride).", Unwrapped, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Success, await _call.RunAsync("evaluate", _call["m.onnx"], "--sample", "airline", "--stride", "1", "--json"));
        Assert.Equal((29, 1), (_call.Json.GetProperty("rows").GetInt32(), _call.Json.GetProperty("stride").GetInt32()));
        Assert.DoesNotContain("apart", _call.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_Text_HasTheScoresAndTheVerdictOfItsTraining()
    {
        var text = _call.Write("t.txt", string.Concat(Enumerable.Range(0, 200).Select(index => $"the cat {index % 7} sat on mat {index % 5}. ")));
        string[] train = ["train", "--task", "language", "--text", text, "--tokens", "words", "--epochs", "1", "--hidden", "4", "--embedding", "3",
            "--out", _call["m.onnx"], "--report", _call["r.html"], "--json"];
        Assert.Equal(ExitCode.Success, await _call.RunAsync(train));
        var trained = _call.Json;
        var verdict = trained.GetProperty("verdict");
        Assert.Equal(("worse", "perplexity"), (verdict.GetProperty("outcome").GetString(), verdict.GetProperty("metric").GetString()));
        Assert.Matches(
            @"The baseline order-\d beats LSTM, whose perplexity is .*\d against \d.*: use the baseline, or other training options\.", Unwrapped);
        Assert.Contains("beats LSTM, whose perplexity is", await File.ReadAllTextAsync(_call["r.html"]), StringComparison.Ordinal);

        Assert.Equal(ExitCode.Success, await _call.RunAsync("evaluate", _call["m.onnx"], "--text", text, "--json"));

        foreach (var name in new[] { "rows", "metrics", "baselines", "verdict" })
            Assert.Equal(trained.GetProperty(name).GetRawText(), _call.Json.GetProperty(name).GetRawText());
    }

    [Theory]
    [InlineData("--label c --sequence id --split part --stratify", "--stratify", "--split, which selects the test data")]
    [InlineData("--label c --sequence id --split part --group who", "--group", "--split, which selects the test data")]
    [InlineData("--target x --group who", "--group", "rows of a series, whose windows are split by time; use them with whole sequences")]
    [InlineData("--target x --stratify", "--stratify", "rows of a series, whose windows are split by time; use them with whole sequences")]
    [InlineData("--label c --series who --group id", "--group", "rows of a series, whose windows are split by time; use them with whole sequences")]
    [InlineData("--label c --task tag --sequence id --stratify", "--stratify", "--task tag")]
    [InlineData("--target x --sequence id --stratify", "--stratify", "--task forecast")]
    public async Task Train_SplitOptionThatDoesNotApply_IsRefused(string options, string name, string reason)
    {
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(["train", "--data", Sequences(rareFirst: false), .. options.Split(' ')]));

        Assert.StartsWith("error: ", _call.Errors, StringComparison.Ordinal);
        Assert.Contains(name, _call.Errors, StringComparison.Ordinal);
        Assert.Contains(reason, _call.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_TextWithStratify_IsRefused()
    {
        var text = _call.Write("t.txt", "a b c");

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("train", "--task", "language", "--text", text, "--stratify"));

        Assert.Equal("error: Option --stratify cannot be used with --task language.", _call.Errors.TrimEnd());
    }

    [Fact]
    public async Task Compare_TestPartOfOneClass_RecommendsNone()
    {
        var file = Sequences(rareFirst: true);

        Assert.Equal(ExitCode.Success, await _call.RunAsync(
            ["compare", "--data", file, "--label", "c", "--sequence", "id", "--features", "x", .. Small, "--json"]));

        Assert.Equal(JsonValueKind.Null, _call.Json.GetProperty("recommended").ValueKind);
        Assert.Contains("these scores say nothing about", _call.Json.GetProperty("recommendation").GetString()!, StringComparison.Ordinal);
        Assert.All(_call.Json.GetProperty("cells").EnumerateArray(), cell =>
            Assert.Equal("undecided", cell.GetProperty("verdict").GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task Train_ManyClasses_ShowsTheWorst()
    {
        var file = _call.Write("f.csv", "c,x\n" + string.Concat(Enumerable.Range(0, 300).Select(row => $"c{row % 30:00},{row % 30}\n")));

        Assert.Equal(ExitCode.Success, await _call.RunAsync(
            ["train", "--data", file, "--label", "c", "--window", "1", .. Small, "--out", _call["m.onnx"], "--json"]));

        Assert.Contains("The 20 of 30 classes with the lowest F1", _call.Output, StringComparison.Ordinal);
        Assert.Equal(30, _call.Json.GetProperty("classes").GetArrayLength());
    }

    private static string[] Train(string file) => ["train", "--data", file, "--label", "c", "--sequence", "id", "--features", "x"];

    // 40 sequences of 2 rows in groups; the last fifth has no rare one.
    private string Sequences(bool rareFirst)
    {
        string Label(int id) => (rareFirst ? id < 10 : id % 5 == 0) ? "rare" : "usual";
        return _call.Write("s.csv", "id,c,x,who,part\n" + string.Concat(Enumerable.Range(0, 40).SelectMany(
        id => Enumerable.Range(0, 2).Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"{id},{Label(id)},{Math.Sin(id) + row},p{id % 9},{(id % 4 == 0 ? "test" : "train")}\n")))));
    }
}
