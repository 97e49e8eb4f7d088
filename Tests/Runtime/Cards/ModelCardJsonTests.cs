using System.Text.RegularExpressions;
using FsCheck.Xunit;
using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class ModelCardJsonTests
{
    private const string EnumerationValues = "\"(task|normalization|direction|read|transform|base|precision|kind|function)\":(\"\\w+\"|-?\\d+)";

    private static string ExportedFolder => Path.Combine(AppContext.BaseDirectory, "Exported");

    public static TheoryData<string> Exported =>
        [.. Directory.GetFiles(ExportedFolder, "*.onnx").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Exported))]
    public void ToJson_CardOfExportedFile_KeepsItsText(string name)
    {
        var path = Path.Combine(ExportedFolder, name);
        var json = OnnxFile.Open(path).Model.MetadataProps.Single(entry => entry.Key == OnnxNames.Card).Value;

        Assert.Equal(json, ModelCard.FromJson(json).ToJson());
    }

    [Fact]
    public void Write_CardsOfVersion01_KeepsTheirText()
    {
        var cards = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Cards", "Fixtures", "cards-0.1.jsonl"));

        Assert.Equal(60, cards.Length);
        Assert.All(cards, json => Assert.Equal(json, ModelCardJson.Write(ModelCardJson.Read(json)!)));
    }

    [Property(MaxTest = 200)]
    public void Read_CardWithEveryProperty_RoundTrips(int seed)
    {
        var card = RandomCards.Create(seed);
        var json = ModelCardJson.Write(card);

        var read = ModelCardJson.Read(json)!;

        Assert.Equal(RandomCards.Text(card), RandomCards.Text(read));
        Assert.Equal(json, ModelCardJson.Write(read));
    }

    // Renaming a member must not change files.
    [Fact]
    public void Write_EveryValueOfEachEnumeration_HasAName()
    {
        var cards = Enumerable.Range(0, 300).Select(seed => ModelCardJson.Write(RandomCards.Create(seed))).ToList();
        var names = cards.SelectMany(json => Regex.Matches(json, EnumerationValues).Select(match => match.Value));

        Assert.Equal(
            [
                "\"base\":\"Drift\"", "\"base\":\"Last\"", "\"base\":\"Seasonal\"",
                "\"direction\":\"Bidirectional\"", "\"direction\":\"Forward\"", "\"direction\":\"Reverse\"",
                "\"function\":\"Affine\"", "\"function\":\"Elu\"", "\"function\":\"Gelu\"", "\"function\":\"GeluTanh\"",
                "\"function\":\"HardSigmoid\"", "\"function\":\"Identity\"", "\"function\":\"LeakyRelu\"", "\"function\":\"Relu\"",
                "\"function\":\"Sigmoid\"", "\"function\":\"Softplus\"", "\"function\":\"Softsign\"", "\"function\":\"Tanh\"",
                "\"kind\":\"Characters\"", "\"kind\":\"Words\"",
                "\"normalization\":\"None\"", "\"normalization\":\"Series\"", "\"normalization\":\"Standard\"", "\"normalization\":\"Window\"",
                "\"precision\":\"Float16\"", "\"precision\":\"Int8\"",
                "\"read\":\"Every\"", "\"read\":\"Last\"", "\"read\":\"LastStep\"", "\"read\":\"LastSteps\"",
                "\"read\":\"Max\"", "\"read\":\"Mean\"",
                "\"task\":\"Classify\"", "\"task\":\"Encode\"", "\"task\":\"Forecast\"", "\"task\":\"Language\"", "\"task\":\"Tag\"",
                "\"transform\":\"Log\"", "\"transform\":\"SquareRoot\"",
            ],
            names.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            ["\"Hour\"", "\"Month\"", "\"Weekday\"", "\"YearDay\""],
            cards.Select(json => Regex.Match(json, "\"calendar\":\\[([^]]*)\\]").Groups[1].Value)
                .SelectMany(fields => fields.Split(',', StringSplitOptions.RemoveEmptyEntries))
                .Distinct()
                .Order(StringComparer.Ordinal));
    }

    // Cards of models without lags keep their text, and cards without the key have no lag features.
    [Fact]
    public void ToJson_LagFeatures_AreWrittenOnlyIfThereAreAny()
    {
        var network = new NetworkDescription
        {
            Features = 2,
            Layers = NetworkDescription.CreateLayers(RecurrentCell.Gru, 6, 2, 1, bidirectional: false),
            Normalization = InputNormalization.Window,
            Forecast = new ForecastDescription { FutureCovariates = 3, TargetFeatures = [1], LagFeatures = [null, 1, 0] },
        };
        var json = new ModelCard { Network = network }.ToJson();

        var without = json.Replace("\"lagFeatures\":[null,1,0],", "", StringComparison.Ordinal);

        Assert.NotEqual(json, without);
        Assert.Equal([null, 1, 0], ModelCard.FromJson(json).Network.Forecast.LagFeatures);
        Assert.Empty(ModelCard.FromJson(without).Network.Forecast.LagFeatures);
        Assert.Equal(without, ModelCard.FromJson(without).ToJson());
    }

    [Theory]
    [InlineData("[null]", "there are 1 lag features, expected 3: for each future covariate, a feature or null")]
    [InlineData("[null,null,2]", "lag feature is 2, expected 0 to 1")]
    [InlineData("[0,1,-1]", "lag feature is -1, expected 0 to 1")]
    [InlineData("[null,null,null]", "every lag feature is null, expected at least one feature, or no lag features")]
    public void FromJson_WrongLagFeatures_StatesWhatIsExpected(string lags, string error)
    {
        var json = new ModelCard
        {
            Network = new NetworkDescription
            {
                Features = 2,
                Layers = NetworkDescription.CreateLayers(RecurrentCell.Gru, 6, 2, 1, bidirectional: false),
                Normalization = InputNormalization.Window,
                Forecast = new ForecastDescription { FutureCovariates = 3, TargetFeatures = [1], LagFeatures = [null, 1, 0] },
            },
        }.ToJson();

        var exception = Assert.Throws<RecurrentModelException>(
            () => ModelCard.FromJson(json.Replace("[null,1,0]", lags, StringComparison.Ordinal)));

        Assert.Contains(error, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"task\":\"Forecast\"", "\"task\":\"forecast\"")]
    [InlineData("\"task\":\"Forecast\"", "\"task\":0")]
    [InlineData("\"task\":\"Forecast\"", "\"task\":\" 0 \"")]
    [InlineData("\"features\":1", "\"features\":1,\"unheardOf\":{\"a\":[1]}")]
    [InlineData("\"features\":1", "\"features\":2,\"features\":1")]
    [InlineData("\"scores\":{}", "\"scores\":{\"mape\":\"NaN\"}")]
    [InlineData("\"normalization\":\"None\",", "")]
    public void FromJson_EquivalentJson_IsRead(string part, string other)
    {
        var plain = new ModelCard { Network = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 2) };
        Assert.Contains(part, plain.ToJson(), StringComparison.Ordinal);

        var card = ModelCard.FromJson(plain.ToJson().Replace(part, other, StringComparison.Ordinal));

        Assert.Equivalent(plain.Network, card.Network, strict: true);
    }

    [Theory]
    [InlineData(
        "\"task\":\"Forecast\"", "\"task\":\"Forecasts\"",
        "The JSON value could not be converted to MlNetRecurrent.RecurrentTask. Path: $.network.task | LineNumber: 0 | BytePositionInLine: 42.")]
    [InlineData(
        "\"task\":\"Forecast\"", "\"task\":null",
        "The JSON value could not be converted to MlNetRecurrent.RecurrentTask. Path: $.network.task | LineNumber: 0 | BytePositionInLine: 35.")]
    [InlineData(
        "\"labels\":[]", "\"labels\":null",
        "The property or field 'labels' on type 'MlNetRecurrent.ModelCard' doesn't allow setting null values. "
        + "Consider updating its nullability annotation. Path: $.labels | LineNumber: 0 | BytePositionInLine: 278.")]
    [InlineData(
        "\"features\":1,", "",
        "JSON deserialization for type 'MlNetRecurrent.NetworkDescription' was missing required properties including: 'features'.")]
    public void FromJson_InvalidValue_StatesPathAndReason(string part, string other, string message)
    {
        var json = new ModelCard { Network = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 2) }.ToJson();

        var exception = Assert.Throws<RecurrentModelException>(() => ModelCard.FromJson(json.Replace(part, other, StringComparison.Ordinal)));

        Assert.Equal($"The model card cannot be read: {message}", exception.Message);
    }
}
