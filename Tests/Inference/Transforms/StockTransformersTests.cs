using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Saved pipelines in which transformers of ML.NET stand beside a recurrent model.</summary>
public sealed class StockTransformersTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Kinds => [.. Estimators(new MLContext()).Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void LoadRecurrent_StockTransformerBesideAModel_Loads(string kind)
    {
        var rows = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(row => new Row
        {
            Number = row % 7,
            Values = [row, row % 3, float.Sin(row), 1],
            Name = $"name {row % 4}",
            IsEven = row % 2 == 0,
        }));
        var recurrent = _context.Transforms.ApplyRecurrentModel("Forecast", "Values", _folder.Write(TestFile.Create(TestFile.Forecast(features: 2))));
        var fitted = Estimators(_context)[kind].Append(recurrent).Fit(rows);
        _context.Model.Save(fitted, rows.Schema, _folder["pipeline.zip"]);

        var loaded = new MLContext().Model.LoadRecurrent(_folder["pipeline.zip"], out var schema);

        Assert.Equal(rows.Schema.Select(column => (column.Name, column.Type)), schema.Select(column => (column.Name, column.Type)));
        Assert.Equal(
            fitted.GetOutputSchema(rows.Schema).Select(column => (column.Name, column.Type)),
            loaded.GetOutputSchema(rows.Schema).Select(column => (column.Name, column.Type)));
        SequenceData.AssertEqual(SequenceData.Scores(fitted.Transform(rows), "Forecast"), SequenceData.Scores(loaded.Transform(rows), "Forecast"), 0);
    }

    private static Dictionary<string, IEstimator<ITransformer>> Estimators(MLContext ml) => new()
    {
        ["copy"] = ml.Transforms.CopyColumns("Copy", "Number"),
        ["concatenate"] = ml.Transforms.Concatenate("All", "Number", "Values"),
        ["convert"] = ml.Transforms.Conversion.ConvertType("Double", "Number", DataKind.Double),
        ["map value to key"] = ml.Transforms.Conversion.MapValueToKey("Key", "Name"),
        ["map key to value"] = ml.Transforms.Conversion.MapValueToKey("Key", "Name").Append(ml.Transforms.Conversion.MapKeyToValue("Again", "Key")),
        ["map key to vector"] =
            ml.Transforms.Conversion.MapValueToKey("Key", "Name").Append(ml.Transforms.Conversion.MapKeyToVector("Vector", "Key")),
        ["binary vector"] =
            ml.Transforms.Conversion.MapValueToKey("Key", "Name").Append(ml.Transforms.Conversion.MapKeyToBinaryVector("Vector", "Key")),
        ["map value"] = ml.Transforms.Conversion.MapValue(
            "Code", [new KeyValuePair<string, int>("name 1", 1), new KeyValuePair<string, int>("name 2", 2)], "Name"),
        ["hash"] = ml.Transforms.Conversion.Hash("Hash", "Name", numberOfBits: 8),
        ["one-hot"] = ml.Transforms.Categorical.OneHotEncoding("OneHot", "Name"),
        ["one-hot hash"] = ml.Transforms.Categorical.OneHotHashEncoding("OneHot", "Name", numberOfBits: 4),
        ["min max"] = ml.Transforms.NormalizeMinMax("Scaled", "Values"),
        ["mean variance"] = ml.Transforms.NormalizeMeanVariance("Scaled", "Values"),
        ["log mean variance"] = ml.Transforms.NormalizeLogMeanVariance("Scaled", "Number"),
        ["binning"] = ml.Transforms.NormalizeBinning("Scaled", "Values"),
        ["missing"] = ml.Transforms.ReplaceMissingValues("Filled", "Values").Append(ml.Transforms.IndicateMissingValues("Missing", "Values")),
        ["drop"] = ml.Transforms.DropColumns("Number"),
        ["select"] = ml.Transforms.SelectColumns("Values", "Name"),
        ["text"] = ml.Transforms.Text.FeaturizeText("Text", "Name"),
        ["words"] = ml.Transforms.Text.NormalizeText("Plain", "Name").Append(ml.Transforms.Text.TokenizeIntoWords("Words", "Plain")),
        ["characters"] = ml.Transforms.Text.TokenizeIntoCharactersAsKeys("Characters", "Name"),
        ["regression"] = ml.Regression.Trainers.Sdca("Number", "Values", maximumNumberOfIterations: 1),
        ["classification"] = ml.BinaryClassification.Trainers.SdcaLogisticRegression("IsEven", "Values", maximumNumberOfIterations: 1),
        ["principal components"] = ml.Transforms.ProjectToPrincipalComponents("Components", "Values", rank: 2),
        ["nested"] = new EstimatorChain<ITransformer>().Append(
            new EstimatorChain<ITransformer>()
                .Append(ml.Transforms.CopyColumns("Copy", "Number"))
                .Append(ml.Transforms.CopyColumns("Second", "Copy"))),
    };

    private sealed class Row
    {
        public float Number { get; set; }

        [VectorType(4)]
        public float[] Values { get; set; } = [];

        public string Name { get; set; } = "";

        public bool IsEven { get; set; }
    }
}
