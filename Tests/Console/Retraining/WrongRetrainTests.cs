using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Incompatible models, data and folders: one line and exit code 2, before training starts.</summary>
public sealed class WrongRetrainTests : IDisposable
{
    private const string Rows = "t,y,x,c\n1,1,1,a\n2,2,0,b\n3,4,1,a\n4,3,0,b\n5,5,1,a\n6,7,0,b\n7,6,1,a\n8,8,0,b\n9,10,1,a\n10,9,0,b\n";

    private readonly ConsoleCall _call = new();

    public static TheoryData<string, string, string> Differences => new()
    {
        { "t,x\n1,1\n", "there is no column 'y'", "t, x" },
        {
            "t,z\nmonday,1\n",
            "there is no column 'y'; there is no column 'x'; "
                + "FILE, line 2, column 't': expected a date such as 2020-01-31 or 2020-01-31T10:30:00, or a number (for other dates, "
                + "set TableReadOptions.DateFormat; on the command line, --date-format), got 'monday'",
            "t, z"
        },
        {
            "t,y,x\n2020-01-01,1,high\n",
            "FILE, line 2, column 'x': expected a number with a decimal point, such as 1234.5, got 'high'; "
                + "column 't' contains dates, the model was trained on numbers",
            "t, y, x"
        },
    };

    public void Dispose() => _call.Dispose();

    [Theory]
    [MemberData(nameof(Differences))]
    public async Task Retrain_IncompatibleData_ListsEveryDifference(string text, string differences, string columns)
    {
        await TrainForecaster();
        var file = _call.Write("other.csv", text);

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("retrain", _call["m.onnx"], "--data", file));

        var expected = differences.Replace("FILE", file, StringComparison.Ordinal);
        Assert.Equal($"error: {file} does not match the model '{_call["m.onnx"]}': {expected}. The columns are {columns}.", _call.Errors.TrimEnd());
        Assert.False(Directory.Exists(_call["m.history"]));
    }

    [Fact]
    public async Task Retrain_UnknownLabels_AreAllNamed()
    {
        await _call.RunAsync(
            "train", "--data", _call.Write("f.csv", Rows), "--label", "c", "--features", "x", "--window", "1", "--hidden", "2", "--epochs", "1",
            "--out", _call["c.onnx"]);
        var file = _call.Write("other.csv", "x,c\n1,a\n2,d\n3,e\n");

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("retrain", _call["c.onnx"], "--data", file));

        Assert.Equal(
            $"error: {file} does not match the model '{_call["c.onnx"]}': "
                + "label 'd' of column 'c' is not one of the 2 classes of the model (a, b); "
                + "label 'e' of column 'c' is not one of the 2 classes of the model (a, b). The columns are x, c.",
            _call.Errors.TrimEnd());
    }

    [Theory]
    [InlineData("m.onnx", "MODEL.onnx")]
    [InlineData("f.csv", "option --data")]
    [InlineData("m.history/0001.onnx", "the model history")]
    [InlineData("c/m-retrain.checkpoint", "the checkpoint of option --checkpoint")]
    public async Task Retrain_ReportIsAnotherFile_ReportsItBeforeTraining(string report, string other)
    {
        await TrainForecaster();
        var before = await File.ReadAllBytesAsync(_call["m.onnx"], TestContext.Current.CancellationToken);

        Assert.Equal(
            ExitCode.InvalidInput,
            await _call.RunAsync("retrain", _call["m.onnx"], "--data", _call["f.csv"], "--checkpoint", _call["c"], "--report", _call[report]));

        Assert.StartsWith(
            $"error: Option --report '{_call[report]}' is the same file as {other} '{_call[report]}': ", _call.Errors, StringComparison.Ordinal);
        Assert.Equal("", _call.Output);
        Assert.Equal(before, await File.ReadAllBytesAsync(_call["m.onnx"], TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(_call["m.history"]));
    }

    [Fact]
    public async Task Retrain_HistoryFolderNotWritable_ReportsItBeforeTraining()
    {
        await TrainForecaster();
        _call.Write("m.history", "a file with the name of the folder");

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("retrain", _call["m.onnx"], "--data", _call["f.csv"]));

        Assert.StartsWith($"error: History folder '{_call["m.history"]}' cannot be written to: ", _call.Errors, StringComparison.Ordinal);
        Assert.Single(_call.Errors.TrimEnd().Split('\n'));
        Assert.Equal("", _call.Output);
    }

    [Theory]
    [InlineData("--test-fraction 0", "Option --test-fraction is 0, expected above 0 and less than 1.")]
    [InlineData("--validation-fraction 1", "Option --validation-fraction is 1, expected 0 to less than 1.")]
    [InlineData("--epochs 0", "The options of the fit are invalid: epochs must be at least 1, got 0.")]
    [InlineData("--balance", "Option --balance cannot be used with a model for the task forecast.")]
    [InlineData("--window 3", "Option --window cannot be used with a model whose card specifies its columns.")]
    [InlineData("--resume", "Option --resume requires --checkpoint DIR, the folder of the checkpoint to resume from.")]
    [InlineData(
        "--truncate 1",
        "The options of the fit are invalid: truncated back-propagation requires an output at every time step, "
            + "the pooling of this network is FinalState.")]
    public async Task Retrain_InvalidOption_IsNamed(string options, string message)
    {
        await TrainForecaster();
        var previous = await File.ReadAllBytesAsync(_call["m.onnx"]);

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(["retrain", _call["m.onnx"], "--data", _call["f.csv"], .. options.Split(' ')]));

        Assert.Equal($"error: {message}", _call.Errors.TrimEnd());
        Assert.Equal(previous, await File.ReadAllBytesAsync(_call["m.onnx"]));
        Assert.False(Directory.Exists(_call["m.history"]));
    }

    [Fact]
    public async Task Retrain_LanguageModel_IsRejected()
    {
        var text = _call.Write("t.txt", string.Concat(Enumerable.Repeat("the cat sat on the mat.\n", 20)));
        Assert.Equal(
            ExitCode.Success,
            await _call.RunAsync(
                "train", "--text", text, "--hidden", "2", "--embedding", "2", "--window", "8", "--batch", "4", "--epochs", "1", "--out",
                _call["l.onnx"]));

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("retrain", _call["l.onnx"], "--sample", "sine"));

        Assert.Equal(
            $"error: Model '{_call["l.onnx"]}' has the task language, expected forecast, classify or tag: only models of tables can be retrained.",
            _call.Errors.TrimEnd());
    }

    [Fact]
    public async Task Retrain_MissingModel_IsNamed()
    {
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("retrain", _call["none.onnx"], "--sample", "sine"));

        Assert.Equal(
            $"error: Model file '{_call["none.onnx"]}' does not exist: train and export a model, or correct the path.", _call.Errors.TrimEnd());
    }

    [Fact]
    public async Task Retrain_ImportedModelOfOtherSizes_ListsTheDifferences()
    {
        await _call.RunAsync("--out", _call["sine"], "--epochs", "1", "--hidden", "2");
        var (model, file) = (Path.Combine(_call["sine"], "sine-rnn.onnx"), _call.Write("f.csv", Rows));

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("retrain", model, "--data", file, "--target", "y,x", "--lags", "1"));

        Assert.Equal(
            $"error: {file} does not match the model '{model}': the number of features is 2 (x, y), that of the network 1; "
                + "the number of targets is 2, that of the network 1; the number of future covariates is 2, that of the network 0. "
                + "The columns are t, y, x, c.",
            _call.Errors.TrimEnd());
    }

    private async Task TrainForecaster() => Assert.Equal(ExitCode.Success, await _call.RunAsync(
        "train", "--data", _call.Write("f.csv", Rows), "--target", "y", "--features", "x", "--time", "t", "--window", "2",
        "--hidden", "2", "--epochs", "1", "--out", _call["m.onnx"]));
}
