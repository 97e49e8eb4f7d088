using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class BoundsTests
{
    private static readonly double[] Levels = [0.1, 0.5, 0.9];
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData("Next", "Score", RecurrentEngine.Auto)]
    [InlineData("Next", "Demand", RecurrentEngine.OnnxRuntime)]
    [InlineData("Ahead", "DemandScore", RecurrentEngine.Auto)]
    [InlineData("Ahead", "Score", RecurrentEngine.OnnxRuntime)]
    public void Transform_NetworkWithQuantiles_AddsTheBounds(string label, string output, RecurrentEngine engine)
    {
        var rows = _context.Data.LoadFromEnumerable(TrainerData.Sine(40));
        var fitted = Trainer(label, output).Fit(rows);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["model.onnx"], fitted.FileBytes);
        var options = new RecurrentScoringOptions
        {
            OutputColumnName = output,
            InputColumnName = "Rest",
            ModelFile = folder["model.onnx"],
            BatchSize = 7,
            Engine = engine,
        };

        var scored = _context.Transforms.ApplyRecurrentModel(options).Fit(rows).Transform(rows);

        var prefix = output == "Score" ? "" : "Demand";
        var (scores, lower, upper) = (Values(scored, output), Values(scored, prefix + "LowerBound"), Values(scored, prefix + "UpperBound"));
        using var model = RecurrentModel.Load(fitted.FileBytes);
        foreach (var (row, index) in TrainerData.Sine(40).Select((row, index) => (row, index)))
        {
            var (outputs, quantiles) = (new float[model.GetOutputSize(9)], new float[model.GetQuantilesSize(9)]);
            model.ScoreBatch(new SequenceBatch { Values = row.Rest, Count = 1, Quantiles = quantiles }, outputs);
            AssertClose(outputs, scores[index]);
            AssertClose([.. outputs.Select((_, value) => quantiles[value * Levels.Length])], lower[index]);
            AssertClose([.. outputs.Select((_, value) => quantiles[(value * Levels.Length) + 2])], upper[index]);
            Assert.All(outputs.Index(), value => Assert.InRange(value.Item, lower[index][value.Index], upper[index][value.Index]));
        }
    }

    [Theory]
    [InlineData("Next")]
    [InlineData("Ahead")]
    public void Save_NetworkWithQuantiles_KeepsTheColumns(string label)
    {
        using var folder = new TemporaryFolder();
        var rows = TrainerData.Sine(30);
        rows[3].Rest[2] = float.NaN;
        var view = _context.Data.LoadFromEnumerable(rows);
        var model = Trainer(label, "Score").Fit(_context.Data.LoadFromEnumerable(TrainerData.Sine(30)));
        _context.Model.Save(model, view.Schema, folder["model.zip"]);

        var expected = model.Transform(view);
        ITransformer[] models =
        [
            new MLContext().Model.Load(folder["model.zip"], out _),
            new MLContext().Model.LoadRecurrent(folder["model.zip"], out _),
        ];
        foreach (var loaded in models)
        {
            var actual = loaded.Transform(view);
            Assert.Equal(Names(expected), Names(actual));
            foreach (var column in new[] { "Score", "LowerBound", "UpperBound" })
            {
                Assert.All(Values(expected, column).Zip(Values(actual, column)), pair => AssertClose(pair.First, pair.Second));
                Assert.All(Values(actual, column)[3], value => Assert.True(float.IsNaN(value)));
            }
        }
    }

    [Fact]
    public void Fit_QuantilesAndValidation_CalibratesThem()
    {
        // The interval of a network trained on low-noise data is too narrow for noisier data; calibration widens it.
        var rows = TrainerData.Sine(60);
        var noisy = TrainerData.Sine(200);
        var random = new Random(1);
        foreach (var row in noisy)
            row.Next += (random.NextSingle() - 0.5f) * 4;

        var transformer = Trainer("Next", "Score").Fit(_context.Data.LoadFromEnumerable(rows), _context.Data.LoadFromEnumerable(noisy));

        var scored = transformer.Transform(_context.Data.LoadFromEnumerable(noisy));
        var (lower, upper) = (Values(scored, "LowerBound"), Values(scored, "UpperBound"));
        Assert.InRange(noisy.Index().Count(row => row.Item.Next >= lower[row.Index][0] && row.Item.Next <= upper[row.Index][0]) / 200.0, 0.78, 0.86);
    }

    [Theory]
    [InlineData("Next")]
    [InlineData("Ahead")]
    public void GetOutputSchema_NetworkWithQuantiles_ContainsTheBounds(string label)
    {
        var rows = _context.Data.LoadFromEnumerable(TrainerData.Sine(30));

        TrainerTests.SamePromise(Trainer(label, "Score"), rows);
    }

    [Fact]
    public void ApplyRecurrentModel_WithoutFutureCovariates_NamesTheOption()
    {
        var description = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 5, hiddenSize: 2);
        using var network = TestNetworks.Initial(description with { Features = 1, Forecast = new ForecastDescription { FutureCovariates = 3 } });
        using var folder = new TemporaryFolder();
        OnnxExporter.Export(network).Save(folder["model.onnx"]);
        var rows = _context.Data.LoadFromEnumerable(TrainerData.Sine(3));

        var exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => _context.Transforms.ApplyRecurrentModel("Score", "Rest", folder["model.onnx"]).Fit(rows));

        Assert.Equal(
            "The model requires 3 future covariates: set FutureColumnName to a column of [time + horizon, 3] with all of them. (Parameter 'options')",
            exception.Message);
    }

    private RecurrentTrainer Trainer(string label, string output) => _context.Recurrent.Forecaster(
        TrainerTests.Quick("Rest", label) with
        {
            OutputColumnName = output,
            Targets = label == "Ahead" ? 2 : 1,
            ConfigureNetwork = network => network with { Forecast = network.Forecast with { Quantiles = Levels } },
        });

    private static IEnumerable<string> Names(IDataView view) =>
        view.Schema.Where(column => !column.IsHidden).Select(column => column.Name).Order(StringComparer.Ordinal);

    private static float[][] Values(IDataView view, string column) => view.Schema[column].Type is VectorDataViewType
        ? [.. view.GetColumn<float[]>(column)]
        : [.. view.GetColumn<float>(column).Select(value => new[] { value })];

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
