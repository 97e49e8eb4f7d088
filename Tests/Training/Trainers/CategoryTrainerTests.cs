using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Categories in ML.NET pipelines, from the texts of a column to the forecast.</summary>
public sealed class CategoryTrainerTests
{
    private const int Time = 4;

    private static readonly CategoryColumn Shop = new("shop", ["north", "south", "west"]);
    private static readonly RecurrentTrainerOptions Options = new()
    {
        Categories = [Shop],
        Features = 2,
        Cell = RecurrentCell.Gru,
        HiddenSize = 6,
        Fit = new FitOptions { Epochs = 40, LearningRate = 0.02 },
    };

    [Theory, InlineData(InputNormalization.Standard), InlineData(InputNormalization.Series)]
    public void Fit_TextsMappedInThePipeline_ForecastsByCategory(InputNormalization normalization)
    {
        var ml = new MLContext(seed: 1);
        var rows = ml.Data.LoadFromEnumerable(Rows());
        var pipeline = ml.Transforms.Conversion
            .MapValue("Code", Shop.Values.Select(text => KeyValuePair.Create(text, (float)Shop.GetCode(text))), "Shop")
            .Append(ml.Transforms.CustomMapping<Coded, Input>(
                (row, input) => input.Features = [.. row.Values.SelectMany(value => new[] { value, row.Code })], contractName: null))
            .Append(ml.Recurrent.Forecaster(Options with { Normalization = normalization }));

        var model = pipeline.Fit(rows);
        var scores = Scores(model.Transform(rows));

        // Each shop continues its series at its own slope.
        Assert.All(Rows().Zip(scores), pair => Assert.Equal(pair.First.Label, pair.Second, 0.35f * Math.Abs(pair.First.Label) + 0.6f));
        var card = model.LastTransformer.Card;
        Assert.Equal([Shop], card.Columns!.Categories);
        Assert.Equal([new CategoryDescription(3, 2)], card.Network.Categories);
        Assert.Equal(2, card.Columns.Categories[0].GetCode("south"));

        // A text that training did not have is code 0, which is what the model gets for it without the pipeline too.
        var unknown = Rows().Take(1).Select(row => new Row { Shop = "east", Values = row.Values }).ToList();
        using var file = RecurrentModel.Load(model.LastTransformer.ModelBytes.ToArray());
        var output = new float[1];
        file.Score([.. unknown[0].Values.SelectMany(value => new[] { value, 0f })], output);
        Assert.Equal(output, Scores(model.Transform(ml.Data.LoadFromEnumerable(unknown))));
    }

    [Fact]
    public void Validate_InvalidCategories_AreNamed()
    {
        var ml = new MLContext();

        Assert.Equal(
            "The options of the recurrent trainer are invalid: Categories contains 'shop' without values: list its texts in the order of their "
            + "codes.",
            Error(Options with { Categories = [new CategoryColumn("shop")] }));
        Assert.Equal(
            "The options of the recurrent trainer are invalid: CategoryEmbeddingSize is 3, but Categories is empty.",
            Error(Options with { Categories = [], CategoryEmbeddingSize = 3 }));
        Assert.Equal(
            "The options of the recurrent trainer are invalid: CategoryEmbeddingSize must be at least 1, got 0.",
            Error(Options with { CategoryEmbeddingSize = 0 }));

        string Error(RecurrentTrainerOptions options) => Assert.Throws<ArgumentException>(() => ml.Recurrent.Forecaster(options)).Message;
    }

    // Windows of straight lines: each shop has its slope, which the values of a window alone show too little of.
    private static IEnumerable<Row> Rows() =>
        from index in Enumerable.Range(0, 120)
        let shop = index % 3
        let start = index % 7
        select new Row
        {
            Shop = Shop.Values[shop],
            Values = [.. Enumerable.Range(0, Time).Select(_ => (float)start)],
            Label = start + (shop * 2),
        };

    private static float[] Scores(IDataView view) => [.. view.GetColumn<float>("Score")];

    private sealed class Row
    {
        public string Shop { get; set; } = "";

        [VectorType(Time)]
        public float[] Values { get; set; } = [];

        public float Label { get; set; }
    }

    private sealed class Coded
    {
        public float Code { get; set; }

        [VectorType(Time)]
        public float[] Values { get; set; } = [];
    }

    private sealed class Input
    {
        [VectorType(Time, 2)]
        public float[] Features { get; set; } = [];
    }
}
