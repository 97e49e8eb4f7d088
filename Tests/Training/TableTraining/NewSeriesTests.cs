using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Series that the model was not trained on.</summary>
public sealed class NewSeriesTests
{
    private static readonly TableTrainingOptions Options = TestTables.Options with
    {
        Columns = new DataColumns { Targets = ["y"], Series = "s", Time = "day" },
        SeasonLength = 2,
    };

    [Fact]
    public void Predict_NewSeries_IsForecastFromItsOwnRows()
    {
        var token = TestContext.Current.CancellationToken;
        var model = new TableTrainer(ShortSeriesTrainingTests.Table(40, 30), Options).Fit(cancellationToken: token);
        var table = ShortSeriesTrainingTests.Table(30, 30, 30);

        var predictions = model.Predict(table);

        Assert.Equal(["1 of 3 series is new to the model, which predicts from its own rows: 'c'."], predictions.Notes);
        // The forecast of a series depends neither on its name nor on the other series.
        var alone = model.Predict(TestTables.FromText(OneSeries(table, "c", "z")));
        Assert.Equal(predictions.Rows.Skip(4).Select(row => row.Skip(1)), alone.Rows.Select(row => row.Skip(1)));
        Assert.Equal(["1 of 1 series is new to the model, which predicts from its own rows: 'z'."], alone.Notes);
    }

    [Fact]
    public void Evaluate_NewSeries_IsScoredWithTheScaleOfItsOwnRows()
    {
        var token = TestContext.Current.CancellationToken;
        var model = new TableTrainer(ShortSeriesTrainingTests.Table(40, 30), Options).Fit(cancellationToken: token);
        var table = TestTables.FromText("s,day,y\n" + string.Concat(Enumerable.Range(0, 20).Select(row =>
            FormattableString.Invariant($"x,{new DateTime(2021, 1, 1).AddDays(row):yyyy-MM-dd},{row * row % 7}\n"))));

        var report = model.Evaluate(table, cancellationToken: token);

        Assert.Equal(
            "1 of 1 series is new to the model: none of its rows is a training row, and the scale of MASE comes from all of them: 'x'.",
            report.Notes[0]);
        Assert.Equal(14, report.RowCount);
        var values = Enumerable.Range(0, 20).Select(row => (double)(row * row % 7)).ToArray();
        var scale = Enumerable.Range(2, 18).Average(row => Math.Abs(values[row] - values[row - 2]));
        Assert.Equal(report.Metrics["mae"] / scale, report.Metrics["mase"], 1e-6);
        Assert.Contains("seasonal-naive", report.Baselines.Keys);
    }

    // The rows of one series, with another name.
    private static string OneSeries(TableSource table, string series, string name)
    {
        var read = table.Read(RowFrameReader.GetColumnKinds(Options.Columns));
        var rows = Enumerable.Range(0, read.Rows).Where(row => read.GetTexts("s")[row] == series);
        return "s,day,y\n" + string.Concat(rows.Select(row => FormattableString.Invariant(
            $"{name},{read.GetTimes("day").Format(read.GetTimes("day").Values[row])},{read.GetNumbers("y")[row]:R}\n")));
    }
}
