using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Invalid data and options: one line that names the problem and its location, exit code 2, and no file written.</summary>
public sealed class WrongDataTests : IDisposable
{
    private readonly ConsoleCall _call = new();

    public static TheoryData<string, string, string> Data => new()
    {
        { "t,z\n1,2\n", "--target y", "FILE has no column 'y'; its columns are t, z." },
        {
            "t;y\n1;2.345\n", "--target y",
            "FILE, line 2, column 'y': expected a number that can be read in one way: its mark may be the decimal mark or group thousands, and no "
                + "other number decides (set TableReadOptions.DecimalMark; on the command line, --decimal . or --decimal ,), got '2.345'."
        },
        {
            "t;y\n1;2.345\n", "--target y --thousands . --decimal .",
            "The decimal mark and the mark between thousands are both '.', expected different marks."
        },
        { "t,y\n1,2\n", "", "Option --target is required: specify the columns to forecast; the columns are t, y." },
        { "t,y\n1,2\n2,two\n", "--target y", "FILE, line 3, column 'y': expected a number with a decimal point, such as 1234.5, got 'two'." },
        {
            "t,y\n1,2\n2,\n", "--target y",
            "FILE, line 3, column 'y': the value is missing: fill it in, remove the row, or carry the previous value forward "
                + "(DataColumns.ForwardFill; on the command line, --missing carry)."
        },
        {
            "t,y\n2020-01-02,1\n2020-01-01,2\n", "--target y --time t",
            "FILE, line 3, column 't': the time 2020-01-01 follows 2020-01-02: sort the rows by time, or place them on a grid, which takes them in "
                + "any order (DataColumns.Grid; on the command line, train with --frequency). "
                + "If the rows are those of several series, name their column (DataColumns.Series; on the command line, --series)."
        },
        {
            "t,y\n2020-01-01,1\n2020-01-01,2\n", "--target y --time t",
            "FILE, line 3, column 't': the time 2020-01-01 is repeated: times must be unique within a series. "
                + "If the rows are those of several series, name their column (DataColumns.Series; on the command line, --series). "
                + "If several rows belong to one time, place them on a grid (DataColumns.Grid; on the command line, train with --frequency)."
        },
        { "y\n5\n5\n5\n5\n", "--target y --window 1", "FILE: column 'y' is 5 in every training row: there is nothing to forecast." },
        {
            "y\n1\n2\n3\n", "--target y",
            "FILE has 2 training rows, expected at least 21 in one series for a window of 20 and a horizon of 1: "
                + "provide more data or a shorter window."
        },
        {
            "c,x\na,1\na,2\n", "--label c --window 1 --test-fraction 0",
            "FILE: column 'c' has only the class 'a' in the training rows, expected at least two classes."
        },
        {
            "c,x,s\na,1,train\nb,2,train\nz,3,test\n", "--label c --split s --window 1",
            "FILE: label 'z' of column 'c' is in the test rows but not in the training rows: "
                + "remove its rows, or split the data so that each label is in the training rows."
        },
        { "c,x\na,1\nb,2\n", "--label c --window 1 --target x", "Option --target cannot be used with --task classify." },
        { "c,x\na,1\nb,2\n", "--label c --task tag", "Task tag requires rows that are time steps: specify --sequence or --time." },
        { "y\n1\n", "--target y --series a --label y", "Option --target cannot be used with --task classify." },
        { "y\n1\n", "--target y --cell elman", "Option --cell is 'elman', expected rnn, lstm, gru, all." },
        { "y\n1\n", "--target y --base naive", "Option --base is 'naive', expected none, last, seasonal, drift." },
        { "y\n1\n", "--target y --window 0", "Option --window is 0, expected at least 1." },
        { "y\n1\n", "--target y --test-fraction 1", "Option --test-fraction is 1, expected 0 to less than 1." },
        { "y\n1\n", "--target y --ensemble 0", "Option --ensemble is 0, expected 1 to 64." },
        { "y\n1\n", "--target y --resume", "Option --resume requires --checkpoint DIR, the folder of the checkpoint to resume from." },
        {
            "y\n1\n", "--target y --noise -1 --patience 0",
            "The options of the fit are invalid: patience must be at least 1, got 0; input noise must be at least 0, got -1."
        },
        { "y\n1\n", "--target y --quantiles low,high", "Option --quantiles is 'low,high', expected comma-separated levels, such as 0.05,0.5,0.95." },
        {
            "t,y\n1,1\n2,2\n", "--target y --time t --calendar month",
            "Calendar features (month) require dates: the times of column 't' are numbers."
        },
        { "y\n1\n", "--target y --calendar noon", "Option --calendar is 'noon', expected month, yearday, weekday, hour." },
        {
            "y\n1\n", "--target y --lags 2 --horizon 3",
            "Option --lags contains 2, expected at least the horizon, 3: later steps of the horizon have no such value yet."
        },
        { "y\n1\n", "--target y --lags 0", "Option --lags is '0', expected comma-separated numbers of rows, each at least 1." },
        { "y\n1\n", "--target y --chrono 1", "Option --chrono is 1, expected at least 2." },
        { "y\n1\n", "--target y --balance", "Option --balance cannot be used with --task forecast." },
        { "c,x\na,1\nb,2\n", "--label c --horizon 2", "Option --horizon cannot be used with --task classify." },
        { "c,x\na,1\nb,2\n", "--label c --loss mae", "Option --loss cannot be used with --task classify." },
        { "c,x\na,1\nb,2\n", "--label c --stride 2", "Option --stride cannot be used with rows that are whole sequences." },
        {
            "i,c,x\n1,a,1\n2,b,2\n", "--label c --sequence i --window 5",
            "Option --window cannot be used with --sequence: each sequence is scored as a whole."
        },
        { "i,c,x\n1,a,1\n2,b,2\n", "--label c --sequence i --task tag --read mean", "Option --read cannot be used with --task tag." },
        {
            "i,x,y\n1,1,1\n2,2,2\n", "--target y --sequence i --horizon 2",
            "Option --horizon cannot be used with --sequence: each sequence has one target value."
        },
        {
            "i,x,y\n1,1,1\n2,2,2\n", "--target y --sequence i --lags 2",
            "Option --lags cannot be used with --sequence: each sequence has one target value."
        },
        {
            "i,x,y\n1,1,5\n1,2,6\n2,2,7\n2,2,6\n3,1,6\n", "--target y --sequence i",
            "FILE: column 'y' is 6 in every training sequence: there is nothing to forecast."
        },
        { "y\n1\n", "--target y --lag 5", "Option --lag cannot be used with --data." },
        { "y\n1\n", "--target y --cell rnn --chrono 5", "Option --chrono cannot be used with --cell rnn, which has no gates." },
        { "y\n1\n", "--target y --stop-at -1", "The options of the fit are invalid: stopping threshold must be at least 0, got -1." },
        {
            "s,y\ntrain,1\n", "--target y --split s --test-fraction 0.5",
            "Option --test-fraction cannot be used with --split, which selects the test data."
        },
        { "y\n1\n", "--target y..z", "Option --target: the range contains 'z', which is not a column; the columns are y." },
        { "y\n1\n", "--target y,y", "Option --target is 'y,y', which lists a column more than once." },
        {
            "y\n1\n2\n3\n4\n5\n6\n7\n", "--target y --window 2 --truncate 1",
            "The options of the fit are invalid: truncated back-propagation requires an output at every time step, "
                + "the pooling of this network is FinalState."
        },
        { "y\n1\n2\n3\n4\n5\n6\n7\n", "--target y --window 2 --hidden 0", "The network cannot be built: hidden size is 0, expected 1 to 65536." },
    };

    public void Dispose() => _call.Dispose();

    [Theory]
    [MemberData(nameof(Data))]
    public async Task Train_InvalidDataOrOption_ReportsItInOneLine(string text, string options, string message)
    {
        var file = _call.Write("f.csv", text);

        var exit = await _call.RunAsync([
            "train", "--data", file, "--out", _call["m.onnx"], .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal($"error: {message.Replace("FILE", file, StringComparison.Ordinal)}", _call.Errors.TrimEnd());
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.False(File.Exists(_call["m.onnx"]));
    }

    [Theory]
    [InlineData("train", "No data specified: expected --data FILE, --query SQL with --connection DATABASE, or --sample NAME.")]
    [InlineData("train --data a.csv --sample sine", "Options --data and --sample are both specified, expected only one of them.")]
    [InlineData("train --sample cosine", "Option --sample is 'cosine', expected sine, airline, weather, digits, ecg, pride, recall, adding.")]
    [InlineData("train --sample recall --lag 1", "Option --lag is 1, expected 2 to 1000.")]
    [InlineData("train --sample adding --lag 1001", "Option --lag is 1001, expected 2 to 1000.")]
    [InlineData("train --sample airline --lag 50", "Option --lag cannot be used with --sample airline; it is for the samples recall and adding.")]
    [InlineData(
        "compare --sample airline --sample-seed 2",
        "Option --sample-seed cannot be used with --sample airline; it is for the samples recall and adding.")]
    [InlineData("compare --sample pride", "Task language requires a text, and compare supports tables only: use train with --cell all.")]
    [InlineData(
        "compare --sample airline --task language",
        "Task language requires a text, and compare supports tables only: use train with --cell all.")]
    [InlineData("compare", "No data specified: expected --data FILE, --query SQL with --connection DATABASE, or --sample NAME.")]
    [InlineData(
        "compare --sample airline --test-fraction 0",
        "There is no test data to compare the cells on: set --test-fraction above 0, or mark test rows in the column of --split.")]
    [InlineData("compare --sample airline --minimal", "Option --minimal cannot be used with a comparison without --out.")]
    [InlineData("compare --sample airline --hidden 0", "The network cannot be built: hidden size is 0, expected 1 to 65536.")]
    [InlineData("compare --sample airline --epochs 0", "The options of the fit are invalid: epochs must be at least 1, got 0.")]
    [InlineData("compare --sample airline --chrono 1", "Option --chrono is 1, expected at least 2.")]
    [InlineData("train --data /nowhere/f.csv", "Data file '/nowhere/f.csv' does not exist: check the path.")]
    public async Task Run_InvalidDataOption_ReportsItInOneLine(string line, string message)
    {
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(line.Split(' ')));
        Assert.Equal($"error: {message}", _call.Errors.TrimEnd());
    }

    [Fact]
    public async Task Predict_NewSeries_NamesItInANote()
    {
        var rows = string.Concat(Enumerable.Range(0, 12).SelectMany(day => new[] { $"north,{day},{day}\n", $"south,{day},{-day}\n" }));
        var file = _call.Write("f.csv", "shop,day,y\n" + rows);
        Assert.Equal(
            ExitCode.Success,
            await _call.RunAsync(
                "train", "--data", file, "--target", "y", "--series", "shop", "--time", "day", "--window", "2", "--hidden", "2", "--epochs", "1",
                "--out", _call["m.onnx"]));
        var other = _call.Write("other.csv", "shop,day,y\n" + rows.Replace("south", "east", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Success, await _call.RunAsync("predict", _call["m.onnx"], "--data", other, "--out", _call["p.csv"]));
        Assert.Contains("note: 1 of 2 series is new to the model, which predicts from its own rows: 'east'.\n", _call.Output);
        Assert.Equal(ExitCode.Success, await _call.RunAsync("evaluate", _call["m.onnx"], "--data", other));
        Assert.Contains(
            "note: 1 of 2 series is new to the model: none of its rows is a training row, and the scale of MASE comes from all of them: 'east'.\n",
            _call.Output);
    }

    [Fact]
    public async Task Evaluate_UnknownLabel_NamesIt()
    {
        var file = _call.Write("f.csv", "c,x\n" + string.Concat(Enumerable.Range(0, 20).Select(row => $"{(row % 2 == 0 ? "a" : "b")},{row}\n")));
        await _call.RunAsync("train", "--data", file, "--label", "c", "--window", "1", "--hidden", "2", "--epochs", "1", "--out", _call["m.onnx"]);
        var other = _call.Write("other.csv", "c,x\nz,99\n");

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("evaluate", _call["m.onnx"], "--data", other));

        Assert.Equal($"error: {other}: label 'z' of column 'c' is unknown to the model, which has 2 classes: a, b.", _call.Errors.TrimEnd());
    }

    [Fact]
    public async Task Evaluate_ModelWithoutColumns_ReportsIt()
    {
        await _call.RunAsync("--out", _call["sine"], "--epochs", "1", "--hidden", "2");
        var model = Path.Combine(_call["sine"], "sine-rnn.onnx");

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("evaluate", model, "--sample", "sine"));

        Assert.Equal(
            $"error: The card of '{model}' does not describe its columns: the model was not trained on a table. "
                + "For an imported model, retraining takes the columns, and reports its scores beside those of the new model.",
            _call.Errors.TrimEnd());
    }

    [Theory]
    [InlineData("trian", "See 'mlnet-recurrent --help'.")]
    [InlineData("train --targte y", "See 'mlnet-recurrent train --help'.")]
    public async Task Run_UnknownCommandOrOption_NamesTheHelpOfTheCommand(string arguments, string expected)
    {
        var exit = await _call.RunAsync(arguments.Split(' '));

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Equal(expected, _call.Errors.TrimEnd().Split('\n')[^1]);
    }
}
