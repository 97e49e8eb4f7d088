using System.Text.Json;
using SkiaSharp;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Short runs of the comparison.</summary>
public sealed class CompareTests : IDisposable
{
    private readonly ConsoleCall _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task Compare_Recall_MeasuresTheThreeCells()
    {
        var exit = await _call.RunAsync(
            "compare", "--sample", "recall", "--lag", "10", "--hidden", "8", "--epochs", "2", "--out", _call["c"], "--report", _call["r.html"],
            "--json");

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        Assert.StartsWith(
            "recall: 2,045 training sequences, 515 validation sequences, 640 test sequences, 9 features.", _call.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', _call.Output);
        string[] lines =
        [
            "\nRNN, 224 parameters:\n", "\nEpoch 2, Loss: ", "\nMemory reach: ", "\nLSTM before |", "\n     after  |",
            "\nScores on 640 sequences, held out from training and validation:\n", "\nRecommended: ",
        ];
        foreach (var line in lines)
            Assert.Contains(line, _call.Output, StringComparison.Ordinal);
        var cells = _call.Json.GetProperty("cells").EnumerateArray().ToList();
        Assert.Equal(["rnn", "lstm", "gru"], cells.Select(cell => cell.GetProperty("cell").GetString()));
        Assert.Equal([0, 3, 2], cells.Select(cell => cell.GetProperty("gates").GetInt32()));
        Assert.Equal([1, 2, 1], cells.Select(cell => cell.GetProperty("states").GetInt32()));
        // hidden * (input + hidden) for each block of weights; in addition, two biases for each block, and the head.
        Assert.Equal([136, 4 * 136, 3 * 136], cells.Select(cell => cell.GetProperty("multiplyAdds").GetInt32()));
        Assert.Equal([152 + 72, (4 * 152) + 72, (3 * 152) + 72], cells.Select(cell => cell.GetProperty("parameters").GetInt32()));
        foreach (var cell in cells)
        {
            foreach (var name in new[] { "trainSeconds", "rowsPerSecond" })
                Assert.True(cell.GetProperty(name).GetDouble() > 0);
            Assert.InRange(cell.GetProperty("memoryReach").GetDouble(), 0, 10);
            Assert.InRange(cell.GetProperty("memoryReachBefore").GetDouble(), 0, 10);
            Assert.Equal(11, cell.GetProperty("memoryGradients").GetProperty("after").GetArrayLength());
            Assert.Equal(JsonValueKind.Number, cell.GetProperty("trainMemoryBytes").ValueKind);
            Assert.InRange(cell.GetProperty("metrics").GetProperty("accuracy").GetDouble(), 0, 1);
            Assert.InRange(cell.GetProperty("baselines").GetProperty("majority").GetProperty("accuracy").GetDouble(), 0.05, 0.2);
        }

        Assert.Equal(
            ["memory-reach.png", "recall-gru.onnx", "recall-lstm.onnx", "recall-rnn.onnx"],
            Directory.GetFiles(_call["c"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using var picture = SKBitmap.Decode(Path.Combine(_call["c"], "memory-reach.png"));
        foreach (var color in new[] { "#D55E00", "#0072B2", "#009E73" })
            Assert.True(picture.Pixels.Count(pixel => pixel == SKColor.Parse(color)) > 200);
        var page = await File.ReadAllTextAsync(_call["r.html"]);
        string[] texts =
        [
            "<h1>RNN, LSTM, GRU compared on recall</h1>", "<h2>Memory reach</h2>", "GRU before", "<h2>LSTM: Training</h2>",
            "<h2>GRU: Confusion matrix</h2>", _call.Json.GetProperty("recommendation").GetString()!,
        ];
        foreach (var text in texts)
            Assert.Contains(text, page, StringComparison.Ordinal);
        // Sequences drawn with another seed are new to the model; those drawn with the same seed are not.
        await _call.RunAsync("evaluate", Path.Combine(_call["c"], "recall-gru.onnx"), "--sample", "recall", "--lag", "10", "--json");
        Assert.Equal(cells[2].GetProperty("metrics").GetRawText(), _call.Json.GetProperty("metrics").GetRawText());
        await _call.RunAsync(
            "evaluate", Path.Combine(_call["c"], "recall-gru.onnx"), "--sample", "recall", "--lag", "10", "--sample-seed", "2", "--json");
        Assert.Equal(3200, _call.Json.GetProperty("rows").GetInt32());
    }

    [Fact]
    public async Task Compare_ShortTraining_RecommendsNoCell()
    {
        var exit = await _call.RunAsync(
            "compare", "--sample", "airline", "--window", "12", "--horizon", "2", "--calendar", "month", "--hidden", "2", "--epochs", "1",
            "--threads", "1", "--json");

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        var gradients = _call.Json.GetProperty("cells").EnumerateArray().Select(cell => cell.GetProperty("memoryGradients").GetProperty("before"));
        Assert.Equal([12, 12, 12], gradients.Select(before => before.GetArrayLength()));
        // With future covariates too.
        Assert.All(
            _call.Json.GetProperty("cells").EnumerateArray(),
            cell => Assert.InRange(cell.GetProperty("rowsPerSecond").GetDouble(), 1, double.MaxValue));
        // One epoch is not enough to beat a baseline.
        Assert.Equal(JsonValueKind.Null, _call.Json.GetProperty("recommended").ValueKind);
        Assert.Contains("\nRecommended: none of the cells as trained here. ", _call.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_call["c"]));
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("compare", "--sample", "airline", "--cell", "lstm"));
        Assert.StartsWith("error: Unrecognized command or argument '--cell'.", _call.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_SequencesWithOneTarget_AreScoredAndPredicted()
    {
        await _call.RunAsync(
            "train", "--sample", "adding", "--lag", "4", "--cell", "gru", "--hidden", "16", "--epochs", "2", "--lr", "0.01", "--out",
            _call["a.onnx"], "--json");

        Assert.Equal("", _call.Errors);
        Assert.Equal(["mean"], _call.Json.GetProperty("baselines").EnumerateObject().Select(baseline => baseline.Name));
        Assert.Equal(Math.Sqrt(1.0 / 6), _call.Json.GetProperty("baselines").GetProperty("mean").GetProperty("rmse").GetDouble(), 0.02);
        var error = _call.Json.GetProperty("metrics").GetProperty("rmse").GetDouble();
        Assert.InRange(error, 0, 0.3);
        await _call.RunAsync("evaluate", _call["a.onnx"], "--sample", "adding", "--lag", "4", "--json");
        Assert.Equal((2000, error), (_call.Json.GetProperty("rows").GetInt32(), _call.Json.GetProperty("metrics").GetProperty("rmse").GetDouble()));

        Assert.Equal(ExitCode.Success, await _call.RunAsync("predict", _call["a.onnx"], "--sample", "adding", "--lag", "4", "--out", _call["p.csv"]));

        var lines = await File.ReadAllLinesAsync(_call["p.csv"]);
        Assert.Equal((10_001, "sequence,sum"), (lines.Length, lines[0]));
        var sums = AddingTask.Data(4, 1).Rows().Where((_, row) => row % 4 == 3).Select(row => Number(row.Split(',')[1]));
        Assert.Equal(error, Math.Sqrt(lines[1..].Zip(sums, (line, sum) => Math.Pow(Number(line.Split(',')[1]) - sum, 2)).Skip(8000).Average()), 1e-4);
        Assert.Equal(
            ExitCode.InvalidInput,
            await _call.RunAsync("predict", _call["a.onnx"], "--sample", "adding", "--lag", "4", "--rolling", "--out", _call["p.csv"]));
        Assert.Equal(
            $"error: Option --rolling requires a forecaster of series; '{_call["a.onnx"]}' has one output per sequence.", _call.Errors.TrimEnd());
    }

    private static double Number(string cell) => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture);
}
