using System.Globalization;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>MASE over several series, against an oracle written from the definition of the M4 competition.</summary>
public sealed class SeriesMaseTests
{
    private const int Season = 3;

    // Of very different size and length: pooled errors would be those of the largest series alone.
    private static readonly (string Name, int Rows, double Size)[] Series = [("small", 40, 1), ("large", 70, 5000), ("middle", 55, 30)];

    [Theory]
    [InlineData("last-value")]
    [InlineData("seasonal-naive")]
    [InlineData("model")]
    public void Fit_SeveralSeries_MaseIsTheMeanOfTheirOwn(string name)
    {
        var report = Fit(Text(Series)).Evaluation!;

        Assert.Equal(Oracle(report, name, target: 0), Metrics(report, name)["mase"], 9);
        Assert.Empty(report.Notes);
    }

    [Theory]
    [InlineData("last-value")]
    [InlineData("model")]
    public void Fit_SeveralSeries_MaseOfEachStepIsTheMeanOfTheirOwn(string name)
    {
        var report = Fit(Text(Series)).Evaluation!;

        var steps = name == "model" ? report.MetricsByStep! : report.BaselineMetricsByStep![name];
        Assert.Equal(2, steps.Count);
        for (var step = 0; step < steps.Count; step++)
            Assert.Equal(Oracle(report, name, target: 0, step), steps[step]["mase"], 9);
    }

    [Fact]
    public void Fit_SeveralSeriesAndTargets_MaseIsTheMeanOverBoth()
    {
        var report = Fit(Text(Series), "y", "z").Evaluation!;

        var (y, z) = (Oracle(report, "model", target: 0), Oracle(report, "model", target: 1));
        Assert.Equal(y, report.MetricsByTarget!["y"]["mase"], 9);
        Assert.Equal(z, report.MetricsByTarget["z"]["mase"], 9);
        Assert.Equal((y + z) / 2, report.Metrics["mase"], 9);
    }

    [Fact]
    public void Fit_SeriesWithoutAScale_IsLeftOutAndCounted()
    {
        var report = Fit(Text([.. Series, ("constant", 50, 0)])).Evaluation!;

        Assert.Equal(Oracle(report, "last-value", target: 0), report.Baselines["last-value"]["mase"], 9);
        Assert.Equal(
            ["MASE is the mean over 3 of 4 series; the other 1 has no scale: "
                + "its training rows are constant, not longer than a season of 3, or unknown."],
            report.Notes);
    }

    [Fact]
    public void Evaluate_SavedModel_HasTheMaseOfItsTraining()
    {
        var text = Text(Series);
        var model = Fit(text);

        Assert.Equal(model.Evaluation!.Metrics, Reload(model.Card, model).Evaluate(TestTables.FromText(text)).Metrics);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Evaluate_CardOfVersion01_TakesTheScalesFromTheTrainingRows(bool all)
    {
        var text = Text(Series);
        var model = Fit(text);
        var report = Reload(AsVersion01(model.Card), model).Evaluate(TestTables.FromText(text), includeTrainingRows: all);

        Assert.Equal(Oracle(report, "model", target: 0), report.Metrics["mase"], 9);
        Assert.DoesNotContain(report.Notes, note => note.Contains("MASE", StringComparison.Ordinal));
    }

    [Fact]
    public void Evaluate_CardOfVersion01WithoutItsTrainingRows_HasNoMaseInsteadOfAPooledOne()
    {
        var model = Fit(Text(Series));
        var report = Reload(AsVersion01(model.Card), model).Evaluate(TestTables.FromText(Text(Series, first: 1000)));

        Assert.False(report.Metrics.ContainsKey("mase"));
        Assert.Contains(report.Notes, note => note.StartsWith("There is no MASE: no series has a scale", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_SplitColumn_ScalesAreThoseOfTheTrainingRows()
    {
        // The test rows stand before the training rows and jump by 100.
        var rows = Enumerable.Range(0, 60).Select(row => FormattableString.Invariant(
            $"{(row < 20 ? "test" : "train")},{(row < 20 ? 100 * (row % 2) : Math.Sin(row))}\n"));
        var text = "part,y\n" + string.Concat(rows);

        var model = new TableTrainer(TestTables.FromText(text), TestTables.Options with
        {
            Columns = new DataColumns { Targets = ["y"], Split = "part" },
            SeasonLength = 1,
        }).Fit();

        var changes = Enumerable.Range(21, 39).Average(row => Math.Abs((float)Math.Sin(row) - (float)Math.Sin(row - 1)));
        Assert.Equal(changes, model.Card.Data!.MaseScales![0], 6);
    }

    private static TableModel Fit(string text, params string[] targets) => new TableTrainer(TestTables.FromText(text), TestTables.Options with
    {
        Columns = new DataColumns { Targets = targets.Length == 0 ? ["y"] : targets, Series = "id", Time = "t" },
        SeasonLength = Season,
        Fit = new FitOptions { Epochs = 1 },
    }).Fit();

    // Has the mean of the scales alone.
    private static ModelCard AsVersion01(ModelCard card) => card with
    {
        Data = card.Data! with { TrainingSeries = [.. card.Data.TrainingSeries!.Select(series => series with { MaseScales = null })] },
    };

    private static TableModel Reload(ModelCard card, TableModel model) => new(model.ModelBytes, ModelCard.FromJson(card.ToJson()));

    private static string Text((string Name, int Rows, double Size)[] series, int first = 0) =>
        "id,t,y,z\n" + string.Concat(series.SelectMany((one, index) => Enumerable.Range(first, one.Rows).Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"{one.Name},{row},{Size(one.Size, index, row, target: 0)},{Size(one.Size, index, row, target: 1)}\n"))));

    private static IReadOnlyDictionary<string, double> Metrics(EvaluationReport report, string name) =>
        name == "model" ? report.Metrics : report.Baselines[name];

    // M4: for each series, the mean absolute error over the mean absolute seasonal difference of its own training rows; then the mean over series.
    private static double Oracle(EvaluationReport report, string name, int target, int? only = null)
    {
        var forecasts = report.Predictions!;
        var ratios = new List<double>();
        foreach (var windows in forecasts.Windows.Index().GroupBy(window => window.Item.Segment.Name))
        {
            var segment = windows.First().Item.Segment;
            double Value(int row) => Series.Any(one => one.Name == segment.Name) ? Size(segment.Name!, row - segment.Start, target) : 0;
            var training = segment.Count - (int)Math.Ceiling(0.2 * segment.Count);
            var scale = Enumerable.Range(segment.Start + Season, training - Season).Average(row => Math.Abs(Value(row) - Value(row - Season)));
            if (scale == 0)
                continue;
            var errors = windows.SelectMany(window => Enumerable.Range(0, 2).Where(step => only is null || step == only).Select(step =>
            {
                var last = window.Item.End - 1;
                var predicted = name switch
                {
                    "last-value" => Value(last),
                    "seasonal-naive" => Value(last + 1 + step - Season),
                    _ => forecasts.Predicted[target][(window.Index * 2) + step],
                };
                return Math.Abs(Value(last + 1 + step) - predicted);
            }));
            ratios.Add(errors.Average() / scale);
        }

        return ratios.Average();
    }

    private static double Size(string name, int row, int target)
    {
        var index = Array.FindIndex(Series, one => one.Name == name);
        return Size(Series[index].Size, index, row, target);
    }

    private static float Size(double size, int index, int row, int target) =>
        (float)(size * (target == 0 ? 2 + Math.Sin(row * (0.5 + index)) : 7 + Math.Cos(row * (1.3 + index))));
}
