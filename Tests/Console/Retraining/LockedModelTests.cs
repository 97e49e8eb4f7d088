using MlNetRecurrent.Training;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Commands that change a model which another process is changing.</summary>
public sealed class LockedModelTests : IDisposable
{
    private readonly ConsoleCall _call = new();

    public static TheoryData<string> Commands => new()
    {
        "retrain MODEL --sample airline --epochs 100000",
        "retrain LINK --sample airline --epochs 100000",
        "rollback MODEL",
        "rollback LINK --to 1",
        "import OTHER --out MODEL",
        "import OTHER --out LINK --force",
        "train --sample airline --epochs 100000 --out MODEL",
        "train --sample airline --epochs 100000 --out LINK",
        "train --sample pride --epochs 100000 --out MODEL",
        "train --sample airline --cell all --epochs 100000 --out FOLDER",
        "compare --sample airline --epochs 100000 --out FOLDER",
    };

    public void Dispose() => _call.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Run_LockedModel_EndsAtOnceAndSaysWhoHoldsIt(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links require a privilege on Windows.");
        // The name that train gives to the last of its models.
        var model = _call["airline-gru.onnx"];
        var bytes = ReplacementModels.Create("forecaster");
        await File.WriteAllBytesAsync(model, bytes);
        await File.WriteAllBytesAsync(_call["other.onnx"], ReplacementModels.Create("hidden"));
        File.CreateSymbolicLink(_call["link.onnx"], model);
        Directory.CreateDirectory(_call["airline-gru.history"]);
        await File.WriteAllBytesAsync(Path.Combine(_call["airline-gru.history"], "0001.onnx"), bytes);
        var arguments = command
            .Replace("MODEL", model, StringComparison.Ordinal)
            .Replace("LINK", _call["link.onnx"], StringComparison.Ordinal)
            .Replace("OTHER", _call["other.onnx"], StringComparison.Ordinal)
            .Replace("FOLDER", _call["."], StringComparison.Ordinal);
        using (ModelLock.Acquire(model, "retrain"))
        {
            Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(arguments.Split(' ')));
            Assert.Matches(
                "^error: Model file '.*' is being changed by another process: process [0-9]+ on machine '.*' "
                + @"\(user '.*', command 'retrain'\) has been using it since .* UTC\. Nothing was changed: try again when it has ended\.$",
                _call.Errors.TrimEnd());
        }

        Assert.Equal(bytes, await File.ReadAllBytesAsync(model));
        Assert.Equal(["0001.onnx"], Directory.GetFiles(_call["airline-gru.history"]).Select(Path.GetFileName));
        Assert.Empty(Directory.GetFiles(_call["."], "*.lock"));
    }

    [Fact]
    public async Task Retrain_FullHistory_IsReportedBeforeTraining()
    {
        await _call.RunAsync("train", "--sample", "airline", "--epochs", "1", "--hidden", "2", "--out", _call["m.onnx"]);
        Directory.CreateDirectory(_call["m.history"]);
        File.Copy(_call["m.onnx"], Path.Combine(_call["m.history"], "2147483647.onnx"));

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("retrain", _call["m.onnx"], "--sample", "airline", "--epochs", "100000"));

        Assert.Equal(
            $"error: The history of '{_call["m.onnx"]}' is full: '{Path.Combine(_call["m.history"], "2147483647.onnx")}' has the largest possible "
            + "number. Rename it, or move it away.",
            _call.Errors.TrimEnd());
        Assert.Equal("", _call.Output);
    }
}
