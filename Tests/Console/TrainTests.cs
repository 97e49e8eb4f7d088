using System.Text.Json;
using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Short runs of every command, from data to predictions.</summary>
public sealed class TrainTests : IDisposable
{
    private static readonly string[] Quick = ["--epochs", "2", "--hidden", "4"];

    private readonly ConsoleCall _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task Train_Series_IsScoredAgainstBaselines()
    {
        var exit = await _call.RunAsync(["train", "--sample", "airline", "--out", _call["a.onnx"], "--json", .. Quick]);

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        Assert.StartsWith("airline: 115 training rows, 29 test rows, 1 feature.", _call.Output, StringComparison.Ordinal);
        Assert.Contains("\nEpoch 2, Loss: ", _call.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', _call.Output);
        var json = _call.Json;
        Assert.Equal(
            (_call["a.onnx"], "lstm", 2, 29),
            (
                json.GetProperty("file").GetString(),
                json.GetProperty("cell").GetString(),
                json.GetProperty("epochs").GetInt32(),
                json.GetProperty("rows").GetInt32()));
        foreach (var number in new[] { "parameters", "loss", "seconds", "parity" })
            Assert.Equal(JsonValueKind.Number, json.GetProperty(number).ValueKind);
        // The reference values of the data sheet: 44.7 at lag 1, 41.3 at lag 12.
        Assert.Equal(44.7, Mae(json, "last-value"), 0.05);
        Assert.Equal(41.3, Mae(json, "seasonal-naive"), 0.05);
        Assert.Equal(
            ["last-value", "seasonal-naive", "seasonal-drift", "mean"],
            json.GetProperty("baselines").EnumerateObject().Select(baseline => baseline.Name));
        Assert.Equal(["mae", "rmse", "mape", "smape", "mase"], json.GetProperty("metrics").EnumerateObject().Select(metric => metric.Name));
        Assert.True(File.Exists(_call["a.onnx"]));
    }

    [Theory]
    [InlineData("weather", "temp_max_c", 2.36, 0.005)]
    [InlineData("ecg", "ecg_mv", 0.0295, 0.00005)]
    public async Task Train_Sample_HasTheBaselineErrorOfItsDataSheet(string sample, string target, double reference, double within)
    {
        await _call.RunAsync(
            "train", "--sample", sample, "--target", target, "--window", "2", "--stride", "500", "--epochs", "1", "--hidden", "1", "--out",
            _call["m.onnx"], "--json");

        Assert.Equal(reference, Mae(_call.Json, "last-value"), within);
    }

    [Fact]
    public async Task Evaluate_TrainingFile_ScoresOnlyHeldOutRows()
    {
        await _call.RunAsync(["train", "--sample", "airline", "--out", _call["a.onnx"], "--json", .. Quick]);
        var trained = _call.Json.GetProperty("metrics").GetRawText();

        var exit = await _call.RunAsync("evaluate", _call["a.onnx"], "--sample", "airline", "--json");

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        Assert.Equal("115 of 144 rows were used for training and are excluded", _call.Json.GetProperty("leftOut").GetString());
        Assert.Equal((29, "forecast"), (_call.Json.GetProperty("rows").GetInt32(), _call.Json.GetProperty("task").GetString()));
        Assert.Equal(trained, _call.Json.GetProperty("metrics").GetRawText());
    }

    [Fact]
    public async Task Evaluate_AfterRefit_ReportsThatNoRowsAreHeldOut()
    {
        await _call.RunAsync(["train", "--sample", "airline", "--refit", "--out", _call["a.onnx"], .. Quick]);

        var exit = await _call.RunAsync("evaluate", _call["a.onnx"], "--sample", "airline");

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Equal(
            "error: airline has no rows that are new to the model (144 of 144 rows were used for training and are excluded): "
                + "provide newer data, or include the training rows.",
            _call.Errors.TrimEnd());
        Assert.Equal(ExitCode.Success, await _call.RunAsync("evaluate", _call["a.onnx"], "--sample", "airline", "--include-fitted"));
    }

    [Fact]
    public async Task Predict_Series_WritesTheHorizonOrEveryWindow()
    {
        await _call.RunAsync(["train", "--sample", "airline", "--horizon", "3", "--out", _call["a.onnx"], .. Quick]);

        var exit = await _call.RunAsync("predict", _call["a.onnx"], "--sample", "airline", "--out", _call["p.csv"]);

        Assert.Equal(ExitCode.Success, exit);
        var lines = await File.ReadAllLinesAsync(_call["p.csv"]);
        Assert.Equal("date,step,passengers_thousands", lines[0]);
        Assert.Equal(["1961-01-01,1", "1961-02-01,2", "1961-03-01,3"], lines[1..].Select(line => line[..line.LastIndexOf(',')]));
        await _call.RunAsync("predict", _call["a.onnx"], "--sample", "airline", "--rolling", "--out", _call["r.csv"], "--json");
        Assert.Equal(3 * (144 - 24 + 1), _call.Json.GetProperty("rows").GetInt32());
        var rolling = await File.ReadAllLinesAsync(_call["r.csv"]);
        Assert.Equal("date,origin,step,passengers_thousands,passengers_thousands actual", rolling[0]);
        Assert.StartsWith("1951-01-01,1950-12-01,1,", rolling[1], StringComparison.Ordinal);
        Assert.EndsWith(",145", rolling[1], StringComparison.Ordinal);
        // The last forecast is the same, and its actual value is unknown.
        Assert.Equal(lines[^1].Replace(",3,", ",1960-12-01,3,", StringComparison.Ordinal) + ",", rolling[^1]);
        Assert.Equal(
            "24 rows have no forecast: the first 24 rows of the series are the history of its first forecast.",
            _call.Json.GetProperty("notes")[0].GetString());
        Assert.Contains("\nnote: 24 rows have no forecast: ", _call.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_AllCells_WritesAModelOfEach()
    {
        var exit = await _call.RunAsync([
            "train", "--sample", "sine", "--cell", "all", "--out", _call["models"], "--report", _call["r.html"], "--json", .. Quick]);

        Assert.Equal(ExitCode.Success, exit);
        Assert.Equal(
            ["rnn", "lstm", "gru"], _call.Json.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("cell").GetString()));
        Assert.Equal(
            ["sine-gru.onnx", "sine-lstm.onnx", "sine-rnn.onnx"],
            Directory.GetFiles(_call["models"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var page = await File.ReadAllTextAsync(_call["r.html"]);
        foreach (var heading in new[] { "Side by side", "RNN: Training", "LSTM: Scores", "GRU: Forecasts", "GRU: Model card" })
            Assert.Contains($"<h2>{heading}</h2>", page, StringComparison.Ordinal);
        // For the data: values, autocorrelations. For each cell: scores, loss, forecasts.
        Assert.Equal(2 + (3 * 3), page.Split("<svg ").Length - 1);
    }

    [Fact]
    public async Task Train_Digits_LearnsTheClasses()
    {
        var exit = await _call.RunAsync(
            "train", "--sample", "digits", "--cell", "gru", "--hidden", "16", "--epochs", "3", "--out", _call["d.onnx"], "--json");

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        Assert.Equal(360, _call.Json.GetProperty("rows").GetInt32());
        Assert.InRange(_call.Json.GetProperty("metrics").GetProperty("accuracy").GetDouble(), 0.5, 1);
        Assert.InRange(_call.Json.GetProperty("baselines").GetProperty("majority").GetProperty("accuracy").GetDouble(), 0.05, 0.15);
        await _call.RunAsync("evaluate", _call["d.onnx"], "--sample", "digits", "--report", _call["r.html"], "--json");
        var page = await File.ReadAllTextAsync(_call["r.html"]);
        Assert.Contains("<table class=\"confusion\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<h2>Training</h2>", page, StringComparison.Ordinal);
        Assert.Equal("1,437 of 1,797 sequences were used for training and are excluded", _call.Json.GetProperty("leftOut").GetString());
        await _call.RunAsync("predict", _call["d.onnx"], "--sample", "digits", "--out", _call["p.csv"]);
        Assert.Equal(1798, (await File.ReadAllLinesAsync(_call["p.csv"])).Length);
    }

    [Theory]
    [InlineData("classify", "--read", "mean", "--stretch", "0.1", "--shift", "0", "--balance")]
    [InlineData("tag", "--time-mask", "0.1", "--noise", "0.1", "--patience", "1")]
    public async Task Train_RaggedSequences_RunsWithEachKindOfOption(string task, params string[] more)
    {
        var text = "id,split,label,x\n" + string.Concat(Enumerable.Range(0, 24).SelectMany(id => Enumerable.Range(0, 3 + (id % 4)).Select(step =>
            $"{id},{(id < 16 ? "train" : "test")},{(id % 2 == 0 ? "a" : "b")},{(id % 2 == 0 ? step : -step)}\n")));
        var file = _call.Write("f.csv", text);

        var exit = await _call.RunAsync([
            "train", "--data", file, "--task", task, "--label", "label", "--sequence", "id", "--split", "split", "--out", _call["m.onnx"],
            "--json", .. Quick, .. more]);

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        Assert.Equal(task == "tag" ? 36 : 8, _call.Json.GetProperty("rows").GetInt32());
        Assert.Equal(ExitCode.Success, await _call.RunAsync("predict", _call["m.onnx"], "--data", file, "--out", _call["p.csv"]));
        Assert.Equal("id,row,label,p(a),p(b)", (await File.ReadAllLinesAsync(_call["p.csv"]))[0]);
    }

    [Fact]
    public async Task Train_EveryOptionOfForecasts_Runs()
    {
        var exit = await _call.RunAsync(
        [
            "train", "--sample", "airline", "--out", _call["a.onnx"], "--json", "--layers", "2", "--dropout", "0.1", "--head-dropout", "0.1",
            "--layer-norm", "--normalize", "window", "--transform", "log", "--base", "drift", "--difference", "--quantiles", "0.1,0.5,0.9",
            "--ensemble", "2", "--optimizer", "adamw", "--weight-decay", "0.01", "--schedule", "cosine", "--warmup", "1", "--clip", "1",
            "--noise", "0.1", "--patience", "5", "--log", _call["log"], "--checkpoint", _call["checkpoints"], "--minimal",
            "--report", _call["r.html"], .. Quick,
        ]);

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        Assert.InRange(_call.Json.GetProperty("metrics").GetProperty("coverage").GetDouble(), 0.01, 1);
        // A model with a log transform is compared with the drift of the logarithms: 14.75.
        Assert.Equal(14.75, Mae(_call.Json, "seasonal-drift"), 0.01);
        Assert.Equal(
            ["airline-lstm-1.checkpoint", "airline-lstm-2.checkpoint"], Directory.GetFiles(_call["checkpoints"]).Select(Path.GetFileName).Order());
        Assert.NotEmpty(Directory.GetFiles(_call["log"], "*", SearchOption.AllDirectories));
        var page = await File.ReadAllTextAsync(_call["r.html"]);
        foreach (var name in new[] { "quantiles 0.1 to 0.9", "training 1", "validation 2", "<td>ensemble size</td><td>2</td>" })
            Assert.Contains(name, page, StringComparison.Ordinal);
        await _call.RunAsync("predict", _call["a.onnx"], "--sample", "airline", "--out", _call["p.csv"]);
        Assert.Equal(
            "date,step,passengers_thousands,passengers_thousands q0.1,passengers_thousands q0.5,passengers_thousands q0.9",
            (await File.ReadAllLinesAsync(_call["p.csv"]))[0]);
    }

    [Fact]
    public async Task Train_RefitWithQuantiles_KeepsTheirCalibration()
    {
        string[] options = ["train", "--sample", "sine", "--quantiles", "0.2,0.5,0.8", .. Quick];
        await _call.RunAsync([.. options, "--out", _call["once.onnx"]]);
        await _call.RunAsync([.. options, "--refit", "--out", _call["twice.onnx"]]);
        var (once, twice) = (Weights("once.onnx"), Weights("twice.onnx"));

        Assert.Contains(once.QuantileShift!, shift => shift != 0);
        Assert.Equal(once.QuantileShift, twice.QuantileShift);
        Assert.NotEqual(once.HeadWeight, twice.HeadWeight);

        NetworkWeights Weights(string name)
        {
            var model = OnnxFile.Open(_call[name]).Model;
            return NamedWeights.Find(model.Graph, OnnxFile.RequireCard(model, name).Network)!.Read();
        }
    }

    [Fact]
    public async Task Train_FutureCovariates_ContinueAfterTheLastRow()
    {
        var exit = await _call.RunAsync(
            [
                "train", "--sample", "airline", "--horizon", "3", "--window", "6", "--calendar", "month", "--lags", "12", "--base", "drift",
                "--chrono", "6", "--recurrent-dropout", "0.1", "--out", _call["a.onnx"], .. Quick]);

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        Assert.Equal(ExitCode.Success, await _call.RunAsync("evaluate", _call["a.onnx"], "--sample", "airline"));
        Assert.Equal(ExitCode.Success, await _call.RunAsync("predict", _call["a.onnx"], "--sample", "airline", "--out", _call["p.csv"]));
        var lines = await File.ReadAllLinesAsync(_call["p.csv"]);
        Assert.Equal(["1961-01-01,1", "1961-02-01,2", "1961-03-01,3"], lines[1..].Select(line => line[..line.LastIndexOf(',')]));
        Assert.All(lines[1..], line => Assert.InRange(float.Parse(line.Split(',')[2], System.Globalization.CultureInfo.InvariantCulture), 200, 900));
        await _call.RunAsync("predict", _call["a.onnx"], "--sample", "airline", "--rolling", "--out", _call["r.csv"], "--json");
        Assert.Equal(3 * (144 - 12 - 6 - 3 + 1), _call.Json.GetProperty("rows").GetInt32());
    }

    // The calendar stays as it is for all rows; the lags follow the window.
    [Fact]
    public async Task Train_LagsUnderWindowNormalization_AreNormalizedWithTheWindow()
    {
        string[] options = ["--sample", "airline", "--horizon", "2", "--window", "6", "--calendar", "month", "--lags", "12,24", .. Quick];
        await _call.RunAsync(["train", .. options, "--normalize", "window", "--out", _call["w.onnx"]]);
        await _call.RunAsync(["train", .. options, "--out", _call["s.onnx"]]);
        Assert.Equal("", _call.Errors);

        Assert.Contains("future covariates normalized with the window of a feature: 3 (feature 1), 4 (feature 1)", await Inspect("w.onnx"));
        Assert.DoesNotContain("normalized with the window of a feature", await Inspect("s.onnx"));

        async Task<string> Inspect(string name)
        {
            await _call.RunAsync("inspect", _call[name]);
            return _call.Output;
        }
    }

    [Fact]
    public async Task Predict_RowsWithoutTargets_UsesTheirFutureCovariates()
    {
        string Row(int row, bool hasTarget) => $"{row},{(!hasTarget ? "" : row % 7 == 0 ? "5" : "1")},{(row % 7 == 0 ? 1 : 0)}\n";
        string Rows(int past, int future) =>
            "t,y,holiday\n" + string.Concat(Enumerable.Range(0, past + future).Select(row => Row(row, hasTarget: row < past)));
        await _call.RunAsync(
            "train", "--data", _call.Write("f.csv", Rows(84, 0)), "--target", "y", "--time", "t", "--known", "holiday", "--window", "7",
            "--horizon", "3", "--hidden", "8", "--epochs", "60", "--out", _call["h.onnx"]);

        Assert.Equal(
            ExitCode.Success,
            await _call.RunAsync("predict", _call["h.onnx"], "--data", _call.Write("next.csv", Rows(83, 5)), "--out", _call["p.csv"]));

        Assert.Equal("", _call.Errors);
        var lines = await File.ReadAllLinesAsync(_call["p.csv"]);
        Assert.Equal(["83,1", "84,2", "85,3"], lines[1..].Select(line => line[..line.LastIndexOf(',')]));
        // Row 84 is a holiday.
        Assert.Equal(
            [1, 5, 1], lines[1..].Select(line => Math.Round(double.Parse(line.Split(',')[2], System.Globalization.CultureInfo.InvariantCulture))));
        Assert.Equal(
            ExitCode.Success, await _call.RunAsync("predict", _call["h.onnx"], "--data", _call["next.csv"], "--rolling", "--out", _call["r.csv"]));
        Assert.Equal(lines[^1].Replace(",3,", ",82,3,", StringComparison.Ordinal) + ",", (await File.ReadAllLinesAsync(_call["r.csv"]))[^1]);
        Assert.Contains("note: 2 future rows have no forecast: ", _call.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("predict", _call["h.onnx"], "--data", _call["f.csv"], "--out", _call["p.csv"]));
        Assert.Equal(
            $"error: {_call["f.csv"]}: the series has 0 rows after its last target, expected at least 3 with the future covariates 'holiday': "
            + "add rows without targets, or use rolling forecasts, which stay within the table.",
            _call.Errors.TrimEnd());
    }

    [Fact]
    public async Task Train_TruncatedLossOnEveryStep_Runs()
    {
        var exit = await _call.RunAsync([
            "train", "--sample", "sine", "--window", "100", "--loss-on", "every", "--truncate", "25", "--loss", "huber", "--out", _call["s.onnx"],
            "--json", .. Quick]);

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        Assert.Equal(200, _call.Json.GetProperty("rows").GetInt32());
    }

    [Fact]
    public async Task Train_SameSeed_WritesTheSameFile()
    {
        await _call.RunAsync(["train", "--sample", "airline", "--out", _call["a.onnx"], .. Quick]);
        await _call.RunAsync(["train", "--sample", "airline", "--out", _call["b.onnx"], .. Quick]);

        Assert.Equal(await File.ReadAllBytesAsync(_call["a.onnx"]), await File.ReadAllBytesAsync(_call["b.onnx"]));
    }

    private static double Mae(JsonElement json, string baseline) =>
        json.GetProperty("baselines").GetProperty(baseline).GetProperty("mae").GetDouble();
}
