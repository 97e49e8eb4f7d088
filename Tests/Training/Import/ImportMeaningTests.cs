using Google.Protobuf;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>
/// What a caller says about a file: task, horizon, names and scalers. The oracle is the file in ONNX Runtime, with the formulas applied here.
/// </summary>
public sealed class ImportMeaningTests
{
    private static readonly FeatureScaler Inputs = FeatureScaler.FromMeanAndDeviation([10, -4], [3, 0.5]);

    [Fact]
    public void Import_LogitsToClassify_AreProbabilitiesAfterASoftmax()
    {
        var file = Write(outputs: 3);

        using var network = Import(
            file, new ImportOptions { Task = RecurrentTask.Classify, Labels = ["c", "a", "b"], FeatureNames = ["x", "y"] }, out var card);

        Assert.Equal((RecurrentTask.Classify, 3), (card.Network.Task, card.Network.Classes));
        Assert.Equal(["c", "a", "b"], card.Labels);
        Assert.Equal(["x", "y"], card.FeatureNames);
        AssertOutputs(file, network, scaler: null, values => nn.functional.softmax(values, -1));
    }

    [Fact]
    public void Import_ScaledLogits_AreFoldedIntoTheHead()
    {
        var file = Write(outputs: 3, outputScale: [2, 0.5f, 4], outputShift: [1, -1, 0]);

        using var network = Import(file, new ImportOptions { Task = RecurrentTask.Classify }, out _);

        AssertOutputs(file, network, scaler: null, values => nn.functional.softmax(values, -1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Import_OneLogit_IsThatOfTheSecondClass(bool sigmoid)
    {
        var file = Write(outputs: 1, activation: sigmoid ? "Sigmoid" : null);

        using var network = Import(file, new ImportOptions { Task = RecurrentTask.Classify, Labels = ["no", "yes"] }, out var card);

        Assert.Equal(2, card.Network.Classes);
        AssertOutputs(file, network, scaler: null, values =>
        {
            var probability = sigmoid ? values : 1 / (1 + (-values).exp());
            return cat([1 - probability, probability], 1);
        });
    }

    [Fact]
    public void Import_LogitsAtEveryStepToTag_AreProbabilities()
    {
        var file = Write(outputs: 3, everyStep: true);

        using var network = Import(file, new ImportOptions { Task = RecurrentTask.Tag, InputScaler = Inputs }, out var card);

        Assert.Equal(RecurrentTask.Tag, card.Network.Task);
        AssertOutputs(file, network, Inputs, values => nn.functional.softmax(values, -1));
    }

    [Theory]
    [InlineData(RecurrentTask.Forecast)]
    [InlineData(RecurrentTask.Classify)]
    public void Import_StatesAsOutputs_GetAHeadThatChangesNothing(RecurrentTask task)
    {
        var file = Write(outputs: 0);

        using var network = Import(file, new ImportOptions { Task = task }, out var card);

        Assert.Equal((task, 4), (card.Network.Task, card.Network.OutputSize));
        AssertOutputs(file, network, scaler: null, values => task == RecurrentTask.Forecast ? values : nn.functional.softmax(values, -1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Import_Scalers_AreBeforeAndAfterTheFile(bool hasOwnScales)
    {
        var file = hasOwnScales
            ? Write(outputs: 2, inputMean: [1, 2], inputDeviation: [3, 4], outputScale: [5, 6], outputShift: [7, 8])
            : Write(outputs: 2);
        var targets = FeatureScaler.FromRange([100, 0], [200, 8], -1, 1);

        using var network = Import(file, new ImportOptions { InputScaler = Inputs, TargetScaler = targets }, out _);

        // (scaled + 1) / 2 * (maximum - minimum) + minimum
        AssertOutputs(file, network, Inputs, values => ((values + 1) / 2 * tensor(new float[] { 100, 8 })) + tensor(new float[] { 100, 0 }));
    }

    [Fact]
    public void Import_ScalerOfAllFeatures_IsThatOfTheTargetByName()
    {
        var file = Write(outputs: 1);

        using var network = Import(
            file, new ImportOptions { InputScaler = Inputs, TargetScaler = Inputs, FeatureNames = ["x", "y"], TargetNames = ["y"] }, out _);

        AssertOutputs(file, network, Inputs, values => (values * 0.5f) - 4);
    }

    [Fact]
    public void Import_Horizon_SplitsTheOutputsIntoSteps()
    {
        var file = Write(outputs: 6, outputScale: [1, 2, 3, 4, 5, 6], outputShift: [0, 1, 2, 3, 4, 5]);

        using var network = Import(
            file,
            new ImportOptions { Horizon = 3, TargetNames = ["a", "b"], TargetScaler = FeatureScaler.FromMeanAndDeviation([1, 100], [2, 10]) },
            out var card);

        Assert.Equal((3, 2), (card.Network.Forecast.Horizon, card.Network.Forecast.Targets));
        AssertOutputs(
            file, network, scaler: null, values => (values.reshape(-1, 3, 2) * tensor(new float[] { 2, 10 })) + tensor(new float[] { 1, 100 }));
    }

    [Fact]
    public void Import_FixedTimeAxis_IsTheWindowUnlessOneIsGiven()
    {
        Assert.Equal(12, Window(Write(outputs: 1, time: 12), new ImportOptions()));
        Assert.Equal(5, Window(Write(outputs: 1, time: 12), new ImportOptions { Window = 5 }));
        Assert.Null(Window(Write(outputs: 1), new ImportOptions()));

        static int? Window(byte[] file, ImportOptions options)
        {
            using var network = Import(file, options, out var card);
            return card.Window;
        }
    }

    public static TheoryData<string, ImportOptions> Mistakes => new()
    {
        { "2 labels were given (a, b), but the network has no classes.", new ImportOptions { Labels = ["a", "b"] } },
        {
            "2 labels were given (a, b), but the network has 3 classes.",
            new ImportOptions { Labels = ["a", "b"], Task = RecurrentTask.Classify }
        },
        { "1 feature name was given (a), but the network has 2 features.", new ImportOptions { FeatureNames = ["a"] } },
        {
            "1 target name was given (a), but the network has 3 targets. If the outputs are several steps ahead, give the horizon.",
            new ImportOptions { TargetNames = ["a"] }
        },
        {
            "2 feature names were given (a, a), expected different names, none of them empty.",
            new ImportOptions { FeatureNames = ["a", "a"] }
        },
        {
            "The scaler of the inputs has 3 columns, expected 2, one for each feature of the network, or 1 for all.",
            new ImportOptions { InputScaler = FeatureScaler.FromRange([0, 0, 0], [1, 1, 1]) }
        },
        {
            "The scaler of the targets has 2 columns, expected 3, one for each target of the network, or 1 for all.",
            new ImportOptions { TargetScaler = Inputs }
        },
        {
            "A scaler of the targets does not apply to the task Classify, whose outputs are not values.",
            new ImportOptions { TargetScaler = Inputs, Task = RecurrentTask.Classify }
        },
        {
            "The horizon is 2, but the output holds 1 steps of 3 targets: expected a divisor of 3 for an output without an axis of steps.",
            new ImportOptions { Horizon = 2 }
        },
        { "A horizon of 3 does not apply to the task Classify.", new ImportOptions { Horizon = 3, Task = RecurrentTask.Classify } },
        { "The window is 0, expected at least 1 for this network.", new ImportOptions { Window = 0 } },
        {
            "The task cannot be tag: it has one output for a whole sequence. The graph says forecast.",
            new ImportOptions { Task = RecurrentTask.Tag }
        },
        {
            "The task cannot be encode: its last layer is not a recurrent layer. The graph says forecast.",
            new ImportOptions { Task = RecurrentTask.Encode }
        },
        {
            "The task cannot be language: import forecasts, classes or states. The graph says forecast.",
            new ImportOptions { Task = RecurrentTask.Language }
        },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void Import_OptionThatDoesNotApply_Throws(string message, ImportOptions options) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => OnnxImporter.Import(Write(outputs: 3), "file", options)).Message);

    [Fact]
    public void Import_ClassesToForecast_Throws() => Assert.Equal(
        "The task cannot be forecast: its outputs are the probabilities of classes. The graph says classify.",
        Assert.Throws<ArgumentException>(() => OnnxImporter.Import(
            Write(outputs: 3, activation: "Softmax"), "file", new ImportOptions { Task = RecurrentTask.Forecast })).Message);

    [Fact]
    public void Import_ExportedFile_TakesNamesButNoOtherMeaning()
    {
        using var network = TestNetworks.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 3));
        var file = OnnxExporter.Export(network).Bytes.ToArray();

        var imported = OnnxImporter.Import(file, "file", new ImportOptions { FeatureNames = ["a", "b"], TargetNames = ["a"], Window = 7 });
        using var again = imported.Network;

        Assert.Equal(7, imported.Card.Window);
        Assert.Equal(["a", "b"], imported.Card.FeatureNames);
        Assert.Equal(["a"], imported.Card.TargetNames);
        Assert.Equal(
            "InputScaler does not apply to a file that MlNetRecurrent exported: its model card says what it computes.",
            Assert.Throws<ArgumentException>(() => OnnxImporter.Import(file, "file", new ImportOptions { InputScaler = Inputs })).Message);
    }

    private static RecurrentNetwork Import(byte[] file, ImportOptions options, out ModelCard card)
    {
        var imported = OnnxImporter.Import(file, "file", options);
        Assert.Empty(imported.Warnings);
        Assert.InRange(imported.ParityError!.Value, 0, 1e-5);
        card = imported.Card;
        // What is imported can be exported and read again.
        using var again = OnnxImporter.Import(OnnxExporter.Export(imported.Network, card).Bytes.ToArray()).Network;
        return imported.Network;
    }

    private static void AssertOutputs(byte[] file, RecurrentNetwork network, FeatureScaler? scaler, Func<Tensor, Tensor> formula)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var session = new PlainSession(file);
        var raw = TestNetworks.Input(batch: 3, time: 9, features: 2, seed: 1);
        if (scaler is not null)
            raw = (raw * tensor(new[] { 3, 0.5f })) + tensor(new float[] { 10, -4 });
        var scaled = scaler is null ? raw : (raw - tensor(new float[] { 10, -4 })) / tensor(new[] { 3, 0.5f });

        var (shape, values) = session.Run([("x", scaled)])["y"];

        var expected = formula(tensor(values, shape));
        OnnxAssert.Same(expected.flatten(1), network.forward(raw).flatten(1), "output");
    }

    // An LSTM of [batch, time, 2], and a linear layer unless there are no outputs.
    private static byte[] Write(
        int outputs,
        string? activation = null,
        bool everyStep = false,
        int? time = null,
        float[]? inputMean = null,
        float[]? inputDeviation = null,
        float[]? outputScale = null,
        float[]? outputShift = null)
    {
        var graph = new OpsetGraph(17);
        graph.Input("x", "batch", time is { } steps ? steps : "time", 2);
        var input = "x";
        if (inputMean is not null)
            input = graph.Node("Div", [graph.Node("Sub", [input, Constant("mean", inputMean)]), Constant("deviation", inputDeviation!)]);
        var states = graph.Recurrent(RecurrentCell.Lstm, graph.Transpose(input, 1, 0, 2), 2, 4);
        var value = everyStep ? graph.Transpose(graph.Squeeze(states[0], 1), 1, 0, 2) : graph.Squeeze(states[1], 0);
        if (outputs > 0)
            value = graph.Linear(value, 4, outputs);
        if (outputScale is not null)
            value = graph.Node("Add", [graph.Node("Mul", [value, Constant("scale", outputScale)]), Constant("shift", outputShift!)]);
        if (activation is not null)
            value = graph.Node(activation, [value]);
        graph.Output(value, "y", everyStep ? ["batch", "time", outputs] : ["batch", Math.Max(4 * (outputs == 0 ? 1 : 0), outputs)]);
        return graph.Model().ToByteArray();

        string Constant(string name, float[] values) => graph.Graph.AddConstant(name, values.AsSpan(), values.Length);
    }
}
