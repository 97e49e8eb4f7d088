using System.Globalization;
using MlNetRecurrent.Training;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Files without a model card at the console: scored with what options say, and refused where meaning is required.</summary>
public sealed class ForeignPredictTests : IDisposable
{
    private const string StaticFile = "It has the inputs sequence Float [b, t, 3], static Float [b, 2] and the outputs y Float [b, 2].";
    private const string Import = "'mlnet-recurrent import' with --task, --target or --labels, --features and --window, or OnnxImporter.Import.";

    private readonly ConsoleCall _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task Predict_CompleteOptions_WritesTheTableOfTheLibrary()
    {
        var (model, data) = (Save("static"), Data());
        Assert.Equal(
            ExitCode.Success,
            await _call.RunAsync(
                "predict", model, "--data", data, "--out", _call["p.csv"], "--features", "a..c", "--input-columns", "static=d,a", "--window", "3",
                "--time", "t", "--rolling", "--json"));
        Assert.Equal("", _call.Errors);
        var table = TableScoring.Predict(model, TableSource.FromFile(data), new TableScoringOptions
        {
            Features = ["a", "b", "c"],
            InputColumns = new Dictionary<string, IReadOnlyList<string>> { ["static"] = ["d", "a"] },
            Window = 3,
            Time = "t",
            Rolling = true,
        });
        Assert.Equal(table.Rows.Prepend(table.Header).Select(row => string.Join(',', row)), await File.ReadAllLinesAsync(_call["p.csv"]));
        Assert.Equal((18, 1), (_call.Json.GetProperty("rows").GetInt32(), _call.Json.GetProperty("notes").GetArrayLength()));
    }

    [Fact]
    public async Task Predict_MissingOptions_NamesThemInOneLine()
    {
        var model = Save("static");
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("predict", model, "--data", Data(), "--out", _call["p.csv"]));
        Assert.Equal(
            $"error: Model file '{model}' carries no model card. {StaticFile} To score a table, specify --features (the 3 columns of the input "
                + "'sequence', in its order), --input-columns (the 2 columns of the input 'static'; or --input-values with fixed values), --window "
                + "(the number of rows in each window) or --sequence (the column that identifies whole sequences).",
            _call.Errors.TrimEnd());
        Assert.False(File.Exists(_call["p.csv"]));
    }

    [Fact]
    public async Task Predict_SeveralOutputs_AreNamedByAnOption()
    {
        string[] options = ["predict", Save("strided"), "--data", Data(), "--out", _call["p.csv"], "--features", "a,b", "--window", "9"];
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(options));
        Assert.EndsWith("Use --outputs, or import the file with 'mlnet-recurrent import'.", _call.Errors.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, await _call.RunAsync([.. options, "--outputs", "whole,frames"]));
        var lines = await File.ReadAllLinesAsync(_call["p.csv"]);
        var frames = Enumerable.Range(0, 12).Select(value => $"frames[{value / 3}][{value % 3}]");
        Assert.Equal($"row,whole,{string.Join(',', frames)}", lines[0]);
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync([.. options, "--outputs", "whole,frame"]));
        Assert.Contains("--outputs has 'frame', which is not an output of it.", _call.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--input-columns", "static", "expected INPUT=COL,COL,...")]
    [InlineData("--input-values", "static=1,x", "Option --input-values has the value 'x', expected a number.")]
    [InlineData("--states", "=a", "Option --states is '=a', expected INPUT=OUTPUT.")]
    [InlineData("--window", "0", "Option --window is 0, expected at least 1.")]
    public async Task Predict_InvalidOption_IsNamed(string option, string value, string message)
    {
        var exit = await _call.RunAsync("predict", Save("static"), "--data", Data(), "--out", _call["p.csv"], "--features", "a,b,c", option, value);
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(message, _call.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_FixedValuesOfAnInput_AreFedInEveryRun()
    {
        string[] options = ["predict", Save("static"), "--data", Data(), "--out", _call["p.csv"], "--features", "a,b,c", "--window", "4"];
        Assert.Equal(ExitCode.Success, await _call.RunAsync([.. options, "--input-values", "static=0.5,-2"]));
        var expected = await File.ReadAllLinesAsync(_call["p.csv"]);
        var lines = await File.ReadAllLinesAsync(Data());
        options[3] = _call.Write("c.csv", string.Concat(lines.Select((line, row) => $"{line},{(row == 0 ? "p,q" : "0.5,-2")}\n")));
        Assert.Equal(ExitCode.Success, await _call.RunAsync([.. options, "--input-columns", "static=p,q"]));
        Assert.Equal(expected, await File.ReadAllLinesAsync(_call["p.csv"]));
    }

    [Fact]
    public async Task Predict_ModelWhoseCardDescribesItsColumns_RefusesTheOptions()
    {
        await _call.RunAsync("train", "--data", Data(), "--target", "a", "--window", "3", "--hidden", "2", "--epochs", "1", "--out", _call["o.onnx"]);
        var exit = await _call.RunAsync("predict", _call["o.onnx"], "--data", Data(), "--out", _call["p.csv"], "--features", "a");
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Equal("error: Option --features cannot be used with a model whose card describes its columns.", _call.Errors.TrimEnd());
    }

    [Fact]
    public async Task EvaluateAndRetrain_FileWithoutACard_SayHowToImportIt()
    {
        var model = Save("static");
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("evaluate", model, "--data", Data()));
        Assert.Equal(
            $"error: Model file '{model}' carries no model card, which says what its values and columns mean: another program wrote it. "
                + $"Import it with its meaning: {Import} To score it as it is, use 'mlnet-recurrent predict', RecurrentModel.Load or "
                + "ApplyRecurrentModel.",
            _call.Errors.TrimEnd());
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("retrain", model, "--data", Data(), "--target", "a"));
        Assert.Equal(
            $"error: Model file '{model}' carries no model card, which says what its values and columns mean. "
                + $"Import it first with its meaning: {Import}",
            _call.Errors.TrimEnd());
    }

    [Fact]
    public async Task Inspect_FileWithoutACard_SaysHowItIsScored()
    {
        Assert.Equal(ExitCode.Success, await _call.RunAsync("inspect", Save("static")));
        Assert.Equal(
            [
                "  scored by: ONNX Runtime, not by the managed engine: the file has further inputs: static [batch, 2].",
                "  sequences: sequence [batch, time, 3]",
                "  further input: static [batch, 2]",
                "  scored output: y [batch, 2]",
            ],
            _call.Output.TrimEnd().Split('\n')[^4..]);
        Assert.Equal(ExitCode.Success, await _call.RunAsync("inspect", Save("step")));
        Assert.Equal(
            [
                "  sequences: frame [batch, 1, 3], 1 time step",
                "  state: h0 [1, batch, 3], returned as hn",
                "  state: c0 [1, batch, 3], returned as cn",
                "  scored output: y [batch, 1, 3]",
            ],
            _call.Output.TrimEnd().Split('\n')[^4..]);
        Assert.Equal(ExitCode.Success, await _call.RunAsync("inspect", Save("strided")));
        Assert.StartsWith("  cannot be scored as it is: Model file", _call.Output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, await _call.RunAsync("inspect", Save("strided"), "--outputs", "frames"));
        Assert.StartsWith("  scored output: frames", _call.Output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    // Each sequence of the given input is scored as a whole; further inputs have one row of values for each sequence.
    [Theory]
    [InlineData("t_lstm_mlp_head")]
    [InlineData("torch_logsoftmax")]
    [InlineData("conv1d_lstm")]
    [InlineData("keras_lstm_relu_activation")]
    [InlineData("lstm_autoencoder")]
    [InlineData("sequence_plus_static", "--input-columns", "static=x0,x1")]
    [InlineData("two_heads", "--outputs", "policy,value")]
    [InlineData("keras_go_backwards_sequences")]
    [InlineData("g_category_embedding_and_numbers", "--input-columns", "category=x0")]
    public async Task Predict_GivenCase_HasTheGivenOutputs(string name, params string[] more)
    {
        var file = ForeignFiles.Open(name);
        var (input, other) = (file.Inputs[0], file.Inputs.Skip(1).FirstOrDefault());
        var (batch, steps, size) = (input.Shape[0], input.Shape[1], input.Shape[2]);
        var extra = other is null ? 0 : other.Values.Length / batch / (other.Shape.Length > 1 && other.Shape[1] == steps ? steps : 1);
        var columns = Enumerable.Range(0, size).Select(column => $"v{column}").Concat(Enumerable.Range(0, extra).Select(column => $"x{column}"));
        var text = $"id,{string.Join(',', columns)}\n";
        for (var row = 0; row < batch * steps; row++)
        {
            var values = input.Values[(row * size)..((row + 1) * size)].Concat(other is null ? [] : other.Values.Skip(GetStart(row)).Take(extra));
            text += $"s{row / steps},{string.Join(',', values.Select(value => value.ToString(CultureInfo.InvariantCulture)))}\n";
        }

        Assert.Equal(
            ExitCode.Success,
            await _call.RunAsync(
                [
                    "predict", file.Path, "--data", _call.Write("d.csv", text), "--out", _call["p.csv"], "--features", $"v0..v{size - 1}",
                    "--sequence", "id", .. more,
                ]));

        var lines = (await File.ReadAllLinesAsync(_call["p.csv"]))[1..];
        // This file returns the outputs last step first; they are written at the rows to which they belong.
        if (name == "keras_go_backwards_sequences")
            lines = [.. lines.Chunk(steps).SelectMany(chunk => chunk.Reverse())];
        var outputs = more is ["--outputs", ..] ? file.Outputs : [file.Outputs[0]];
        var rows = lines.Length;
        var expected = Enumerable.Range(0, rows)
            .SelectMany(row => outputs.SelectMany(output => output.Values.Chunk(output.Values.Length / rows).ElementAt(row)));
        var width = outputs.Sum(output => output.Values.Length / rows);
        var actual = lines.SelectMany(line => line.Split(',')[2..(2 + width)]).Select(cell => float.Parse(cell, CultureInfo.InvariantCulture));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));

        int GetStart(int row) => extra * (other!.Values.Length == batch * steps * extra ? row : row / steps);
    }

    private string Save(string kind)
    {
        File.WriteAllBytes(_call["m.onnx"], ForeignKinds.Create(kind));
        return _call["m.onnx"];
    }

    private string Data() => _call.Write("d.csv", "t,a,b,c,d\n" + string.Concat(Enumerable.Range(0, 20).Select(row => string.Create(
        CultureInfo.InvariantCulture, $"2020-01-{row + 1:00},{MathF.Sin(row):0.####},{MathF.Cos(row):0.####},{row % 3},{row % 5}\n"))));
}
