using System.Globalization;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>A plain evaluation of the table of a training has exactly the scores of the training, for every task and every way to split.</summary>
public sealed class RepeatedSplitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, Func<TableTrainingOptions, TableTrainingOptions>> Cases
    {
        get
        {
            var series = Series();
            var sequences = Sequences();
            return new TheoryData<string, string, Func<TableTrainingOptions, TableTrainingOptions>>
            {
                { "forecast", series, options => options },
                { "forecast, test stride", series, options => options with { TestStride = 4 } },
                { "forecast, test fraction", series, options => options with { TestFraction = 0.35 } },
                { "forecast, several series", series, options =>
                    With(options, columns => columns with { Series = "id", Time = "t" }) with { TestStride = 3 } },
                { "forecast, split column", series, options => With(options, columns => columns with { Split = "last" }) },
                { "forecast, test rows first", series, options =>
                    With(options, columns => columns with { Split = "first", Series = "id", Time = "t" }) },
                { "forecast, test rows between", series, options =>
                    With(options, columns => columns with { Split = "middle" }) with { TestStride = 2 } },
                { "forecast, validation", series, options => options with
                    { Network = options.Network with { Quantiles = [0.1, 0.5, 0.9] }, ValidationFraction = 0.3, TestStride = 2 } },
                { "forecast, lags", series, options => With(options, columns => columns with { Lags = [7] }) with { TestStride = 5 } },
                { "classify windows", series, options => Classes(options, RecurrentTask.Classify) with { TestStride = 3 } },
                { "tag windows", series, options => Classes(options, RecurrentTask.Tag) },
                { "tag windows, test stride", series, options => Classes(options, RecurrentTask.Tag) with { TestStride = 2, TestFraction = 0.3 } },
                { "tag windows, split column", series, options =>
                    With(Classes(options, RecurrentTask.Tag), columns => columns with { Split = "last" }) },
                { "classify sequences", sequences, options => Whole(options) },
                { "classify sequences, test fraction", sequences, options => Whole(options) with { TestFraction = 0.4 } },
                { "classify sequences, stratified", sequences, options => Whole(options) with { IsStratified = true } },
                { "classify sequences, group", sequences, options => With(Whole(options), columns => columns with { Group = "who" }) },
                { "classify sequences, stratified groups", sequences, options =>
                    With(Whole(options), columns => columns with { Group = "who" }) with { IsStratified = true, TestFraction = 0.3 } },
                { "classify sequences, split column", sequences, options => With(Whole(options), columns => columns with { Split = "part" }) },
                { "tag sequences, group", sequences, options =>
                    With(Whole(options), columns => columns with { Group = "who" }) with { Task = RecurrentTask.Tag } },
                { "sequences with a target, group", sequences, options => With(options, _ => new DataColumns
                    { Targets = ["y"], Features = ["x"], Sequence = "id", Group = "who" }) with { Horizon = 1 } },
                { "rows as sequences, stratified groups", sequences, options => With(options, _ => new DataColumns
                    { Label = "c", Features = ["x", "y"], Group = "who" }) with { Horizon = 1, Window = 2, IsStratified = true } },
            };
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Cases))]
    public void Evaluate_TableOfTheTraining_HasItsScores(string name, string text, Func<TableTrainingOptions, TableTrainingOptions> options)
    {
        var fitted = new TableTrainer(TestTables.FromText(text), options(TestTables.Options with
        {
            Columns = new DataColumns { Targets = ["y"] },
            Fit = new FitOptions { Epochs = 1 },
        })).Fit();
        fitted.Save(_folder["m.onnx"]);

        var report = TableModel.Load(_folder["m.onnx"]).Evaluate(TestTables.FromText(text));

        Assert.True(report.RepeatsTrainingSplit, name);
        Assert.Equal(fitted.Evaluation!.RowCount, report.RowCount);
        Assert.Equal(fitted.Evaluation.Metrics, report.Metrics);
        Assert.Equal(fitted.Evaluation.Baselines, report.Baselines);
        Assert.Equal(fitted.Evaluation.MetricsByStep, report.MetricsByStep);
        Assert.Equal(fitted.Evaluation.ConfusionMatrix, report.ConfusionMatrix);
        Assert.Equal(fitted.Evaluation.Notes, report.Notes);
        Assert.Equal(fitted.Evaluation.Verdict, report.Verdict);
    }

    [Fact]
    public void Evaluate_OtherStride_IsThatOfTheCall()
    {
        var model = new TableTrainer(TestTables.FromText(TestTables.Sine(100)), TestTables.Options with { TestStride = 4 }).Fit();

        Assert.Equal((5, 4), Scored(null));
        Assert.Equal((19, 1), Scored(1));
        Assert.Equal((7, 3), Scored(3));

        (long, int?) Scored(int? stride)
        {
            var report = model.Evaluate(TestTables.FromText(TestTables.Sine(100)), stride: stride);
            return (report.RowCount, report.Stride);
        }
    }

    [Fact]
    public void Evaluate_OtherTable_ScoresWhatWasNotUsedForTraining()
    {
        var model = new TableTrainer(TestTables.FromText(TestTables.Sine(100)), TestTables.Options with { TestStride = 4 }).Fit();

        var longer = model.Evaluate(TestTables.FromText(TestTables.Sine(140)));
        var other = model.Evaluate(TestTables.FromText(TestTables.Sine(50, first: 500)));

        Assert.Equal((false, "80 of 140 rows were used for training and are excluded", 15L, 4),
            (longer.RepeatsTrainingSplit, longer.TrainingOverlap, longer.RowCount, longer.Stride));
        Assert.Equal((false, null, 11L, 4), (other.RepeatsTrainingSplit, other.TrainingOverlap, other.RowCount, other.Stride));
    }

    [Fact]
    public void Evaluate_TableWithoutTheSplitColumn_ScoresWhatWasNotUsedForTraining()
    {
        var options = With(Whole(TestTables.Options), columns => columns with { Features = ["z"], Group = "who" }) with
        {
            Fit = new FitOptions { Epochs = 1 },
        };
        var model = new TableTrainer(TestTables.FromText(Sequences()), options).Fit();

        var report = model.Evaluate(TestTables.FromText(Sequences().Replace("who", "nobody", StringComparison.Ordinal)));

        Assert.False(report.RepeatsTrainingSplit);
        Assert.NotNull(report.TrainingOverlap);
        Assert.Equal(["id", "row", "c", "p(a)", "p(b)", "p(rare)"], model.Predict(
            TestTables.FromText(Sequences().Replace("who", "nobody", StringComparison.Ordinal))).Header);
    }

    [Theory]
    [InlineData("y")]
    [InlineData("c")]
    [InlineData("t")]
    public void Evaluate_TableWithOneOtherValue_IsAnotherTable(string column)
    {
        var options = (column == "c" ? Classes(TestTables.Options, RecurrentTask.Classify) : With(TestTables.Options, _ => new DataColumns
        {
            Targets = ["y"],
            Time = "t",
            Series = "id",
        })) with
        { Fit = new FitOptions { Epochs = 1 } };
        var model = new TableTrainer(TestTables.FromText(Series()), options).Fit();
        var lines = Series().TrimEnd().Split('\n');
        var cells = lines[^1].Split(',');
        cells[Array.IndexOf(lines[0].Split(','), column)] = column == "c" ? "a" : "12345";
        lines[^1] = string.Join(',', cells);

        Assert.False(model.Evaluate(TestTables.FromText(string.Join('\n', lines))).RepeatsTrainingSplit);
        Assert.True(model.Evaluate(TestTables.FromText(Series())).RepeatsTrainingSplit);
    }

    [Fact]
    public void Evaluate_TestRowsThatAnEarlierTrainingUsed_AreNotTestRows()
    {
        var path = _folder["m.onnx"];
        var options = TestTables.Options with { TestFraction = 0.1 };
        new TableTrainer(TestTables.FromText(TestTables.Sine(100)), options).Fit().Save(path);
        TableTrainer.Retrain(path, TestTables.FromText(TestTables.Sine(100)), changed => changed with
        {
            TestFraction = 0.4,
            Fit = changed.Fit with { Epochs = 30 },
        });

        var report = TableModel.Load(path).Evaluate(TestTables.FromText(TestTables.Sine(100)));

        Assert.Equal((false, "90 of 100 rows were used for training and are excluded"), (report.RepeatsTrainingSplit, report.TrainingOverlap));
    }

    [Fact]
    public void Retrain_RepeatsTheSplitOfTheTraining()
    {
        var path = _folder["m.onnx"];
        var options = With(Whole(TestTables.Options), columns => columns with { Group = "who" }) with
        {
            IsStratified = true,
            TestFraction = 0.3,
            ValidationFraction = 0.25,
            Fit = new FitOptions { Epochs = 1 },
        };
        new TableTrainer(TestTables.FromText(Sequences()), options).Fit().Save(path);
        TableTrainingOptions? stored = null;

        TableTrainer.Retrain(path, TestTables.FromText(Sequences()), changed => stored = changed);

        Assert.Equal(("who", true, 0.3, 0.25), (stored!.Columns.Group, stored.IsStratified, stored.TestFraction, stored.ValidationFraction));
    }

    [Fact]
    public void Card_Split_IsWrittenAndRead()
    {
        var options = TestTables.Options with { TestStride = 2, TestFraction = 0.3 };
        var card = new TableTrainer(TestTables.FromText(TestTables.Sine()), options).Fit().Card;

        var split = ModelCard.FromJson(card.ToJson()).Data!.Split!;

        Assert.Equal((0.3, 0.2, 2, false), (split.TestFraction, split.ValidationFraction, split.TestStride, split.IsStratified));
        Assert.Equal((16, 16), (split.TableHash!.Length, split.TestRowsHash!.Length));
        var refitted = new TableTrainer(TestTables.FromText(TestTables.Sine()), TestTables.Options with { Refit = true }).Fit().Card;
        // Every row was used for training: no table has test rows.
        Assert.Null(refitted.Data!.Split!.TableHash);
    }

    private static TableTrainingOptions With(TableTrainingOptions options, Func<DataColumns, DataColumns> change) =>
        options with { Columns = change(options.Columns) };

    private static TableTrainingOptions Classes(TableTrainingOptions options, RecurrentTask task) =>
        With(options, _ => new DataColumns { Label = "c", Features = ["y"], Series = "id", Time = "t" }) with { Task = task, Horizon = 1 };

    private static TableTrainingOptions Whole(TableTrainingOptions options) =>
        With(options, _ => new DataColumns { Label = "c", Features = ["x"], Sequence = "id" }) with { Horizon = 1, Window = null };

    // Two series of 60 rows, with classes and columns that assign the parts in different orders.
    private static string Series() => "id,t,y,c,last,first,middle\n" + string.Concat(Enumerable.Range(0, 2).SelectMany(id => Enumerable.Range(0, 60)
        .Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"s{id},{row},{(float)((1 + (9 * id)) * Math.Sin(row * 0.7))},{"ab"[row / 3 % 2]},")
            + $"{Part(row >= 45)},{Part(row < 15)},{Part(row is > 20 and < 36)}\n")));

    // 40 sequences of 2 rows; many have equal values, of which some are held out and others are not.
    private static string Sequences() => "id,c,x,y,z,who,part\n" + string.Concat(Enumerable.Range(0, 40).SelectMany(id => Enumerable.Range(0, 2)
        .Select(row =>
        {
            var label = id % 13 == 5 ? "rare" : id % 2 == 0 ? "a" : "b";
            return string.Create(
                CultureInfo.InvariantCulture, $"{id},{label},{(id % 2 * 3) + row},{id % 7},{id},p{id % 11},{Part(id is > 10 and < 20)}\n");
        })));

    private static string Part(bool isTest) => isTest ? "test" : "train";
}
