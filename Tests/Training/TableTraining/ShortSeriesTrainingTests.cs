using System.Globalization;
using Microsoft.ML;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Models of series that are shorter than a window, from a table to a file and back.</summary>
public sealed class ShortSeriesTrainingTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private static TableTrainingOptions Options { get; } = TestTables.Options with
    {
        Columns = new DataColumns { Targets = ["y"], Series = "s", Time = "day" },
        ShortSeries = ShortSeriesPolicy.Pad,
        SeasonLength = 4,
    };

    public static TheoryData<TableTrainingOptions, int> Networks => new()
    {
        { Options, 1 },
        { Options with { Network = Options.Network with { IsBidirectional = true, Pooling = SequencePooling.Mean } }, 1 },
        { Options with { Network = Options.Network with { ResidualBaseline = ResidualBaseline.LastValue, HasDifferences = true } }, 1 },
        { Options with { Network = Options.Network with { ResidualBaseline = ResidualBaseline.SeasonalNaive } }, 4 },
        { Options with { Network = Options.Network with { ResidualBaseline = ResidualBaseline.SeasonalDrift } }, 5 },
        { Options with { Window = 12, Network = Options.Network with { Normalization = InputNormalization.Window } }, 8 },
        { Options with { Network = Options.Network with { Normalization = InputNormalization.Window } }, 5 },
        { Options with { Network = Options.Network with { Quantiles = [0.1, 0.5, 0.9] } }, 1 },
        { Options with { Columns = Options.Columns with { CalendarFields = [CalendarField.Weekday], Lags = [2] } }, 1 },
        { Options with { EnsembleSize = 2 }, 1 },
    };

    public static TheoryData<TableTrainingOptions, string> Refused => new()
    {
        { Options with { ShortSeries = (ShortSeriesPolicy)7 }, "ShortSeries is 7, expected Drop or Pad." },
        { Options with { HasLossAtEveryStep = true }, "ShortSeries Pad cannot be combined with HasLossAtEveryStep, which learns from every step of a "
            + "complete window: leave one of them out." },
        { Options with { Columns = new DataColumns { Targets = ["y"], Sequence = "s" } },
            "ShortSeries Pad requires windows of series: whole sequences may have any length already." },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Fit_Padded_ForecastsEverySeriesWithTheMinimum(TableTrainingOptions options, int minimum)
    {
        var shortest = minimum + options.Columns.Lags.DefaultIfEmpty(0).Max();
        var table = Table(40, 30, 9, shortest + 1, shortest);

        var model = new TableTrainer(table, options).Fit(cancellationToken: None);

        Assert.Equal(minimum, model.Card.MinWindow);
        Assert.Equal(minimum, ModelCard.FromJson(model.Card.ToJson()).MinWindow);
        var predictions = model.Predict(table);
        Assert.Equal(["a", "b", "c", "d", "e"], predictions.Rows.Select(row => row[0]).Distinct());
        Assert.All(predictions.Rows, row => Assert.True(double.IsFinite(double.Parse(row[3], CultureInfo.InvariantCulture))));
        Assert.All(model.Evaluation!.Metrics.Values, value => Assert.True(double.IsFinite(value)));
        // The evaluation of the file finds the same rows and windows again.
        Assert.Equal(model.Evaluation.Metrics, model.Evaluate(table, cancellationToken: None).Metrics);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Create_PaddingDoesNotApply_IsRefusedByName(TableTrainingOptions options, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new TableTrainer(Table(20, 20), options)).Message);

    [Fact]
    public void Predict_PaddedModelOnLongSeries_IsThatOfCompleteWindows()
    {
        var model = new TableTrainer(Table(40, 30, 4), Options).Fit(cancellationToken: None);
        var complete = new TableModel(model.ModelBytes, model.Card with { MinWindow = null });

        Assert.Equal(complete.Predict(Table(25, 12)).Rows, model.Predict(Table(25, 12)).Rows);
        // Rolling forecasts from the fifth row of each series on are those of complete windows.
        Assert.Equal(
            complete.Predict(Table(25, 12), rolling: true).Rows,
            model.Predict(Table(25, 12), rolling: true).Rows.Where(row => string.CompareOrdinal(row[2], "2020-01-05") >= 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void Predict_PaddedModel_IsThatOfBothEnginesWindowsAndStreams(int rows)
    {
        var model = new TableTrainer(Table(40, 30, 4), Options).Fit(cancellationToken: None);
        var table = Table(rows, 20);
        var expected = model.Predict(table).Rows.Take(2).Select(row => float.Parse(row[3], CultureInfo.InvariantCulture)).ToArray();
        float[] values = [.. Enumerable.Range(0, rows).Select(row => Value(0, row)).TakeLast(5)];

        foreach (var engine in new[] { RecurrentEngine.Managed, RecurrentEngine.OnnxRuntime })
        {
            using var loaded = RecurrentModel.Load(model.ModelBytes.ToArray(), options: new RecurrentModelOptions { Engine = engine });
            var output = new float[2];
            loaded.Score(values, output);
            AssertClose(expected, output);
        }

        using var managed = RecurrentModel.Load(model.ModelBytes.ToArray());
        var stream = managed.OpenStream();
        var streamed = new float[2];
        foreach (var value in values)
            stream.Step([value], streamed);
        AssertClose(expected, streamed);
        AssertClose(expected, ScoreInPipeline(model, rows));
    }

    [Fact]
    public void Fit_Dropped_WarnsAndForecastsTheOthers()
    {
        var table = Table(40, 4, 1);
        var trainer = new TableTrainer(table, Options with { ShortSeries = ShortSeriesPolicy.Drop });
        var model = trainer.Fit(cancellationToken: None);
        var predictions = model.Predict(table);

        Assert.Equal(
            ["t.csv: 2 of 3 series have too few training rows for a window of 5 and a horizon of 2, so that the network does not learn from them: "
                + "'b' (3 rows), 'c' (0 rows): use a shorter window, or pad short series "
                + "(TableTrainingOptions.ShortSeries; on the command line, --short-series pad)."],
            trainer.Warnings);
        Assert.Equal(["a", "a"], predictions.Rows.Select(row => row[0]));
        Assert.Equal(
            ["t.csv: 2 of 3 series have too few rows for a window of 5 and get no forecast: 'b' (4 rows), 'c' (1 row): add rows to them, or train a "
                + "model with other windows: pad short series (TableTrainingOptions.ShortSeries; on the command line, --short-series pad)."],
            predictions.Warnings);
        Assert.Equal(
            "t.csv: all 2 series have too few rows for a window of 5: 'a' (4 rows), 'b' (3 rows): add rows to them, or train a "
            + "model with other windows: pad short series (TableTrainingOptions.ShortSeries; on the command line, --short-series pad).",
            Assert.Throws<SequenceDataException>(() => model.Predict(Table(4, 3))).Message);
    }

    [Fact]
    public void Retrain_PaddedModel_KeepsThePadding()
    {
        using var folder = new TemporaryFolder();
        new TableTrainer(Table(40, 30, 4), Options).Fit(cancellationToken: None).Save(folder["m.onnx"]);

        var result = TableTrainer.Retrain(folder["m.onnx"], Table(50, 35, 6), cancellationToken: None);

        Assert.Equal(1, result.Card.MinWindow);
    }

    [Fact]
    public void Fit_PaddedTagger_LearnsFromShortSeries()
    {
        var text = "s,day,x,c\n" + string.Concat(new[] { 30, 20, 3 }.SelectMany((rows, series) => Enumerable.Range(0, rows).Select(row =>
            string.Create(
                CultureInfo.InvariantCulture, $"{(char)('a' + series)},{row},{Value(series, row)},{(Value(series, row) > 0 ? "p" : "q")}\n"))));
        var options = Options with
        {
            Columns = new DataColumns { Features = ["x"], Label = "c", Series = "s", Time = "day" },
            Task = RecurrentTask.Tag,
            Horizon = 1,
        };

        var trainer = new TableTrainer(TestTables.FromText(text), options);
        var model = trainer.Fit(cancellationToken: None);

        Assert.Empty(trainer.Warnings);
        Assert.Equal(53, model.Predict(TestTables.FromText(text)).Rows.Count);
    }

    [Fact]
    public void Predict_SeriesThatEnded_AreForecastFromTheirOwnLastRow()
    {
        var model = new TableTrainer(Table(40, 30), Options).Fit(cancellationToken: None);

        var predictions = model.Predict(Table(40, 20));

        Assert.Equal(
            ["1 of 2 series ends before the last time, 2020-02-09, and is forecast from its own last row: 'b' (2020-01-20)."], predictions.Notes);
        Assert.Equal(["2020-02-10", "2020-02-11", "2020-01-21", "2020-01-22"], predictions.Rows.Select(row => row[1]));
    }

    /// <summary>Series of different length, named a, b, c ...</summary>
    internal static TableSource Table(params int[] counts) => TestTables.FromText("s,day,y\n" + string.Concat(counts.SelectMany((count, series) =>
        Enumerable.Range(0, count).Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"{(char)('a' + series)},{new DateTime(2020, 1, 1).AddDays(row):yyyy-MM-dd},{Value(series, row)}\n")))));

    private static float Value(int series, int row) => MathF.Sin((row * 0.5f) + series) + (0.1f * series);

    // The window of the last row of the first series, by a pipeline that keeps short windows.
    private static float[] ScoreInPipeline(TableModel model, int rows)
    {
        using var folder = new TemporaryFolder();
        model.Save(folder["m.onnx"]);
        var ml = new MLContext(1);
        var view = ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(row => new Row { Value = Value(0, row) }));
        var windows = ml.Data.SlideWindows(view, new SlidingWindowOptions
        {
            InputColumnNames = [nameof(Row.Value)],
            Window = 5,
            IncompleteWindows = IncompleteWindowPolicy.KeepShort,
        });
        var scored = ml.Transforms.ApplyRecurrentModel("Score", "Window", folder["m.onnx"]).Fit(windows).Transform(windows);
        return ml.Data.CreateEnumerable<Scored>(scored, reuseRowObject: false).Last().Score;
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        for (var index = 0; index < expected.Length; index++)
            Assert.Equal(expected[index], actual[index], 1e-5f);
    }

    private sealed class Row
    {
        public float Value { get; init; }
    }

    private sealed class Scored
    {
        public float[] Score { get; init; } = [];
    }
}
