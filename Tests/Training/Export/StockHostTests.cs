using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Exported files in ML.NET's OnnxTransformer and in <see cref="RecurrentModel"/>.</summary>
public sealed class StockHostTests : IDisposable
{
    private const int Window = 6;
    private const int Features = 2;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Cells => [.. RecurrentCell.All.Select(cell => cell.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Cells))]
    public void ApplyOnnxModel_ExportedFile_MatchesTheModule(string cell)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = Network(cell);
        OnnxExporter.Export(network, _folder["model.onnx"]);
        var input = TestNetworks.Input(batch: 4, Window, Features, seed: 1);
        var ml = new MLContext(seed: 1);
        var rows = ml.Data.LoadFromEnumerable(input.data<float>().ToArray().Chunk(Window * Features).Select(row => new Row { Input = row }));

        var scored = ml.Transforms
            .ApplyOnnxModel(
                ["output"],
                ["input"],
                _folder["model.onnx"],
                new Dictionary<string, int[]> { ["input"] = [1, Window, Features] },
                gpuDeviceId: null,
                fallbackToCpu: false)
            .Fit(rows)
            .Transform(rows);

        float[] outputs = [.. scored.GetColumn<float[]>("output").SelectMany(output => output)];
        OnnxAssert.Same(network.forward(input), tensor(outputs, [4, 3, 1]), cell);
    }

    [Theory, MemberData(nameof(Cells))]
    public void RecurrentModel_ExportedFile_MatchesTheModule(string cell)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = Network(cell);
        OnnxExporter.Export(network, _folder["model.onnx"], new ModelCard { Network = network.Description, Window = Window });
        var input = TestNetworks.Input(batch: 4, Window, Features, seed: 1);

        using var model = RecurrentModel.Load(_folder["model.onnx"]);
        var outputs = new float[4 * model.GetOutputSize(Window)];
        model.ScoreBatch(input.data<float>().ToArray(), 4, outputs);

        Assert.Equivalent(network.Description, model.Network, strict: true);
        Assert.Equal(Window, model.Card.Window);
        OnnxAssert.Same(network.forward(input), tensor(outputs, [4, 3, 1]), cell);
    }

    private static RecurrentNetwork Network(string cell) => TestNetworks.Create(new NetworkDescription
    {
        Features = Features,
        Layers = TestLayers.Stack(RecurrentCell.Parse(cell), Features, hidden: 5, layers: 2),
        Normalization = InputNormalization.Standard,
        Forecast = new ForecastDescription { Horizon = 3 },
    });

    private sealed class Row
    {
        [ColumnName("input"), VectorType(Window * Features)]
        public required float[] Input { get; init; }
    }
}
