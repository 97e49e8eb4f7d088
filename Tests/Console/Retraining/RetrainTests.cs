using System.Globalization;
using System.Text.Json;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

public sealed class RetrainTests : IDisposable
{
    private static readonly string[] Quick = ["--epochs", "2", "--hidden", "4"];

    private readonly ConsoleCall _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task Retrain_BetterModel_ReplacesThePreviousOne()
    {
        await TrainOnWaves("m.onnx", epochs: 1);
        var previous = await File.ReadAllBytesAsync(_call["m.onnx"]);

        var exit = await _call.RunAsync(
            "retrain", _call["m.onnx"], "--data", Waves(200), "--test-fraction", "0.1", "--epochs", "30", "--report", _call["r.html"], "--json");

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        var json = _call.Json;
        Assert.True(json.GetProperty("promoted").GetBoolean());
        Assert.Equal(
            ("mae", 20, 0, 30),
            (
                json.GetProperty("metric").GetString(),
                json.GetProperty("heldOut").GetInt32(),
                json.GetProperty("seenByOld").GetInt32(),
                json.GetProperty("epochs").GetInt32()));
        Assert.True(Mae(json, "metrics") < Mae(json, "oldMetrics"));
        foreach (var number in new[] { "parameters", "loss", "seconds", "parity" })
            Assert.Equal(JsonValueKind.Number, json.GetProperty(number).ValueKind);
        Assert.Contains(
            $"{_call["m.onnx"]} is now the new model.\n"
            + $"The previous model was saved as {_call["m.history/0001.onnx"]}.\n"
            + $"To restore it: mlnet-recurrent rollback {_call["m.onnx"]}\n",
            _call.Output, StringComparison.Ordinal);
        Assert.Equal(previous, await File.ReadAllBytesAsync(_call["m.history/0001.onnx"]));
        var page = await File.ReadAllTextAsync(_call["r.html"]);
        string[] texts =
        [
            "<h2>Previous and new model</h2>", ">m.onnx (previous)<", "<h2>New model: Training</h2>", "<h2>New model: Model card</h2>",
        ];
        foreach (var text in texts)
            Assert.Contains(text, page, StringComparison.Ordinal);

        // The card of the new model identifies its training rows, and on the held-out rows it has the scores that retrain reported.
        await _call.RunAsync("evaluate", _call["m.onnx"], "--data", Waves(200), "--json");
        Assert.Equal("180 of 200 rows were used for training and are excluded", _call.Json.GetProperty("leftOut").GetString());
        Assert.Equal(Mae(json, "metrics"), Mae(_call.Json, "metrics"), 1e-9);
    }

    [Fact]
    public async Task Retrain_WorseModel_KeepsThePreviousOne()
    {
        await TrainOnWaves("m.onnx", epochs: 30);
        var previous = await File.ReadAllBytesAsync(_call["m.onnx"]);

        // A learning rate that ruins the weights.
        var exit = await _call.RunAsync("retrain", _call["m.onnx"], "--data", Waves(200), "--lr", "5", "--epochs", "1", "--json");

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.KeptPrevious, exit);
        Assert.False(_call.Json.GetProperty("promoted").GetBoolean());
        Assert.Equal(JsonValueKind.Null, _call.Json.GetProperty("kept").ValueKind);
        Assert.Contains($"\nThe previous model was kept: {_call["m.onnx"]} is unchanged.\n", _call.Output, StringComparison.Ordinal);
        Assert.Equal(previous, await File.ReadAllBytesAsync(_call["m.onnx"]));
        Assert.False(Directory.Exists(_call["m.history"]));
    }

    [Fact]
    public async Task Retrain_OverlapWithPreviousTrainingRows_ReportsIt()
    {
        await TrainOnWaves("m.onnx", epochs: 1);

        await _call.RunAsync("retrain", _call["m.onnx"], "--data", Waves(120), "--test-fraction", "0.5", "--json");

        // train used 96 of the 120 rows: the first 36 of the last 60.
        Assert.Equal((60, 36), (_call.Json.GetProperty("heldOut").GetInt32(), _call.Json.GetProperty("seenByOld").GetInt32()));
        Assert.Contains(
            "\nThe previous model was trained on 36 of the 60 held-out rows, which favors it in the comparison.\n",
            _call.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retrain_OnlyNewRows_StillRemembersTheFormerTrainingRows()
    {
        await TrainOnWaves("m.onnx", epochs: 1);
        var lines = await File.ReadAllLinesAsync(Waves(200));
        var newer = _call.Write("newer.csv", string.Join('\n', lines[..1].Concat(lines[101..])));

        Assert.Equal(ExitCode.Success, await _call.RunAsync("retrain", _call["m.onnx"], "--data", newer, "--epochs", "20"));

        await _call.RunAsync("evaluate", _call["m.onnx"], "--data", Waves(200), "--json");
        // train used 96 rows, retrain 80 of rows 101 to 200; neither used rows 97 to 100.
        Assert.Equal(
            "176 of 200 rows were used for training, and 4 more are not after the last training time, 180: all of them are excluded",
            _call.Json.GetProperty("leftOut").GetString()!);
    }

    [Fact]
    public async Task Retrain_EnsembleWithQuantiles_CalibratesAndRefits()
    {
        await _call.RunAsync(
        [
            "train", "--sample", "airline", "--transform", "log", "--base", "drift", "--quantiles", "0.1,0.5,0.9", "--ensemble", "2",
            "--noise", "0.1", "--schedule", "cosine", "--patience", "9", "--minimal", "--out", _call["a.onnx"], .. Quick,
        ]);

        var exit = await _call.RunAsync(
            "retrain", _call["a.onnx"], "--sample", "airline", "--test-fraction", "0.1", "--lr", "0.001", "--refit", "--checkpoint", _call["kept"],
            "--json");

        Assert.Equal("", _call.Errors);
        Assert.Equal(_call.Json.GetProperty("promoted").GetBoolean() ? ExitCode.Success : ExitCode.KeptPrevious, exit);
        Assert.Equal("pinball", _call.Json.GetProperty("metric").GetString());
        Assert.Equal(["a-retrain-1.checkpoint", "a-retrain-2.checkpoint"], Directory.GetFiles(_call["kept"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Retrain_Classifier_KeepsTheOrderOfItsClasses()
    {
        string Rows(int first, params string[] labels) => _call.Write(
            $"c{first}.csv",
            "label,x,y\n" + string.Concat(Enumerable.Range(first, 60).Select(row => Row(row, labels))));
        string Row(int row, string[] labels) =>
            $"{labels[row % labels.Length]},{"abc".IndexOf(labels[row % labels.Length][0], StringComparison.Ordinal)},{row}\n";
        await _call.RunAsync(
            "train", "--data", Rows(0, "a", "b", "c"), "--label", "label", "--window", "1", "--hidden", "8", "--epochs", "40", "--out",
            _call["c.onnx"]);

        // Without a, c is the second class in the rows, but the third class of the model.
        var exit = await _call.RunAsync("retrain", _call["c.onnx"], "--data", Rows(1, "c", "b"), "--lr", "0.001", "--balance", "--json");

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        Assert.Contains(_call.Json.GetProperty("metric").GetString(), new[] { "accuracy", "logLoss" });
        Assert.Equal(["a", "b", "c"], _call.Json.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.Equal(1, _call.Json.GetProperty("metrics").GetProperty("accuracy").GetDouble());
    }

    [Fact]
    public async Task Retrain_ImportedModel_TakesItsColumnsFromTheOptions()
    {
        await _call.RunAsync("--out", _call["sine"], "--epochs", "1", "--hidden", "4");
        await _call.RunAsync("import", Path.Combine(_call["sine"], "sine-gru.onnx"), "--out", _call["g.onnx"]);

        var exit = await _call.RunAsync("retrain", _call["g.onnx"], "--sample", "sine", "--epochs", "3", "--json");

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        Assert.Equal(ExitCode.Success, await _call.RunAsync("evaluate", _call["g.onnx"], "--sample", "sine"));
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("retrain", _call["g.onnx"], "--sample", "sine", "--target", "y"));
        Assert.Equal("error: Option --target cannot be used with a model whose card specifies its columns.", _call.Errors.TrimEnd());
    }

    [Fact]
    public async Task Retrain_InterruptedAndResumed_WritesTheSameFile()
    {
        await TrainOnWaves("a.onnx", epochs: 1);
        File.Copy(_call["a.onnx"], _call["b.onnx"]);
        string[] options = ["--data", Waves(200), "--epochs", "6", "--checkpoint", _call["kept"]];
        await _call.RunAsync(["retrain", _call["a.onnx"], .. options]);
        var whole = await File.ReadAllBytesAsync(_call["a.onnx"]);
        File.Move(Path.Combine(_call["kept"], "a-retrain.checkpoint"), Path.Combine(_call["kept"], "b-retrain.checkpoint"));

        // A checkpoint with other initial weights is rejected.
        Assert.Equal(ExitCode.Success, await _call.RunAsync(["retrain", _call["b.onnx"], .. options, "--resume"]));
        Assert.Equal(whole, await File.ReadAllBytesAsync(_call["b.onnx"]));
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(["retrain", _call["b.onnx"], .. options, "--resume"]));
        Assert.Equal(
            $"error: Checkpoint '{Path.Combine(_call["kept"], "b-retrain.checkpoint")}' belongs to a fit with a different network, "
                + "options or data: use the same ones, or start over without resuming.",
            _call.Errors.TrimEnd());
    }

    private static double Mae(JsonElement json, string metrics) => json.GetProperty(metrics).GetProperty("mae").GetDouble();

    private async Task TrainOnWaves(string file, int epochs)
    {
        var exit = await _call.RunAsync(
            "train", "--data", Waves(120), "--target", "y", "--time", "t", "--cell", "gru", "--hidden", "8", "--window", "10",
            "--epochs", epochs.ToString(CultureInfo.InvariantCulture), "--out", _call[file]);
        Assert.Equal(ExitCode.Success, exit);
    }

    private string Waves(int rows) => _call.Write(
        $"waves{rows}.csv",
        "t,y\n" + string.Concat(Enumerable.Range(1, rows).Select(row => string.Create(
            CultureInfo.InvariantCulture, $"{row},{Math.Sin(row * 0.5) + (0.01 * row):g6}\n"))));
}
