using System.Globalization;
using System.Text;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Tables with categories, static columns and series of different size.</summary>
public sealed class CategoryTableTests
{
    private static readonly TableTrainingOptions Options = TestTables.Options with
    {
        Columns = new DataColumns { Targets = ["y"], Series = "shop", Time = "day", Static = ["size", "region"], Categories = [new("kind")] },
        TestFraction = 0.25,
    };

    [Fact]
    public void Fit_CategoriesAndStaticColumns_AreFeaturesOfTheModel()
    {
        var model = Fit(Table(["a", "b"], 40), Options);

        var card = model.Card;
        Assert.Equal(["y", "size", "kind", "region"], card.FeatureNames);
        Assert.Equal([new("kind", ["even", "odd"]), new("region", ["east", "west"])], card.Columns!.Categories);
        Assert.Equal([new CategoryDescription(2, 2), new CategoryDescription(2, 2)], card.Network.Categories);
        Assert.Equal(["size"], card.Columns.Features);
        Assert.Equal(["size", "region"], card.Columns.Static);
        Assert.Empty(card.Network.StaticFeatures);
        Assert.InRange(card.ParityError!.Value, 0, 1e-5);
        using var loaded = RecurrentModel.Load(model.ModelBytes.ToArray());
        Assert.Null(loaded.OnnxRuntimeReason);
    }

    [Theory, InlineData(InputNormalization.Window), InlineData(InputNormalization.Series)]
    public void Fit_NormalizationOfASeries_ScalesStaticColumnsByAllSeries(InputNormalization normalization)
    {
        var model = Fit(Table(["a", "b"], 40), Options with { Network = Options.Network with { Normalization = normalization } });

        using var network = OnnxImporter.Import(model.ModelBytes.ToArray(), "model").Network;
        Assert.Equal([1], network.Description.StaticFeatures);
        var (rows, columns) = (network.Description.ScaleCount, network.Description.NormalizedFeatures);
        Assert.Equal(normalization == InputNormalization.Series ? 3 : 1, rows);
        for (var row = 0; row < rows; row++)
        {
            // The sizes of the shops are 1 and 100, each for half of the rows.
            Assert.Equal(50.5f, network.InputScale!.Mean[(row * columns) + 1]);
            Assert.Equal(49.5f, network.InputScale.StandardDeviation[(row * columns) + 1]);
        }
    }

    [Fact]
    public void Fit_ScaleOfEachSeries_IsThatOfItsRows()
    {
        var model = Fit(Table(["a", "b"], 40), Options with
        {
            Network = Options.Network with { Normalization = InputNormalization.Series },
            Horizon = 1,
            Window = 1,
        });

        Assert.Equal(["y", "size", "shop", "kind", "region"], model.Card.FeatureNames);
        using var network = OnnxImporter.Import(model.ModelBytes.ToArray(), "model").Network;
        foreach (var (code, shop) in new[] { "a", "b" }.Index())
        {
            // A window of one row: all training rows but the last one are inputs, all but the first one targets.
            double[] values = [.. Enumerable.Range(0, 30).Select(row => Value(shop, row))];
            AssertScale(values[..^1], network.InputScale!, (code + 1) * 2);
            AssertScale(values[1..], network.TargetScale!, code + 1);
        }

        double[] all = [.. new[] { "a", "b" }.SelectMany(shop => Enumerable.Range(1, 29).Select(row => Value(shop, row)))];
        AssertScale(all, network.TargetScale!, 0);
    }

    [Fact]
    public void Fit_ValueOfTestRowsOnly_CountsAsUnknown()
    {
        var text = Table(["a", "b"], 40).Replace("2020-02-08,even", "2020-02-08,never", StringComparison.Ordinal);

        var model = Fit(text, Options);

        Assert.Equal(["even", "odd"], model.Card.Columns!.Categories[0].Values);
        Assert.Equal(
            ["t.csv: column 'kind' has a value that no training row has ('never'), in 2 rows: it counts as unknown."],
            new TableTrainer(TestTables.FromText(text), Options).Warnings);
        // The rows are recognized, so the codes are those of the training.
        Assert.True(model.Evaluate(TestTables.FromText(text)).RepeatsTrainingSplit);
    }

    [Fact]
    public void Predict_UnknownValues_WarnsAndScoresThemAsCodeZero()
    {
        var model = Fit(Table(["a", "b"], 40), Options);
        var text = Table(["a", "b"], 20).Replace("west", "north", StringComparison.Ordinal).Replace("odd", "holiday", StringComparison.Ordinal);

        var predictions = model.Predict(TestTables.FromText(text));

        Assert.Equal(
            [
                "t.csv: column 'kind' has a value that no training row has ('holiday'), in 20 rows: it counts as unknown.",
                "t.csv: column 'region' has a value that no training row has ('north'), in 20 rows: it counts as unknown.",
            ],
            predictions.Warnings);
        using var loaded = RecurrentModel.Load(model.ModelBytes.ToArray());
        float[] values = [.. Enumerable.Range(15, 5).SelectMany(row => new[] { (float)Value("a", row), 1, row % 2 == 0 ? 1 : 0, 0 })];
        var output = new float[2];
        loaded.Score(values, output);
        Assert.Equal(output, predictions.Rows.Take(2).Select(row => float.Parse(row[^1], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Predict_NewSeriesWithScalesOfSeries_WarnsOfItsScale()
    {
        var model = Fit(Table(["a", "b"], 40), Options with { Network = Options.Network with { Normalization = InputNormalization.Series } });

        var predictions = model.Predict(TestTables.FromText(Table(["a", "c"], 20)));

        Assert.Equal(
            [
                "t.csv: column 'shop' has a value that no training row has ('c'), in 20 rows: it counts as unknown.",
                "t.csv: the unknown values of column 'shop' are series without a scale of their own: they are scaled like all series together, which "
                + "suits series of about that size only. Retrain from scratch with their rows, or use normalization Window.",
            ],
            predictions.Warnings);
    }

    [Fact]
    public void Retrain_SameColumns_KeepsCodesAndScales()
    {
        using var folder = new TemporaryFolder();
        var file = folder["m.onnx"];
        var model = Fit(Table(["a", "b"], 40), Options with { Network = Options.Network with { Normalization = InputNormalization.Series } });
        model.Save(file);

        TableTrainer.Retrain(
            file,
            TestTables.FromText(Table(["b", "a"], 60)),
            options => options with { Fit = options.Fit with { Epochs = 2 } },
            cancellationToken: TestContext.Current.CancellationToken);

        using var first = OnnxImporter.Import(model.ModelBytes.ToArray(), "first").Network;
        var imported = OnnxImporter.Import(file);
        using var second = imported.Network;
        Assert.Equal(model.Card.Columns!.Categories, imported.Card.Columns!.Categories);
        Assert.Equal(first.InputScale!.Mean, second.InputScale!.Mean);
        Assert.Equal(first.TargetScale!.StandardDeviation, second.TargetScale!.StandardDeviation);
        Assert.NotEqual(WeightLayout.Read(first).Categories[0], WeightLayout.Read(second).Categories[0]);
        Assert.Empty(ModelSignature.FromCard(imported.Card).FindDifferences(ModelSignature.FromCard(model.Card)));
    }

    [Theory]
    [InlineData("2020-01-05,even,1,west", "2020-01-05,even,2,west",
        "t.csv, line 6, column 'size': the value 2 differs from 1 in line 2, an earlier row of 'a'")]
    [InlineData("2020-01-05,even,100,east", "2020-01-05,even,100,west",
        "t.csv, line 46, column 'region': the value 'west' differs from 'east' in line 42, an earlier row of 'b'")]
    public void Fit_StaticColumnThatChanges_NamesTheCell(string cell, string changed, string where) => Assert.Equal(
        $"{where}: a static column has one value in each series. Leave it out of the static columns if it changes "
        + "(DataColumns.Static; on the command line, --static).",
        Assert.Throws<SequenceDataException>(() =>
            Fit(Table(["a", "b"], 40).Replace(cell, changed, StringComparison.Ordinal), Options)).Message);

    [Fact]
    public void Fit_InvalidRoles_AreNamed()
    {
        var columns = Options.Columns;
        AssertError(
            columns with { Static = ["y"] },
            "Column 'y' is static, which cannot be combined with its role as target or future covariate.");
        AssertError(columns with { Static = ["day"] }, "Column 'day' is static and contains dates: expected numbers or texts.");
        AssertError(columns with { Categories = [new("kind"), new("kind")] }, "Category 'kind' is defined more than once.");
        Assert.Equal(
            "Column 'size' cannot be both a number and text: assign it one role.",
            Assert.Throws<SequenceDataException>(() => Fit(
                Table(["a"], 40), Options with { Columns = columns with { Features = ["size"], Categories = [new("size")] } })).Message);
        Assert.Equal(
            "Normalization Series requires the column of the series: specify it (DataColumns.Series; on the command line, --series).",
            Assert.Throws<ArgumentException>(() => Fit(TestTables.Sine(), TestTables.Options with
            {
                Network = new NetworkOptions { Normalization = InputNormalization.Series },
            })).Message);
        Assert.Equal(
            "The embedding size of categories requires categories: name their columns (DataColumns.Categories; on the command line, --categories or "
            + "--static).",
            Assert.Throws<ArgumentException>(() => Fit(TestTables.Sine(), TestTables.Options with
            {
                Network = new NetworkOptions { CategoryEmbeddingSize = 3 },
            })).Message);

        static void AssertError(DataColumns columns, string message) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => Fit(Table(["a"], 40), Options with { Columns = columns })).Message);
    }

    // The values of a shop do not depend on the other shops; shop b is a hundred times as large.
    private static string Table(string[] shops, int rows)
    {
        var text = new StringBuilder("shop,day,kind,size,region,y\n");
        foreach (var shop in shops)
        {
            var (size, region) = shop == "a" ? (1, "west") : (100, "east");
            for (var row = 0; row < rows; row++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{shop},{new DateTime(2020, 1, 1).AddDays(row):yyyy-MM-dd},");
                text.Append(CultureInfo.InvariantCulture, $"{(row % 2 == 0 ? "even" : "odd")},{size},{region},{Value(shop, row):R}\n");
            }
        }

        return text.ToString();
    }

    private static double Value(string shop, int row) => (shop == "a" ? 1 : 100) * (5 + (row * row % 7));

    private static void AssertScale(double[] values, AffineScale scale, int index)
    {
        var mean = values.Average();
        Assert.Equal(mean, scale.Mean[index], 1e-5 * mean);
        Assert.Equal(Math.Sqrt(values.Average(value => (value - mean) * (value - mean))), scale.StandardDeviation[index], 1e-5 * mean);
    }

    private static TableModel Fit(string text, TableTrainingOptions options) =>
        new TableTrainer(TestTables.FromText(text), options).Fit(cancellationToken: TestContext.Current.CancellationToken);
}
