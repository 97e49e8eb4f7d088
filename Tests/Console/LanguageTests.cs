using System.Text.Json;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Short runs of every command for texts.</summary>
public sealed class LanguageTests : IDisposable
{
    private static readonly string[] Quick =
        ["--hidden", "16", "--embedding", "6", "--window", "8", "--batch", "4", "--lr", "0.02", "--average", "0.8"];

    private static readonly string[] Twelve = ["--epochs", "12"];

    private readonly ConsoleCall _call = new();
    private readonly string _text;

    public LanguageTests() => _text = _call.Write("t.txt", string.Concat(Enumerable.Repeat("the cat sat on the mat.\n", 50)));

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task Train_Text_IsComparedWithNGramModels()
    {
        var exit = await _call.RunAsync([
            "train", "--task", "language", "--text", _text, "--out", _call["m.onnx"], "--report", _call["train.html"], "--json", .. Quick,
            .. Twelve]);

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        Assert.Contains("bits per character: lower is better", await File.ReadAllTextAsync(_call["train.html"]), StringComparison.Ordinal);
        Assert.StartsWith(
            $"{_text}: 1,026 training characters, 54 validation characters, 120 test characters, vocabulary size 13.",
            _call.Output,
            StringComparison.Ordinal);
        Assert.Contains(" characters per second.", _call.Output, StringComparison.Ordinal);
        var json = _call.Json;
        Assert.Equal(
            ("lstm", "language", 12, 120),
            (
                json.GetProperty("cell").GetString(),
                json.GetProperty("task").GetString(),
                json.GetProperty("epochs").GetInt32(),
                json.GetProperty("rows").GetInt32()));
        Assert.Equal(
            ["order-0", "order-1", "order-2", "order-3", "order-4", "order-5"],
            json.GetProperty("baselines").EnumerateObject().Select(baseline => baseline.Name));
        // The text repeats: with some history the n-gram models need almost no bits; letter frequencies alone need about log2 of ten.
        Assert.InRange(Bits(json.GetProperty("metrics")), 0, 1.5);
        Assert.InRange(Bits(json.GetProperty("baselines").GetProperty("order-0")), 2.5, 3.7);
        Assert.InRange(Bits(json.GetProperty("baselines").GetProperty("order-5")), 0, 0.5);
    }

    [Fact]
    public async Task Evaluate_SameText_ReportsTheScoresOfTrain()
    {
        await _call.RunAsync(["train", "--text", _text, "--cell", "gru", "--out", _call["m.onnx"], "--json", .. Quick, .. Twelve]);
        var trained = (_call.Json.GetProperty("metrics").GetRawText(), _call.Json.GetProperty("baselines").GetRawText());

        var exit = await _call.RunAsync("evaluate", _call["m.onnx"], "--text", _text, "--json");

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        Assert.Equal(trained, (_call.Json.GetProperty("metrics").GetRawText(), _call.Json.GetProperty("baselines").GetRawText()));
        Assert.Equal("the first 1,080 of 1,200 characters were used for training and are excluded", _call.Json.GetProperty("leftOut").GetString());
        await _call.RunAsync("evaluate", _call["m.onnx"], "--text", _call.Write("other.txt", "a mat, a cat."), "--json");
        Assert.Equal(
            (12, 1, JsonValueKind.Null),
            (_call.Json.GetProperty("rows").GetInt32(), _call.Json.GetProperty("unknown").GetInt32(), _call.Json.GetProperty("leftOut").ValueKind));
        Assert.Empty(_call.Json.GetProperty("baselines").EnumerateObject());
        await _call.RunAsync("evaluate", _call["m.onnx"], "--text", _text, "--include-fitted", "--report", _call["evaluate.html"], "--json");
        Assert.Contains("bits per character: lower is better", await File.ReadAllTextAsync(_call["evaluate.html"]), StringComparison.Ordinal);
        Assert.Equal(1199, _call.Json.GetProperty("rows").GetInt32());
    }

    [Fact]
    public async Task Generate_MemorizedText_ContinuesIt()
    {
        await _call.RunAsync(["train", "--text", _text, "--out", _call["m.onnx"], .. Quick, "--epochs", "40"]);

        var exit = await _call.RunAsync("generate", _call["m.onnx"], "--prompt", "the cat s", "--length", "14", "--top-k", "1");

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        Assert.Equal("the cat sat on the mat.", _call.Output.TrimEnd());
        await _call.RunAsync("generate", _call["m.onnx"], "--prompt", "the cat", "--suggest", "2", "--json");
        var suggestions = _call.Json.GetProperty("suggestions").EnumerateArray().ToList();
        Assert.Equal(2, suggestions.Count);
        Assert.Equal("sat", suggestions[0].GetProperty("text").GetString());
        Assert.InRange(suggestions[0].GetProperty("probability").GetDouble(), 0.5, 1);
        await _call.RunAsync("generate", _call["m.onnx"], "--prompt", "the c\u00e4t", "--unknown", "replace", "--length", "5", "--json");
        Assert.Equal(5, _call.Json.GetProperty("text").GetString()!.Length);
    }

    [Fact]
    public async Task Train_Words_IsScoredByPerplexity()
    {
        var exit = await _call.RunAsync(["train", "--text", _text, "--tokens", "words", "--out", _call["m.onnx"], "--json", .. Quick, .. Twelve]);

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        Assert.StartsWith(
            $"{_text}: 299 training words and symbols, 16 validation words and symbols, 35 test words and symbols, vocabulary size 7.",
            _call.Output,
            StringComparison.Ordinal);
        Assert.Equal(["perplexity"], _call.Json.GetProperty("metrics").EnumerateObject().Select(metric => metric.Name));
        Assert.InRange(_call.Json.GetProperty("baselines").GetProperty("order-0").GetProperty("perplexity").GetDouble(), 5, 7);
    }

    [Fact]
    public async Task Train_TimeLimit_ReportsCompletedEpochs()
    {
        var exit = await _call.RunAsync(["train", "--text", _text, "--out", _call["m.onnx"], "--json", .. Quick, "--minutes", "0.000001"]);

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        Assert.Contains("\n0.03 epochs in ", _call.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_Resumed_WritesTheFileOfAnUninterruptedFit()
    {
        string[] twelve = ["train", "--text", _text, .. Quick, .. Twelve];
        await _call.RunAsync([.. twelve, "--out", _call["a.onnx"]]);
        await _call.RunAsync([.. twelve, "--out", _call["b.onnx"], "--checkpoint", _call["checkpoints"]]);
        File.Delete(_call["b.onnx"]);

        var exit = await _call.RunAsync([.. twelve, "--out", _call["b.onnx"], "--checkpoint", _call["checkpoints"], "--resume"]);

        Assert.Equal(ExitCode.Success, exit);
        Assert.Equal(await File.ReadAllBytesAsync(_call["a.onnx"]), await File.ReadAllBytesAsync(_call["b.onnx"]));
        Assert.Equal(["t-lstm.checkpoint"], Directory.GetFiles(_call["checkpoints"]).Select(Path.GetFileName));
    }

    public static TheoryData<string, string, string> Texts => new()
    {
        { "", "", "FILE has 0 characters, expected at least 2: provide a longer text." },
        { "x", "", "FILE has 1 characters, expected at least 2: provide a longer text." },
        { "xy", "", "FILE has 2 characters, 1 of them for training, expected at least 2: provide a longer text." },
        { "one two", "--tokens words", "FILE has 2 words and symbols, 1 of them for training, expected at least 2: provide a longer text." },
        {
            "abcdefghijkl", "",
            "FILE has 10 characters for training, too few to use 1 of them for validation: "
                + "provide a longer text, or change --validation-fraction."
        },
        { "a text", "--tokens letters", "Option --tokens is 'letters', expected characters, words." },
        { "a text", "--vocabulary 1", "Option --vocabulary is 1, expected at least 2, since one of them is the unknown token." },
        { "a text", "--embedding 0", "Option --embedding is 0, expected at least 1." },
        { "a text", "--minutes 0", "Option --minutes must be above 0 and at most 1000000, got 0." },
        { "a text", "--minutes 1e300", "Option --minutes must be above 0 and at most 1000000, got 1E+300." },
        { "a text", "--average 1", "The options of the fit are invalid: weight average decay must be above 0 and less than 1, got 1." },
        { "a text", "--bidirectional", "Option --bidirectional cannot be used with --task language." },
        { "a text", "--noise 0.1", "Option --noise cannot be used with --task language." },
        { "a text", "--ensemble 2", "Option --ensemble cannot be used with --task language." },
        { "a text", "--target y", "Option --target cannot be used with --task language." },
        { "a text", "--task tag", "Option --text is a text, which requires --task language, got tag." },
        { "a text", "--sample pride", "Options --text and --sample are both specified, expected only one of them." },
    };

    [Theory, MemberData(nameof(Texts))]
    public async Task Train_InvalidTextOrOption_ReportsItInOneLine(string text, string more, string message)
    {
        var file = _call.Write("f.txt", text);

        var exit = await _call.RunAsync([
            "train", "--text", file, "--out", _call["m.onnx"], .. more.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal($"error: {message.Replace("FILE", file, StringComparison.Ordinal)}", _call.Errors.TrimEnd());
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.False(File.Exists(_call["m.onnx"]));
    }

    [Theory]
    [InlineData("train --task language", "No text specified: expected --text FILE.txt or --sample pride.")]
    [InlineData("train --task language --sample airline", "Sample airline is not a text: expected --text FILE.txt or --sample pride.")]
    [InlineData("train --task language --text /nowhere/t.txt", "Text file '/nowhere/t.txt' does not exist: check the path.")]
    [InlineData("train --sample pride --task forecast", "Sample pride is a text, which requires --task language, got forecast.")]
    [InlineData("train --sample airline --tokens words", "Option --tokens cannot be used with a table; it is for texts.")]
    [InlineData("generate /nowhere/m.onnx --prompt a", "Model file '/nowhere/m.onnx' does not exist: train and export a model, or correct the path.")]
    public async Task Run_InvalidCommand_ReportsItInOneLine(string line, string message)
    {
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(line.Split(' ')));
        Assert.Equal($"error: {message}", _call.Errors.TrimEnd());
    }

    [Fact]
    public async Task Train_TextThatIsNotUtf8_NamesTheByte()
    {
        await File.WriteAllBytesAsync(_call["l.txt"], [0x61, 0x62, 0xFC]);

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("train", "--text", _call["l.txt"]));

        Assert.StartsWith($"error: {_call["l.txt"]} is not UTF-8: line 1, column 3 (byte 3 of the file)", _call.Errors, StringComparison.Ordinal);
        Assert.Contains("0xFC", _call.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ModelOfAnotherTask_ReportsItsTask()
    {
        await _call.RunAsync(["train", "--text", _text, "--out", _call["m.onnx"], .. Quick, "--epochs", "1"]);
        await _call.RunAsync("train", "--sample", "airline", "--hidden", "2", "--epochs", "1", "--out", _call["a.onnx"]);
        var (text, table) = (_call["m.onnx"], _call["a.onnx"]);

        await AssertRejectedAsync(
            $"Model '{table}': The task of the model is forecast, expected language: only language models generate text.",
            "generate",
            table,
            "--prompt",
            "a");
        await AssertRejectedAsync(
            $"Model '{text}': The prompt is empty, expected at least one character.", "generate", text, "--prompt", "");
        await AssertRejectedAsync(
            $"Model '{text}': The prompt has the character '\u00fc' (U+00FC), which is not in the vocabulary: remove it, or replace unknown tokens.",
            "generate",
            text,
            "--prompt",
            "\u00fc");
        await AssertRejectedAsync(
            $"Model '{text}': The generation options are invalid: temperature is 0, expected above 0.",
            "generate",
            text,
            "--prompt",
            "a",
            "--temperature",
            "0");
        await AssertRejectedAsync(
            "Option --temperature cannot be used with --suggest.", "generate", text, "--prompt", "a", "--suggest", "3", "--temperature", "2");
        await AssertRejectedAsync(
            $"'{text}' is a language model, expected a table model: use evaluate --text or generate.", "predict", text, "--sample", "airline",
            "--out", _call["p.csv"]);
        await AssertRejectedAsync(
            "Sample airline is not a text: expected --text FILE.txt or --sample pride.", "evaluate", text, "--sample", "airline");
        await AssertRejectedAsync("Option --data cannot be used with a language model.", "evaluate", text, "--data", "a.csv");
        await AssertRejectedAsync("Option --text cannot be used with a table model.", "evaluate", table, "--text", _text);
        await AssertRejectedAsync(
            $"{_call["s.txt"]} has 1 characters, expected at least 2 for scoring: provide a longer text.",
            "evaluate",
            text,
            "--text",
            _call.Write("s.txt", "a"));
    }

    [Fact]
    public async Task Evaluate_OnlyTrainingText_ReportsIt()
    {
        await _call.RunAsync(["train", "--text", _text, "--out", _call["m.onnx"], "--test-fraction", "0", .. Quick, "--epochs", "1"]);

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("evaluate", _call["m.onnx"], "--text", _text));

        Assert.Equal(
            $"error: All of {_text} was used for training: provide another text, or score it anyway with --include-fitted.", _call.Errors.TrimEnd());
    }

    private async Task AssertRejectedAsync(string message, params string[] arguments)
    {
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(arguments));
        Assert.Equal($"error: {message}", _call.Errors.TrimEnd());
    }

    private static double Bits(JsonElement metrics) => metrics.GetProperty("bitsPerCharacter").GetDouble();
}
