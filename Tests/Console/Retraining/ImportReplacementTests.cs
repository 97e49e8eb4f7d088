using MlNetRecurrent.Training;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>What <c>import</c> puts in the place of a model.</summary>
public sealed class ImportReplacementTests : IDisposable
{
    private readonly ConsoleCall _call = new();

    private string Model => _call["m.onnx"];

    private string Other => _call["other.onnx"];

    public void Dispose() => _call.Dispose();

    [Theory]
    [MemberData(nameof(ReplacementModels.Others), MemberType = typeof(ReplacementModels))]
    [InlineData("named", "forecaster", "its features are unnamed instead of a, b")]
    public async Task Import_OverAnotherSignature_RequiresForce(string current, string next, string difference)
    {
        var before = Place(current, next);

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("import", Other, "--out", Model, "--minimal"));
        Assert.Equal(
            $"error: '{Other}' cannot replace '{Model}': {difference}. To replace it anyway: import {Other} --out {Model} --minimal --force",
            _call.Errors.TrimEnd());
        Assert.Equal(before, await File.ReadAllBytesAsync(Model));
        Assert.False(Directory.Exists(_call["m.history"]));

        Assert.Equal(
            $"'{Other}' cannot replace '{Model}': {difference}. Set force to replace it anyway.",
            Assert.Throws<ArgumentException>(() => OnnxImporter.ImportToFile(Other, Model)).Message);

        Assert.Equal(ExitCode.Success, await _call.RunAsync("import", Other, "--out", Model, "--force"));
        await AssertKept(before);
    }

    [Theory]
    [MemberData(nameof(ReplacementModels.Interchangeable), MemberType = typeof(ReplacementModels))]
    public async Task Import_OverTheSameSignature_KeepsTheReplacedModel(string current, string next)
    {
        var before = Place(current, next);

        Assert.Equal(ExitCode.Success, await _call.RunAsync("import", Other, "--out", Model));

        await AssertKept(before);
        Assert.EndsWith(
            $"The previous model was saved as {Path.Combine(_call["m.history"], "0001.onnx")}.\nTo restore it: mlnet-recurrent rollback {Model}\n",
            _call.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("my notes", "Model file")]
    public async Task Import_OverAFileThatIsNoModel_RequiresForceAndKeepsIt(string text, string reason)
    {
        Place("forecaster", "hidden");
        await File.WriteAllTextAsync(Model, text);

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("import", Other, "--out", Model));
        Assert.StartsWith(
            $"error: '{Model}' exists, and its inputs and outputs cannot be compared with those of '{Other}': ",
            _call.Errors,
            StringComparison.Ordinal);
        Assert.Contains(reason, _call.Errors, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(Model));

        Assert.Equal(ExitCode.Success, await _call.RunAsync("import", Other, "--out", Model, "--force"));
        Assert.Equal(text, await File.ReadAllTextAsync(Path.Combine(_call["m.history"], "0001.onnx")));
    }

    [Fact]
    public async Task Import_SameModelAgain_AddsNothingToTheHistory()
    {
        Place("forecaster", "hidden");
        File.Delete(Model);
        Assert.Equal(ExitCode.Success, await _call.RunAsync("import", Other, "--out", Model));
        var first = await File.ReadAllBytesAsync(Model);

        Assert.Equal(ExitCode.Success, await _call.RunAsync("import", Other, "--out", Model));

        Assert.Equal(first, await File.ReadAllBytesAsync(Model));
        Assert.False(Directory.Exists(_call["m.history"]));
    }

    [Fact]
    public async Task Import_GraphThatTheGuardRejects_IsRefusedEvenWithForce()
    {
        var before = Place("forecaster", "hidden");
        await File.WriteAllBytesAsync(Other, HostileFile.WithNodes(graph => graph.Node("Unique", "found", "layers.0.R")));

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("import", Other, "--out", Model, "--force"));
        Assert.StartsWith($"error: Model file '{Other}' was rejected. ", _call.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Model));
    }

    private async Task AssertKept(byte[] before)
    {
        RecurrentModel.Load(Model).Dispose();
        Assert.NotEqual(before, await File.ReadAllBytesAsync(Model));
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(_call["m.history"], "0001.onnx")));
        Assert.True(File.Exists(Path.Combine(_call["m.history"], "0001.onnx.sha256")));
    }

    private byte[] Place(string current, string next)
    {
        var before = ReplacementModels.Create(current);
        File.WriteAllBytes(Model, before);
        File.WriteAllBytes(Other, ReplacementModels.Create(next));
        return before;
    }
}
