using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class ImportedModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("torch_lstm_flattened_every_step_opset14", "has a forecast at every time step")]
    [InlineData("torch_embedding_tagger_opset13", "reads tokens")]
    public void Retrain_NetworkThatNoTableTrains_IsRejectedBeforeTheTableIsRead(string fixture, string reason)
    {
        var file = Import(fixture);
        var table = TableSource.FromText("newer", () => throw new InvalidOperationException("The table was read."));

        var error = Assert.Throws<RecurrentModelException>(() => TableTrainer.Retrain(file, table));

        Assert.Equal(
            $"Model '{file}' {reason}, which the training on tables does not support. OnnxImporter.Import and NetworkFitter continue it in C#.",
            error.Message);
    }

    [Fact]
    public void Retrain_ForecastAfterTheLastStep_TrainsWithTheColumnsThatTheOptionsName()
    {
        var file = Import("torch_lstm_univariate_opset13");
        var rows = string.Join('\n', Enumerable.Range(0, 120).Select(step => FormattableString.Invariant($"{Math.Sin(step * 0.3):f3}")).Prepend("y"));

        var result = TableTrainer.Retrain(file, TableSource.FromText("newer", () => new StringReader(rows)), options => options with
        {
            Columns = new DataColumns { Targets = ["y"] },
            Window = 12,
            Fit = options.Fit with { Epochs = 2 },
        });

        Assert.Equal(["y"], result.Card.Columns?.Targets);
    }

    private string Import(string fixture)
    {
        var original = _folder["original.onnx"];
        File.WriteAllBytes(original, FixtureFiles.Read(fixture));
        OnnxImporter.ImportToFile(original, _folder["imported.onnx"]);
        return _folder["imported.onnx"];
    }
}
