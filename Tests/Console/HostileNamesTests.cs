using System.Globalization;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Names that others wrote, in tables and files, neither control the terminal nor start lines or shift columns of the output.</summary>
public sealed class HostileNamesTests : IDisposable
{
    private const string Column = "x\u001b[2J\u202e";

    private static readonly string[] Labels = ["\u001b[31mRED\u009b0m\u0007", "b\nModel: /evil.onnx", "plain"];

    private readonly ConsoleCall _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task Commands_HostileNames_AreShownAsEscapes()
    {
        var (data, model) = (Write("d\u001b[1m\nerror: no.csv"), _call["m\u001b[3m\nModel: no.onnx"]);
        string[][] commands =
        [
            ["train", "--data", data, "--label", "l", "--sequence", "id", "--epochs", "1", "--hidden", "2", "--out", model,
                "--report", _call["r.html"], "--json"],
            ["evaluate", model, "--data", data, "--report", _call["e.html"], "--json"],
            ["predict", model, "--data", data, "--out", _call["p\u001b[4m\nnote: no.csv"], "--json"],
            ["compare", "--data", data, "--label", "l", "--sequence", "id", "--epochs", "1", "--hidden", "2", "--out", _call["c\u001b[5m"]],
            ["retrain", model, "--data", data, "--epochs", "1", "--report", _call["t.html"], "--json"],
            ["inspect", model],
            ["inspect", model, "--json"],
            ["import", model, "--out", _call["i\u001b[6m\nwarning: no.onnx"]],
        ];

        foreach (var command in commands)
        {
            var exit = await _call.RunAsync(command);
            Assert.True(exit is ExitCode.Success or ExitCode.KeptPrevious, _call.Errors);
            Assert.DoesNotContain(_call.Output, character => (char.IsControl(character) && character != '\n') || character == '\u202e');
            Assert.DoesNotMatch("(?m)^(Model: /evil|Model: no|error: no|note: no|warning: no)", _call.Output);
        }

        foreach (var page in new[] { "r.html", "e.html", "t.html" })
        {
            var html = await File.ReadAllTextAsync(_call[page]);
            Assert.DoesNotContain(html, character => (char.IsControl(character) && character != '\n') || character == '\u202e');
            Assert.Contains(@"\u001b[31mRED\u009b0m\u0007", html, StringComparison.Ordinal);
            // Reports are passed on: the folders of this machine stay here.
            Assert.DoesNotContain(Path.GetDirectoryName(data)!, html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Train_EscapedNames_KeepTheColumnsOfTheTablesAligned()
    {
        Assert.Equal(ExitCode.Success, await _call.RunAsync(
            "train", "--data", Write("d.csv"), "--label", "l", "--sequence", "id", "--epochs", "1", "--hidden", "2", "--out", _call["m.onnx"]));

        var lines = _call.Output.Split('\n').SkipWhile(line => !line.StartsWith("  class ", StringComparison.Ordinal)).ToList();
        // A header, a rule and a row for each class: the right-aligned support ends where its heading ends.
        Assert.All(lines.Skip(2).Take(3), row => Assert.Equal(lines[0].TrimEnd().Length, row.TrimEnd().Length));
        var confusion = lines.SkipWhile(line => !line.StartsWith("  actual ", StringComparison.Ordinal)).ToList();
        Assert.All(confusion.Skip(2).Take(3), row => Assert.Equal(confusion[0].TrimEnd().Length, row.TrimEnd().Length));
    }

    [Fact]
    public async Task Commands_ReportOnDataOfAnotherFolder_HaveNoPath()
    {
        var text = _call.Write("t.txt", string.Concat(Enumerable.Repeat("one two three. ", 200)));
        Assert.Equal(ExitCode.Success, await _call.RunAsync(
            "train", "--text", text, "--epochs", "1", "--hidden", "2", "--embedding", "2", "--out", _call["m.onnx"], "--report", _call["r.html"]));
        Assert.Equal(ExitCode.Success, await _call.RunAsync("evaluate", _call["m.onnx"], "--text", text, "--report", _call["e.html"]));

        foreach (var file in new[] { "m.onnx", "r.html", "e.html" })
            Assert.DoesNotContain(Path.GetDirectoryName(text)!, await File.ReadAllTextAsync(_call[file]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_WarningsAndNotes_AreInEveryResult()
    {
        var (data, model) = (Write("d.csv"), _call["m.onnx"]);
        string[] train = ["--data", data, "--label", "l", "--sequence", "id", "--epochs", "1", "--hidden", "2", "--json"];

        foreach (var command in new string[][]
        {
            ["train", .. train, "--out", model],
            ["evaluate", model, "--data", data, "--json"],
            ["predict", model, "--data", data, "--out", _call["p.csv"], "--json"],
            ["retrain", model, "--data", data, "--epochs", "1", "--json"],
        })
        {
            Assert.True(await _call.RunAsync(command) is ExitCode.Success or ExitCode.KeptPrevious, _call.Errors);
            Assert.Equal((0, 0), (_call.Json.GetProperty("warnings").GetArrayLength(), _call.Json.GetProperty("notes").GetArrayLength()));
            Assert.DoesNotContain("warning:", _call.Output, StringComparison.Ordinal);
        }

        Assert.Equal(ExitCode.Success, await _call.RunAsync(["compare", .. train]));
        Assert.Equal(0, _call.Json.GetProperty("warnings").GetArrayLength());
    }

    // 30 sequences of 3 rows; each class is among the last of them.
    private string Write(string name) => _call.Write(name, $"id,{Column},l\n" + string.Concat(Enumerable.Range(0, 30).SelectMany(
        id => Enumerable.Range(0, 3).Select(row => string.Create(
            CultureInfo.InvariantCulture, $"s{id}\u001b[5m,{Math.Sin((id % 3) + row):g4},\"{Labels[id % 3]}\"\n")))));
}
