using System.Diagnostics;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Outputs that would replace an input or another output are refused before any work, and nothing is changed.</summary>
public sealed class CommandFilesTests : IDisposable
{
    private readonly ConsoleCall _call = new();

    public CommandFilesTests()
    {
        _call.Write("m.onnx", "a model");
        _call.Write("d.csv", "y\n1\n2\n");
    }

    public void Dispose() => _call.Dispose();

    // FILE:x stands for a path in the temporary folder.
    [Theory]
    [InlineData("predict FILE:m.onnx --data FILE:d.csv --out FILE:d.csv", "option --out", "option --data", "d.csv", "d.csv")]
    [InlineData("predict FILE:m.onnx --data FILE:d.csv --out FILE:m.onnx", "option --out", "MODEL.onnx", "m.onnx", "m.onnx")]
    [InlineData("predict FILE:m.onnx --data FILE:d.csv --out FILE:sub/../d.csv", "option --out", "option --data", "sub/../d.csv", "d.csv")]
    [InlineData("predict FILE:m.onnx --data FILE:d.csv --out FILE:./d.csv", "option --out", "option --data", "./d.csv", "d.csv")]
    [InlineData("predict FILE:m.onnx --data FILE:d.csv --out FILE:link", "option --out", "option --data", "link", "d.csv")]
    [InlineData("predict FILE:m.onnx --data FILE:link --out FILE:d.csv", "option --out", "option --data", "d.csv", "link")]
    [InlineData("predict FILE:m.onnx --data FILE:d.csv --out FILE:chain", "option --out", "option --data", "chain", "d.csv")]
    [InlineData("predict FILE:m.onnx --data FILE:d.csv --out FILE:hard", "option --out", "option --data", "hard", "d.csv")]
    [InlineData("predict FILE:m.onnx --data FILE:d.csv --out FILE:alias/d.csv", "option --out", "option --data", "alias/d.csv", "d.csv")]
    [InlineData("evaluate FILE:m.onnx --data FILE:d.csv --report FILE:d.csv", "option --report", "option --data", "d.csv", "d.csv")]
    [InlineData("evaluate FILE:m.onnx --text FILE:d.csv --report FILE:d.csv", "option --report", "option --text", "d.csv", "d.csv")]
    [InlineData("evaluate FILE:m.onnx --data FILE:d.csv --report FILE:m.onnx", "option --report", "MODEL.onnx", "m.onnx", "m.onnx")]
    [InlineData("import FILE:m.onnx --out FILE:m.onnx", "option --out", "MODEL.onnx", "m.onnx", "m.onnx")]
    [InlineData("train --data FILE:d.csv --target y --out FILE:d.csv", "option --out", "option --data", "d.csv", "d.csv")]
    [InlineData("train --data FILE:d.csv --target y --out FILE:o --report FILE:d.csv", "option --report", "option --data", "d.csv", "d.csv")]
    [InlineData("train --data FILE:d.csv --target y --out FILE:o --report FILE:o", "option --report", "option --out", "o", "o")]
    [InlineData("train --text FILE:d.csv --out FILE:d.csv", "option --out", "option --text", "d.csv", "d.csv")]
    [InlineData("train --text FILE:d.csv --out FILE:o --report FILE:./o", "option --report", "option --out", "./o", "o")]
    [InlineData("compare --data FILE:d.csv --target y --report FILE:d.csv", "option --report", "option --data", "d.csv", "d.csv")]
    public async Task Run_OutputIsAnotherFile_NamesBothOptions(string line, string output, string other, string outputPath, string otherPath)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses links.");
        Link();
        var before = Entries();

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(Split(line)));

        Assert.StartsWith(
            $"error: {char.ToUpperInvariant(output[0])}{output[1..]} '{_call[outputPath]}' is the same file as {other} '{_call[otherPath]}': ",
            _call.Errors,
            StringComparison.Ordinal);
        Assert.Single(_call.Errors.TrimEnd().Split('\n'));
        Assert.Equal("", _call.Output);
        Assert.Equal(before, Entries());
    }

    [Theory]
    [InlineData("train --data FILE:d.csv --target y --cell all --out FILE:models", "the LSTM of option --out", "the RNN of option --out")]
    [InlineData(
        "train --data FILE:d.csv --target y --out FILE:models/d-rnn.onnx --checkpoint FILE:models",
        "the checkpoint of option --checkpoint",
        "option --out")]
    [InlineData("compare --data FILE:d.csv --target y --out FILE:models", "the LSTM of option --out", "the RNN of option --out")]
    [InlineData("--out FILE:sine", "the LSTM of option --out", "the RNN of option --out")]
    public async Task Run_TwoOutputsWithOneTarget_NamesBoth(string line, string second, string first)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses links.");
        Directory.CreateDirectory(_call["models"]);
        Directory.CreateDirectory(_call["sine"]);
        // Both lead to a file that does not exist yet.
        string[] models = ["models/d-rnn.onnx", "models/d-lstm.onnx", "models/d-lstm.checkpoint", "sine/sine-rnn.onnx", "sine/sine-lstm.onnx"];
        foreach (var path in models)
            File.CreateSymbolicLink(_call[path], "../new");

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(Split(line)));

        Assert.StartsWith($"error: {char.ToUpperInvariant(second[0])}{second[1..]} '", _call.Errors, StringComparison.Ordinal);
        Assert.Contains($"is the same file as {first} '", _call.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_call["new"]));
    }

    [Theory]
    [InlineData("train --data FILE:d.csv --target y --out FILE:o.onnx --report FILE:o.onnx.lock", "o.onnx.lock")]
    [InlineData("train --data FILE:d.csv --target y --out FILE:o.onnx --report FILE:./o.onnx.lock", "o.onnx.lock")]
    [InlineData("train --data FILE:d.csv --target y --out FILE:o.onnx --checkpoint FILE:o.onnx.lock", "o.onnx.lock")]
    [InlineData("train --data FILE:d.csv --target y --out FILE:to-m --report FILE:m.onnx.lock", "m.onnx.lock")]
    [InlineData("train --text FILE:d.csv --out FILE:o.onnx --report FILE:o.onnx.lock", "o.onnx.lock")]
    [InlineData("compare --data FILE:d.csv --target y --out FILE:o --report FILE:o/d-gru.onnx.lock", "o/d-gru.onnx.lock")]
    public async Task Run_OutputIsTheLockOfAModel_IsRefused(string line, string held)
    {
        File.CreateSymbolicLink(_call["to-m"], "m.onnx");

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(Split(line)));

        Assert.EndsWith(
            $" takes the place of the lock file '{_call[held]}', which keeps other commands from changing the model. Choose another path.",
            _call.Errors.TrimEnd(),
            StringComparison.Ordinal);
        Assert.Equal(["d.csv", "m.onnx", "to-m"], Entries().Select(entry => Path.GetFileName(entry.Item1)));
    }

    [Theory]
    [InlineData("train --data FILE:d.csv --target y --out FILE:a --report FILE:a/r.html")]
    [InlineData("train --data FILE:d.csv --target y --out FILE:a/b --report FILE:a")]
    [InlineData("train --data FILE:d.csv --target y --out FILE:a --checkpoint FILE:a")]
    public async Task Train_OutputInsideAnother_IsRefused(string line)
    {
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(Split(line)));

        Assert.Contains(
            "cannot both be written: one of them would be a file and a folder at once. Choose another path.", _call.Errors, StringComparison.Ordinal);
        Assert.False(Path.Exists(_call["a"]));
    }

    [Theory]
    [InlineData("predict FILE:m.onnx --data FILE:d.csv --out", "option --out")]
    [InlineData("evaluate FILE:m.onnx --data FILE:d.csv --report", "option --report")]
    [InlineData("import FILE:m.onnx --out", "option --out")]
    [InlineData("train --data FILE:d.csv --target y --out", "option --out")]
    public async Task Run_OutputIsNotAFile_StatesItsKind(string line, string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kind of a file is known on Linux.");
        Process.Start("mkfifo", [_call["pipe"]])!.WaitForExit();
        Directory.CreateDirectory(_call["folder"]);
        var option = $"{char.ToUpperInvariant(name[0])}{name[1..]}";

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync([.. Split(line), _call["pipe"]]));
        Assert.Equal(
            $"error: {option} '{_call["pipe"]}' cannot be written: it is a pipe, expected the path of a file. "
                + "Write to a file, and copy it from there.",
            _call.Errors.TrimEnd());
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync([.. Split(line), _call["folder"]]));
        Assert.Equal(
            $"error: {option} '{_call["folder"]}' cannot be written: it is a folder, expected the path of a file.", _call.Errors.TrimEnd());
    }

    [Theory]
    [InlineData(
        "-",
        "Option --out is '-', which stands for standard output: expected the path of a file. A file of this name is './-'.",
        "predict FILE:m.onnx --data FILE:d.csv --out")]
    [InlineData("", "Option --out is empty, expected a path.", "predict FILE:m.onnx --data FILE:d.csv --out")]
    [InlineData("  ", "Option --out is empty, expected a path.", "train --data FILE:d.csv --target y --out")]
    [InlineData("\t", "Option --out is empty, expected a path.", "compare --data FILE:d.csv --target y --out")]
    [InlineData("", "Option --out is empty, expected a path.", "import FILE:m.onnx --out")]
    [InlineData("", "Option --out is empty, expected a path.", "--out")]
    [InlineData(" ", "Option --report is empty, expected a path.", "evaluate FILE:m.onnx --data FILE:d.csv --report")]
    [InlineData("", "Option --checkpoint is empty, expected a path.", "train --data FILE:d.csv --target y --checkpoint")]
    [InlineData("", "Option --data is empty, expected a path.", "train --target y --data")]
    [InlineData("", "Option --text is empty, expected a path.", "train --text")]
    [InlineData("", "MODEL.onnx is empty, expected a path.", "inspect")]
    [InlineData(" ", "MODEL.onnx is empty, expected a path.", "rollback")]
    [InlineData(
        "",
        "The options of the fit are invalid: the folder of the TensorBoard log must be a path, got an empty text.",
        "train --data FILE:d.csv --target y --log")]
    public async Task Run_EmptyPathOrStandardOutput_IsRefusedByName(string path, string message, string line)
    {
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync([.. Split(line), path]));

        Assert.Equal($"error: {message}", _call.Errors.Split('\n')[0].TrimEnd());
    }

    private string[] Split(string line) =>
        [.. line.Split(' ').Select(word => word.StartsWith("FILE:", StringComparison.Ordinal) ? _call[word[5..]] : word)];

    private void Link()
    {
        Directory.CreateDirectory(_call["sub"]);
        File.CreateSymbolicLink(_call["link"], "d.csv");
        File.CreateSymbolicLink(_call["chain"], "sub/second");
        File.CreateSymbolicLink(_call["sub/second"], "../link");
        File.CreateSymbolicLink(_call["alias"], ".");
        Process.Start("ln", [_call["d.csv"], _call["hard"]])!.WaitForExit();
    }

    private List<(string, string)> Entries() =>
    [
        .. Directory.EnumerateFileSystemEntries(_call["."]).Order()
            .Select(path => (path, File.Exists(path) ? File.ReadAllText(path) : "")),
    ];
}
