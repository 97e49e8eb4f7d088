using Google.Protobuf;
using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Imported forecasters whose targets are not their first features.</summary>
public sealed class FeatureOrderTests : IDisposable
{
    private const int Rows = 120;

    private readonly TemporaryFolder _folder = new();

    private string Model => _folder["m.onnx"];

    private static TableSource Table => TestTables.FromText(string.Join('\n', Enumerable.Range(0, Rows)
        .Select(row => FormattableString.Invariant($"{row % 7},{5 + (3 * Math.Sin(row * 0.4)):f4},{row % 5}")).Prepend("a,y,b")));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Retrain_TargetAmongTheFeatures_IsReadAtItsPlace(bool names)
    {
        Import(names);

        var result = Retrain(new DataColumns { Targets = ["y"], Features = ["a", "y", "b"] });

        // The file forecasts the last value of its second input.
        Assert.Equal(result.Previous.Baselines["last-value"]["mae"], result.Previous.Metrics["mae"], 1e-5);
        Assert.Equal(["a", "y", "b"], result.Card.FeatureNames);
        Assert.Equal(
            names ? [] : ["The features of the model have no names: its inputs are read from a, y, b, in this order."], result.Warnings);
    }

    [Fact]
    public void Retrain_FeaturesInAnotherOrderThanTheNames_IsRefused()
    {
        Import(names: true);

        var error = Assert.Throws<SequenceDataException>(() => Retrain(new DataColumns { Targets = ["y"], Features = ["a", "b"] }));

        Assert.Equal($"A model of t.csv could not replace '{Model}': its features are y, a, b instead of a, y, b.", error.Message);
    }

    [Fact]
    public void EvaluateAndPredict_RetrainedModel_ReadTheSameOrder()
    {
        Import(names: true);
        var result = Retrain(new DataColumns { Targets = ["y"], Features = ["a", "y", "b"] }, learningRate: 1e-9);
        Assert.True(result.IsPromoted, result.Verdict);

        var model = TableModel.Load(Model);

        Assert.Equal(result.Candidate.Metrics["mae"], model.Evaluate(Table).Metrics["mae"], 1e-6);
        var forecast = model.Predict(Table).Rows.Single()[^1];
        Assert.Equal(5 + (3 * Math.Sin((Rows - 1) * 0.4)), double.Parse(forecast, System.Globalization.CultureInfo.InvariantCulture), 1e-3);
    }

    [Fact]
    public void Fit_TargetAmongTheFeatures_LearnsIt()
    {
        var model = new TableTrainer(Table, new TableTrainingOptions
        {
            Columns = new DataColumns { Targets = ["y", "b"], Features = ["b", "a", "y"] },
            Window = 8,
            Network = new NetworkOptions { HiddenSize = 8, InputLayerSizes = [6], HeadLayerSizes = [5], HeadActivation = ActivationFunction.Tanh },
            Fit = new FitOptions { Epochs = 40, BatchSize = 16 },
        }).Fit();

        Assert.Equal(["b", "a", "y"], model.Card.FeatureNames);
        Assert.Equal([2, 0], model.Card.Network.Forecast.TargetFeatures);
        Assert.Equal((3, 6, 5), (
            model.Card.Network.Layers[0].InputLayers[0].InputSize,
            model.Card.Network.Layers[0].InputSize,
            model.Card.Network.HeadLayers[0].OutputSize));
        Assert.InRange(model.Evaluation!.MetricsByTarget!["y"]["mae"], 0, 1);
    }

    private RetrainResult Retrain(DataColumns columns, double learningRate = 0.01) => TableTrainer.Retrain(Model, Table, options => options with
    {
        Columns = columns,
        Window = 4,
        Fit = options.Fit with { Epochs = 1, LearningRate = learningRate },
    });

    // An RNN whose first unit is the last value of the second of three inputs, which is not negative.
    private void Import(bool names)
    {
        var graph = new OpsetGraph(17);
        graph.Input("x", "batch", "time", 3);
        var states = graph.Graph.AddNodes(
            "RNN",
            [
                graph.Transpose("x", 1, 0, 2),
                graph.Graph.AddConstant("W", [0f, 1f, 0f, 0.5f, 0f, 0.5f], 1, 2, 3),
                graph.Graph.AddConstant("R", [0f, 0f, 0f, 0f], 1, 2, 2),
            ],
            ["", ""],
            OnnxGraph.CreateAttribute("hidden_size", 2),
            OnnxGraph.CreateAttribute("activations", ["Relu"]));
        graph.Output(graph.Node("MatMul", [graph.Squeeze(states[1], 0), graph.Graph.AddConstant("head", [1f, 0f], 2, 1)]), "y", "batch", 1);
        File.WriteAllBytes(_folder["foreign.onnx"], graph.Model().ToByteArray());
        OnnxImporter.ImportToFile(
            _folder["foreign.onnx"], Model, names ? new ImportOptions { FeatureNames = ["a", "y", "b"], TargetNames = ["y"] } : null);
    }
}
