using System.Globalization;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Models of rows on a grid: what they were trained on, other tables prepare in the same way.</summary>
public sealed class GridTrainingTests
{
    private static readonly DateTime Start = new(2024, 1, 1);

    private static TableTrainingOptions Options { get; } = new()
    {
        Columns = new DataColumns
        {
            Targets = ["y"],
            Time = "t",
            CalendarFields = [CalendarField.Hour],
            Grid = new TimeGrid { Frequency = "1h", Fill = GridFill.Interpolate },
        },
        Window = 6,
        Horizon = 3,
        Threads = 1,
        Network = new NetworkOptions { HiddenSize = 3 },
        Fit = new FitOptions { Epochs = 1 },
    };

    [Fact]
    public void Train_RowsAtAnotherFrequency_AreTheModelOfTheirGrid()
    {
        var hours = new TableTrainer(Table(100, step: 60), Options).Fit();
        // Four equal rows in each hour, in reverse order.
        var quarters = new TableTrainer(Table(100, step: 15, reverse: true), Options).Fit();

        Assert.Equal(hours.ModelBytes.ToArray(), quarters.ModelBytes.ToArray());
        Assert.Equal(Options.Columns.Grid, ModelCard.FromJson(hours.Card.ToJson()).Columns!.Grid);
        Assert.Equal(
            hours.Predict(Table(100, step: 60)).Rows.Select(row => string.Join(',', row)),
            hours.Predict(Table(100, step: 15)).Rows.Select(row => string.Join(',', row)));
        Assert.Equal(
            ["2024-01-05T04:00:00", "2024-01-05T05:00:00", "2024-01-05T06:00:00"], hours.Predict(Table(100, 60)).Rows.Select(row => row[0]));
        Assert.Equal(hours.Evaluation!.Metrics["mae"], hours.Evaluate(Table(100, step: 15)).Metrics["mae"]);
    }

    [Fact]
    public void Predict_HolesInOtherRows_AreReported()
    {
        var model = new TableTrainer(Table(100, step: 60), Options).Fit();

        var predictions = model.Predict(Table(100, step: 60, without: 50));

        Assert.Equal(
            "rows, column 't': the grid of 1h has a hole of 1 cell without rows: 2024-01-03T01:00:00 in line 51 is followed by 2024-01-03T03:00:00 "
                + "in line 52. They are interpolated.",
            Assert.Single(predictions.Warnings));
    }

    private static TableSource Table(int hours, int step, bool reverse = false, int? without = null)
    {
        var rows = Enumerable.Range(0, hours * 60 / step)
            .Where(row => row != without)
            .Select(row => (Time: Start.AddMinutes(row * step), Hour: row * step / 60))
            .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Time:yyyy-MM-dd'T'HH:mm:ss},{row.Hour % 7}\n"));
        var text = "t,y\n" + string.Concat(reverse ? rows.Reverse() : rows);
        return TableSource.FromText("rows", () => new StringReader(text));
    }
}
