using MlNetRecurrent.Onnx;
using MlNetRecurrent.Training;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Models of other programs whose meaning is given at the import, from the file to the retrained model.</summary>
public sealed class ImportedClassesTests : IDisposable
{
    // The sequences of class "up" grow, those of "down" fall, the others stay where they are.
    private static readonly string[] Classes = ["still", "up", "down"];

    private readonly ConsoleCall _call = new();

    private string File => _call["foreign.onnx"];

    private string Model => _call["m.onnx"];

    private string Data => _call["rows.csv"];

    public ImportedClassesTests()
    {
        System.IO.File.WriteAllBytes(File, CreateFile());
        var rows = Enumerable.Range(0, 30).SelectMany(sequence => Enumerable.Range(0, 5).Select(step => FormattableString.Invariant(
            $"{sequence},{new[] { 0, 1, -1 }[sequence % 3] * step},{Classes[sequence % 3]}")));
        _call.Write("rows.csv", string.Join('\n', rows.Prepend("id,x,class")) + "\n");
    }

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task Retrain_ClassifierWithoutLabels_AsksForThem()
    {
        Assert.Equal(ExitCode.Success, await _call.RunAsync("import", File, "--out", Model, "--task", "classify"));
        Assert.Contains("\n  output: 3 classes\n", _call.Output, StringComparison.Ordinal);

        Assert.Equal(ExitCode.InvalidInput, await RetrainAsync());
        Assert.Equal(
            $"error: The 3 classes of model '{Model}' have no names, so the order of the labels is not known. Give them in the order of the outputs: "
                + "--labels A,B,...; import has the same option.",
            _call.Errors.TrimEnd());

        Assert.Equal(ExitCode.InvalidInput, await RetrainAsync("--labels", "still,up"));
        Assert.Equal(
            $"error: There are 2 labels (still, up), but model '{Model}' has 3 classes.", _call.Errors.TrimEnd());
    }

    [Fact]
    public async Task Retrain_LabelsInTheOrderOfTheOutputs_ScoreThePreviousModelByThem()
    {
        await _call.RunAsync("import", File, "--out", Model, "--task", "classify");

        await RetrainAsync("--labels", "still,up,down");

        Assert.Equal("", _call.Errors);
        Assert.Equal(1, _call.Json.GetProperty("oldMetrics").GetProperty("accuracy").GetDouble());

        await _call.RunAsync("import", File, "--out", Model, "--task", "classify", "--force");
        await RetrainAsync("--labels", "down,still,up");
        Assert.Equal(0, _call.Json.GetProperty("oldMetrics").GetProperty("accuracy").GetDouble());
    }

    [Fact]
    public async Task Retrain_LabelsOfTheImport_StayInTheirOrder()
    {
        Assert.Equal(
            ExitCode.Success,
            await _call.RunAsync("import", File, "--out", Model, "--task", "classify", "--labels", "still,up,down", "--features", "x"));
        Assert.Contains("\n  labels: still, up, down\n", _call.Output, StringComparison.Ordinal);

        await RetrainAsync();

        Assert.Equal(1, _call.Json.GetProperty("oldMetrics").GetProperty("accuracy").GetDouble());
        Assert.Equal(Classes, TableModel.Load(Model).Card.Labels);
        Assert.Equal(ExitCode.InvalidInput, await RetrainAsync("--labels", "up,still,down"));
    }

    [Theory]
    [InlineData("The task cannot be tag: it has one output for a whole sequence. The graph says forecast.", "--task", "tag")]
    [InlineData("2 labels were given (a, b), but the network has 3 classes.", "--task", "classify", "--labels", "a,b")]
    [InlineData("Option --labels is 'a,a,b', which lists a name more than once.", "--task", "classify", "--labels", "a,a,b")]
    [InlineData("Option --labels is 'a,,b', expected comma-separated names.", "--task", "classify", "--labels", "a,,b")]
    [InlineData("Option --task is 'guess', expected forecast, classify, tag, encode.", "--task", "guess")]
    [InlineData("Option --window is 0, expected at least 1.", "--window", "0")]
    [InlineData("Option --input-scaler is 'min=1', expected a JSON file", "--input-scaler", "min=1")]
    [InlineData("Option --input-scaler is 'min=2 max=1': Column 1 of the scaler has the offset 2", "--input-scaler", "min=2 max=1")]
    [InlineData("The scaler of the inputs has 2 columns, expected 1, one for each feature", "--input-scaler", "mean=1,2 deviation=1,1")]
    [InlineData("Option --target-scaler: 'none.json' cannot be read: ", "--target-scaler", "none.json")]
    public async Task Import_InvalidOption_IsRefused(string message, params string[] options)
    {
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(["import", File, "--out", Model, .. options]));
        Assert.StartsWith($"error: {message}", _call.Errors, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(Model));
    }

    [Fact]
    public async Task Import_UnknownOutput_ListsTheOutputs()
    {
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("import", File, "--out", Model, "--output", "z"));

        Assert.Equal($"error: Model file '{File}' has no output 'z', only 'y'.", _call.Errors.TrimEnd());
    }

    [Fact]
    public async Task Import_ScalersOutsideOfTheFile_AreInTheModel()
    {
        var scaler = _call.Write("scaler.json", """{"data_min_": [10], "data_max_": [30], "feature_range": [0, 1]}""");

        Assert.Equal(ExitCode.Success, await _call.RunAsync("import", File, "--out", Model, "--input-scaler", scaler, "--target", "a,b,c"));

        using var imported = RecurrentModel.Load(Model);
        using var original = RecurrentModel.Load(System.IO.File.ReadAllBytes(Reimport("plain.onnx")));
        var (expected, actual) = (new float[3], new float[3]);
        imported.Score([10, 20, 30], actual);
        original.Score([0, 0.5f, 1], expected);
        for (var index = 0; index < 3; index++)
            Assert.Equal(expected[index], actual[index], 1e-5f);
    }

    [Fact]
    public async Task Inspect_LinearLayers_AreShown()
    {
        Assert.Equal(ExitCode.Success, await _call.RunAsync(
            "train", "--sample", "sine", "--input-layers", "6", "--input-activation", "tanh", "--head-layers", "8,4", "--hidden", "3",
            "--epochs", "1", "--test-stride", "50", "--out", Model));
        await _call.RunAsync("inspect", Model);

        Assert.Contains(
            "\n  before layer 1: linear, 1 to 6, tanh\n  layer 1: LSTM, input size 6, hidden size 3, forward\n",
            _call.Output,
            StringComparison.Ordinal);
        Assert.Contains("\n  head: linear, 3 to 8, relu; linear, 8 to 4, relu\n", _call.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Option --head-activation requires --head-layers.", "--head-activation", "tanh")]
    [InlineData("Option --head-layers is '3,x', expected comma-separated sizes of at least 1, such as 32,16.", "--head-layers", "3,x")]
    [InlineData("Option --input-layers is '0', expected comma-separated sizes of at least 1, such as 32,16.", "--input-layers", "0")]
    [InlineData(
        "Option --input-activation is 'square', expected relu, tanh, sigmoid, gelu, leaky-relu, elu, softplus.",
        "--input-layers", "3", "--input-activation", "square")]
    [InlineData("The network cannot be built: output size of head layer 1 is 70000, expected 1 to 65536.", "--head-layers", "70000")]
    public async Task Train_InvalidLinearLayers_IsRefused(string message, params string[] options)
    {
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(["train", "--sample", "sine", "--out", Model, .. options]));
        Assert.Equal($"error: {message}", _call.Errors.TrimEnd());
    }

    private string Reimport(string name)
    {
        OnnxImporter.ImportToFile(File, _call[name]);
        return _call[name];
    }

    private Task<int> RetrainAsync(params string[] options) => _call.RunAsync(
        ["retrain", Model, "--data", Data, "--sequence", "id", "--label", "class", "--epochs", "1", "--lr", "1e-9", "--json", .. options]);

    // An RNN of one unit whose state is the last value; the logits are 1 - |x|, x and -x.
    private static byte[] CreateFile()
    {
        var graph = new OpsetGraph(17);
        graph.Input("x", "batch", "time", 1);
        var states = graph.Graph.AddNodes(
            "RNN",
            [
                graph.Transpose("x", 1, 0, 2),
                graph.Graph.AddConstant("W", [1f, -1f], 1, 2, 1),
                graph.Graph.AddConstant("R", [0f, 0f, 0f, 0f], 1, 2, 2),
            ],
            ["", ""],
            OnnxGraph.CreateAttribute("hidden_size", 2),
            OnnxGraph.CreateAttribute("activations", ["Relu"]));
        var weight = graph.Graph.AddConstant("head", [-1f, 1f, -1f, -1f, -1f, 1f], 2, 3);
        var bias = graph.Graph.AddConstant("bias", [1f, 0f, 0f], 3);
        graph.Output(graph.Node("Add", [graph.Node("MatMul", [graph.Squeeze(states[1], 0), weight]), bias]), "y", "batch", 3);
        return Google.Protobuf.MessageExtensions.ToByteArray(graph.Model());
    }
}
