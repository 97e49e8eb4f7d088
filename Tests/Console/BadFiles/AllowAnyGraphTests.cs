using Microsoft.ML;
using MlNetRecurrent.Training;
using Spectre.Console.Testing;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>A file that does not pass the guard is accepted if the user allows any graph.</summary>
public sealed class AllowAnyGraphTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public AllowAnyGraphTests()
    {
        _model = _folder["model.onnx"];
        File.WriteAllBytes(_model, HostileFile.WithNodes(graph => graph.Node("Unique", "found", "layers.0.R")));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_AnyGraph_ScoresAsTheLegitimateFile()
    {
        var (expected, output) = (new float[1], new float[1]);
        using (var legitimate = RecurrentModel.Load(HostileFile.Legitimate()))
            legitimate.Score([1, 2, 3, 4], expected);

        using var model = RecurrentModel.Load(_model, new RecurrentModelOptions { AllowAnyGraph = true });
        model.Score([1, 2, 3, 4], output);

        Assert.Equal(expected, output);
    }

    [Fact]
    public void ApplyRecurrentModel_AnyGraph_IsApplied()
    {
        var options = new RecurrentScoringOptions { InputColumnName = "Window", ModelFile = _model, AllowAnyGraph = true };
        Assert.NotNull(new MLContext().Transforms.ApplyRecurrentModel(options));
    }

    [Fact]
    public void Import_AnyGraph_IsCompared()
    {
        var imported = OnnxImporter.Import(_model, new ImportOptions { AllowAnyGraph = true });
        using var network = imported.Network;
        Assert.InRange(imported.ParityError!.Value, 0, 1e-5);
    }

    [Fact]
    public async Task Run_ImportOfAnyGraph_WritesTheModel()
    {
        using var console = new TestConsole();
        using var errors = new StringWriter();
        var target = _folder["imported.onnx"];

        var exit = await ConsoleApplication.RunAsync(["import", _model, "--out", target, "--allow-any-graph"], console, errors, TimeProvider.System);

        Assert.Equal((ExitCode.Success, ""), (exit, errors.ToString()));
        using var model = RecurrentModel.Load(target);
    }
}
