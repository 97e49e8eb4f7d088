using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class ModelCardTests
{
    private static readonly ModelCard Plain = new()
    {
        Network = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 2),
    };

    private static readonly ModelCard Full = new()
    {
        Network = new NetworkDescription
        {
            Task = RecurrentTask.Tag,
            Features = 1,
            Embedding = new EmbeddingDescription(9, 3),
            Layers = TestLayers.Stack(RecurrentCell.GruResetBefore, 3, 5, layers: 2, SequenceDirection.Bidirectional, bias: false),
            Regularization = new RegularizationDescription { Dropout = 0.25 },
            Pooling = SequencePooling.None,
            Classes = 3,
        },
        Window = 20,
        FeatureNames = ["token \"x\""],
        TargetNames = ["größe"],
        Labels = ["a", "b", "c"],
        Data = new DataSummary { Source = "text.txt", SequenceCount = 7 },
        Fit = new FitSummary
        {
            Epochs = 3,
            BatchSize = 2,
            Optimizer = "adam",
            LearningRate = 0.01,
            Loss = "cross-entropy",
            FinalLoss = 1.0 / 3,
            Seed = -1,
        },
        Metrics = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["rmse"] = 1e-300, ["accuracy"] = 0.5 },
        ParityError = 1.5e-7,
    };

    public static TheoryData<string> Cells => [.. RecurrentCell.All.Select(cell => cell.Name)];

    [Fact]
    public void FromJson_FullCard_RoundTrips()
    {
        var json = Full.ToJson();

        var card = ModelCard.FromJson(json);

        Assert.Equal(json, card.ToJson());
        Assert.Equivalent(Full, card, strict: true);
        Assert.All(card.Network.Layers, layer => Assert.Same(RecurrentCell.GruResetBefore, layer.Cell));
    }

    [Fact]
    public void ToJson_PlainCard_IsCompactAndOmitsNulls() => Assert.Equal(
        """
        {"version":1,"network":{"task":"Forecast","features":1,"normalization":"None",
        "layers":[{"cell":"gru","inputSize":1,"hiddenSize":2,"direction":"Forward","bias":true}],
        "dropout":0,"read":"Last","horizon":1,"targets":1,"classes":0},"featureNames":[],"targetNames":[],"labels":[],"scores":{}}
        """.ReplaceLineEndings(""),
        Plain.ToJson());

    [Fact]
    public void FromJson_RequiredPropertiesOnly_UsesDefaults()
    {
        var card = ModelCard.FromJson("""{"network":{"features":1,"layers":[{"cell":"gru","inputSize":1,"hiddenSize":2}]}}""");

        Assert.Equivalent(Plain, card, strict: true);
    }

    [Theory, MemberData(nameof(Cells))]
    public void FromJson_EveryCell_RoundTrips(string name)
    {
        var cell = RecurrentCell.Parse(name);
        var card = new ModelCard { Network = NetworkDescription.CreateForecaster(cell, featureCount: 1, hiddenSize: 2) };

        Assert.Same(cell, ModelCard.FromJson(card.ToJson()).Network.Layers[0].Cell);
    }

    [Theory]
    [InlineData("null", "The model card is empty.")]
    [InlineData("\"version\":2", "The model card has version 2, but this library supports versions up to 1: upgrade the library.")]
    [InlineData("\"version\":0", "The model card has version 0, but this library supports versions up to 1: upgrade the library.")]
    [InlineData("\"hiddenSize\":0", "The model card cannot be read: The network cannot be built: hidden size is 0, expected 1 to 65536.")]
    [InlineData("\"layers\":[null]", "The model card cannot be read: The network cannot be built: layer 1 is missing.")]
    public void FromJson_InvalidCard_StatesReason(string part, string message)
    {
        var json = part switch
        {
            "null" => "null",
            "\"layers\":[null]" => """{"network":{"features":1,"layers":[null]}}""",
            _ => Replaced(part),
        };

        Assert.Equal(message, Assert.Throws<RecurrentModelException>(() => ModelCard.FromJson(json)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"network":null}""")]
    [InlineData("""{"network":{"features":1,"layers":null}}""")]
    [InlineData("""{"network":{"features":1,"layers":[{"cell":null,"inputSize":1,"hiddenSize":1}]}}""")]
    [InlineData("""{"network":{"features":1,"layers":[{"cell":"lsmt","inputSize":1,"hiddenSize":1}]}}""")]
    [InlineData("""{"network":{"features":"one","layers":[]}}""")]
    public void FromJson_NotACard_Throws(string json)
    {
        var exception = Assert.Throws<RecurrentModelException>(() => ModelCard.FromJson(json));
        Assert.StartsWith("The model card cannot be read: ", exception.Message, StringComparison.Ordinal);
    }

    // The plain card with one of its values changed.
    private static string Replaced(string part)
    {
        var name = part.Split(':')[0];
        var json = Plain.ToJson();
        var start = json.IndexOf(name, StringComparison.Ordinal);
        return string.Concat(json.AsSpan(0, start), part, json.AsSpan(json.IndexOf(',', start)));
    }
}
