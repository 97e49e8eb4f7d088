using Google.Protobuf;
using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

public sealed class RollbackTests : IDisposable
{
    private readonly ConsoleCall _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task Rollback_Repeated_RestoresEachVersionInTurn()
    {
        var models = await Models(3);
        var (path, history) = (_call["m.onnx"], _call["m.history"]);
        Directory.CreateDirectory(history);
        await File.WriteAllBytesAsync(Path.Combine(history, "0001.onnx"), models[0]);
        await File.WriteAllBytesAsync(Path.Combine(history, "0002.onnx"), models[1]);
        await File.WriteAllBytesAsync(path, models[2]);

        Assert.Equal(ExitCode.Success, await _call.RunAsync("rollback", path, "--json"));
        Assert.StartsWith($"{path} is now number 2 of its history; the replaced model is number 3: {Path.Combine(history, "0003.onnx")}\n",
            _call.Output, StringComparison.Ordinal);
        Assert.Equal(
            (2, Path.Combine(history, "0003.onnx")), (_call.Json.GetProperty("number").GetInt32(), _call.Json.GetProperty("kept").GetString()));
        Assert.Equal(models[1], await File.ReadAllBytesAsync(path));

        Assert.Equal(ExitCode.Success, await _call.RunAsync("rollback", path));
        Assert.Equal(models[0], await File.ReadAllBytesAsync(path));

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("rollback", path));
        Assert.Equal($"error: '{path}' is version 1 of its history, which is the oldest: specify one of 1, 2, 3.", _call.Errors.TrimEnd());

        Assert.Equal(ExitCode.Success, await _call.RunAsync("rollback", path, "--to", "3"));
        Assert.Equal(models[2], await File.ReadAllBytesAsync(path));
        // Those of version 0.1 have no checksum.
        Assert.Equal(["0001.onnx", "0002.onnx", "0003.onnx", "0003.onnx.sha256"], Directory.GetFiles(history).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Rollback_UnknownNumber_ListsTheNumbers()
    {
        var models = await Models(2);
        Directory.CreateDirectory(_call["m.history"]);
        await File.WriteAllBytesAsync(Path.Combine(_call["m.history"], "0001.onnx"), models[0]);
        await File.WriteAllBytesAsync(_call["m.onnx"], models[1]);

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("rollback", _call["m.onnx"], "--to", "7"));

        Assert.Equal($"error: The history of '{_call["m.onnx"]}' has no version 7: specify one of 1.", _call.Errors.TrimEnd());
        Assert.Equal(models[1], await File.ReadAllBytesAsync(_call["m.onnx"]));
    }

    [Fact]
    public async Task Rollback_NoHistory_NamesItsFolder()
    {
        await File.WriteAllBytesAsync(_call["m.onnx"], (await Models(1))[0]);

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("rollback", _call["m.onnx"]));

        Assert.Equal(
            $"error: '{_call["m.onnx"]}' has no history: there are no models in '{_call["m.history"]}', where retraining keeps previous models.",
            _call.Errors.TrimEnd());
    }

    [Fact]
    public async Task Rollback_DamagedFileInTheHistory_DoesNotReplaceTheModel()
    {
        var models = await Models(1);
        Directory.CreateDirectory(_call["m.history"]);
        await File.WriteAllBytesAsync(Path.Combine(_call["m.history"], "0001.onnx"), models[0][..100]);
        await File.WriteAllBytesAsync(_call["m.onnx"], models[0]);

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("rollback", _call["m.onnx"]));

        Assert.StartsWith($"error: Model file '{Path.Combine(_call["m.history"], "0001.onnx")}' ", _call.Errors, StringComparison.Ordinal);
        Assert.Equal(models[0], await File.ReadAllBytesAsync(_call["m.onnx"]));
        Assert.Single(Directory.GetFiles(_call["m.history"]));
    }

    [Fact]
    public async Task Rollback_ModelOfAnotherSignature_DoesNotReplaceTheModel()
    {
        var models = await Models(1);
        await _call.RunAsync("train", "--sample", "airline", "--epochs", "1", "--hidden", "2", "--horizon", "3", "--out", _call["trained.onnx"]);
        Directory.CreateDirectory(_call["m.history"]);
        var other = Path.Combine(_call["m.history"], "0001.onnx");
        File.Move(_call["trained.onnx"], other);
        await File.WriteAllBytesAsync(_call["m.onnx"], models[0]);

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("rollback", _call["m.onnx"]));

        Assert.Equal(
            $"error: '{other}' cannot replace '{_call["m.onnx"]}': it forecasts 3 steps instead of 1. "
            + $"To restore it anyway: mlnet-recurrent rollback {_call["m.onnx"]} --force",
            _call.Errors.TrimEnd());
        Assert.Equal(models[0], await File.ReadAllBytesAsync(_call["m.onnx"]));
        Assert.Single(Directory.GetFiles(_call["m.history"]));
    }

    [Fact]
    public async Task Rollback_CurrentModelWithoutReadableCard_RestoresTheEarlierModel()
    {
        var models = await Models(1);
        var other = ModelProto.Parser.ParseFrom(models[0]);
        other.MetadataProps[0].Value = "damaged";
        Directory.CreateDirectory(_call["m.history"]);
        await File.WriteAllBytesAsync(Path.Combine(_call["m.history"], "0001.onnx"), models[0]);
        await File.WriteAllBytesAsync(_call["m.onnx"], other.ToByteArray());

        Assert.Equal(ExitCode.Success, await _call.RunAsync("rollback", _call["m.onnx"]));

        Assert.Equal(models[0], await File.ReadAllBytesAsync(_call["m.onnx"]));
        Assert.Equal(other.ToByteArray(), await File.ReadAllBytesAsync(Path.Combine(_call["m.history"], "0002.onnx")));
    }

    private async Task<IReadOnlyList<byte[]>> Models(int count)
    {
        var models = new List<byte[]>();
        foreach (var seed in Enumerable.Range(1, count))
        {
            await _call.RunAsync(
                "train", "--sample", "airline", "--epochs", "1", "--hidden", "2", "--seed", $"{seed}", "--out", _call["trained.onnx"]);
            models.Add(await File.ReadAllBytesAsync(_call["trained.onnx"]));
        }

        return models;
    }
}
