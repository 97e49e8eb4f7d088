using Microsoft.ML;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>
/// Every way into LibTorch, in a process where it cannot be loaded: one exception that says what is missing, and not the long trace that TorchSharp
/// writes when it loads the library itself. <see cref="LibTorchLibraryTests"/> starts such a process.
/// </summary>
public sealed class EntryPointTests
{
    private static readonly NetworkDescription Network = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 1, hiddenSize: 2);

    private static Dictionary<string, Action> EntryPoints { get; } = new()
    {
        ["forecaster"] = () => ForecastTrainer().Fit(View(TrainerData.Sine(40))),
        ["language model"] = () => new MLContext().Recurrent.LanguageModel(new LanguageTrainerOptions { InputColumnName = "Text" })
            .Fit(View([.. Enumerable.Range(0, 40).Select(row => new Line { Text = $"line {row} of a text" })])),
        ["table"] = () => new TableTrainer(TestTables.FromText(TestTables.Sine()), TestTables.Options).Fit(),
        ["network"] = () => _ = RecurrentNetwork.Create(Network),
        ["new network"] = () => _ = new RecurrentNetwork(Network),
        ["layer"] = () => _ = new RecurrentLayer(Network.Layers[0]),
        ["series"] = () => _ = SequenceData.FromSeries(new float[40], featureCount: 1, window: 5),
        ["import"] = () => _ = OnnxImporter.Import(FixtureFiles.Read("torch_lstm_last_step_linear_opset17")),
    };

    [Fact(Explicit = true)]
    public void EntryPoints_WithoutLibTorch_SayWhatIsMissing() => Assert.All(EntryPoints, entry =>
    {
        var exception = Assert.Throws<LibTorchLoadException>(entry.Value);
        Assert.StartsWith("libLibTorchSharp.so is missing from the program's files: ", exception.Message, StringComparison.Ordinal);
    });

    private static RecurrentTrainer ForecastTrainer() =>
        new MLContext().Recurrent.Forecaster(new RecurrentTrainerOptions { InputColumnName = "Rest", LabelColumnName = "Next" });

    private static IDataView View<T>(IReadOnlyList<T> rows)
        where T : class => new MLContext().Data.LoadFromEnumerable(rows);

    private sealed class Line
    {
        public string Text { get; set; } = "";
    }
}
