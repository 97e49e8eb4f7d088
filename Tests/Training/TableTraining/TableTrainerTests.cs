using Microsoft.ML;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>From a table to a model, by the public types alone.</summary>
public sealed class TableTrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<TableTrainingOptions, string> InvalidOptions => new()
    {
        { TestTables.Options with { Columns = new DataColumns() },
            "There is no target column: specify the columns to forecast, or a label column to classify." },
        { TestTables.Options with { Task = RecurrentTask.Classify },
            "The task Classify requires a label column: specify the column of the classes." },
        { TestTables.Options with { Task = RecurrentTask.Language },
            "The task Language is invalid for a table: expected Forecast, Classify or Tag." },
        { TestTables.Options with { Task = RecurrentTask.Tag, Columns = new DataColumns { Label = "y" } },
            "The task Tag requires rows that are time steps: specify the column of the sequence, of the series or of the time." },
        { TestTables.Options with { Columns = new DataColumns { Targets = ["y"], Series = "a", Sequence = "b" } },
            "The columns have both a series and a sequence: specify one of them." },
        { TestTables.Options with { Columns = TestTables.Options.Columns
            with { Lags = [7, 1] } }, "Lags must be at least the horizon of 2, got 1: the last rows to forecast have no such value yet." },
        { TestTables.Options with { Window = 0 }, "Window must be 1 to 1000000000, got 0." },
        { TestTables.Options with { Horizon = 0 }, "Horizon must be 1 to 1000000000, got 0." },
        { TestTables.Options with { EnsembleSize = 0 }, "EnsembleSize must be 1 to 64, got 0." },
        { TestTables.Options with { Threads = 0 }, $"Threads must be 1 to {Math.Max(64, Environment.ProcessorCount)}, got 0." },
        { TestTables.Options with { ChronoMaxDependency = 1 }, "ChronoMaxDependency must be at least 2, got 1." },
        { TestTables.Options with { TestFraction = 1 }, "TestFraction must be from 0 to less than 1, got 1." },
        { TestTables.Options with { ValidationFraction = double.NaN }, "ValidationFraction must be from 0 to less than 1, got NaN." },
        { TestTables.Options with { Fit = new FitOptions { Epochs = 0 } }, "The options of the fit are invalid: epochs must be at least 1, got 0." },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(RecurrentTask.Classify, "m: the label in column 'c' changes within 1 of 5 sequences, the first of which is '2'. "
        + "Only the label of the last row is learned; the task tag learns a class for each time step.")]
    [InlineData(RecurrentTask.Tag)]
    public void Warnings_LabelChangesWithinASequence_NameItForAClassifier(RecurrentTask task, params string[] expected)
    {
        var table = TableSource.FromText("m", () => new StringReader("id,c,x\n1,b,1\n1,b,2\n2,b,1\n2,a,3\n3,b,2\n3,b,1\n4,a,1\n5,b,1\n"));

        var trainer = new TableTrainer(table, new TableTrainingOptions
        {
            Task = task,
            Columns = new DataColumns { Label = "c", Sequence = "id", Features = ["x"] },
        });

        Assert.Equal(expected, trainer.Warnings);
    }

    [Fact]
    public void Fit_CsvFile_IsScoredSavedLoadedAndPredicts()
    {
        File.WriteAllText(_folder["sine.csv"], TestTables.Sine());
        var table = TableSource.FromFile(_folder["sine.csv"]);
        var progress = new LossRecorder();

        var model = new TableTrainer(table, TestTables.Options).Fit(progress, TestContext.Current.CancellationToken);
        model.Save(_folder["sine.onnx"]);
        var loaded = TableModel.Load(_folder["sine.onnx"]);

        Assert.Equal(3, progress.Reports.Count);
        Assert.Equal((5, RecurrentCell.Gru, 4), (model.Card.Window, model.Card.Network.Layers[0].Cell, model.Card.Network.Layers[0].HiddenSize));
        Assert.Equal(["y"], model.Card.TargetNames);
        Assert.Equal(model.ModelBytes.ToArray(), loaded.ModelBytes.ToArray());
        Assert.Equal(model.Card.ToJson(), loaded.Card.ToJson());
        Assert.Equal(model.Evaluation!.Metrics["mae"], model.Card.Metrics["mae"]);
        // Evaluation finds the held-out rows again: those not used for training.
        var evaluation = loaded.Evaluate(table, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(model.Evaluation.Metrics, evaluation.Metrics);
        Assert.Equal("48 of 60 rows were used for training and are excluded", evaluation.TrainingOverlap);
        Assert.Equal((54, 11), (loaded.Evaluate(table, includeTrainingRows: true).RowCount, evaluation.RowCount));
        var next = loaded.Predict(table);
        Assert.Equal(["day", "step", "y"], next.Header);
        Assert.Equal([("2020-03-01", "1"), ("2020-03-02", "2")], next.Rows.Select(row => (row[0], row[1])));
        var rolling = loaded.Predict(table, rolling: true);
        Assert.Equal(2 * 56, rolling.Rows.Count);
        Assert.Equal(["day", "origin", "step", "y", "y actual"], rolling.Header);
    }

    [Fact]
    public void Fit_DataView_ProducesTheModelOfTheSameCsv()
    {
        var rows = Enumerable.Range(0, 60).Select(row => new Day { Date = new DateTime(2020, 1, 1).AddDays(row), Value = MathF.Sin(row * 0.5f) });
        var view = new MLContext(seed: 1).Data.LoadFromEnumerable(rows);
        var options = TestTables.Options with { Columns = new DataColumns { Targets = ["Value"], Time = "Date" } };

        var fromView = new TableTrainer(TableSource.FromDataView(view, "t.csv"), options).Fit();

        var text = TestTables.FromText(TestTables.Sine().Replace("day,y", "Date,Value", StringComparison.Ordinal));
        var fromText = new TableTrainer(text, options).Fit();
        Assert.Equal(fromText.ModelBytes.ToArray(), fromView.ModelBytes.ToArray());
    }

    [Fact]
    public void Fit_Classes_UsesEveryOtherColumn()
    {
        var rows = Enumerable.Range(0, 80).Select(row => $"m{row / 4},{(row / 4 % 2 == 0 ? "on" : "off")},{row / 4 % 2},{row % 4}\n");
        var text = "machine,state,a,b\n" + string.Concat(rows);

        var model = new TableTrainer(TestTables.FromText(text), new TableTrainingOptions
        {
            Columns = new DataColumns { Label = "state", Sequence = "machine" },
            Network = new NetworkOptions { HiddenSize = 4 },
            Fit = new FitOptions { Epochs = 20 },
        }).Fit();

        Assert.Equal((RecurrentTask.Classify, null), (model.Card.Network.Task, model.Card.Window));
        Assert.Equal(["a", "b"], model.Card.FeatureNames);
        Assert.Equal(["off", "on"], model.Card.Labels);
        Assert.Equal(1, model.Evaluation!.Metrics["accuracy"]);
        Assert.Equal(["machine", "row", "state", "p(off)", "p(on)"], model.Predict(TestTables.FromText(text)).Header);
    }

    [Fact]
    public void Fit_NoHeldOutRows_HasNoEvaluation()
    {
        var model = new TableTrainer(TestTables.FromText(TestTables.Sine()), TestTables.Options with { TestFraction = 0 }).Fit();

        Assert.Null(model.Evaluation);
        Assert.Empty(model.Card.Metrics);
        Assert.NotNull(model.Card.ParityError);
    }

    [Fact]
    public void Fit_WithRefit_KeepsTheScoresAndFitsEveryRow()
    {
        var once = new TableTrainer(TestTables.FromText(TestTables.Sine()), TestTables.Options).Fit();

        var twice = new TableTrainer(TestTables.FromText(TestTables.Sine()), TestTables.Options with { Refit = true }).Fit();

        Assert.Equal(once.Card.Metrics, twice.Card.Metrics);
        Assert.Equal((42, 54), (once.Card.Data!.SequenceCount, twice.Card.Data!.SequenceCount));
        Assert.NotEqual(once.ModelBytes.ToArray(), twice.ModelBytes.ToArray());
    }

    [Fact]
    public void Fit_Ensemble_WritesOneCheckpointPerNetwork()
    {
        var options = TestTables.Options with { EnsembleSize = 2, Fit = new FitOptions { Epochs = 2, CheckpointFile = _folder["fit.checkpoint"] } };

        var model = new TableTrainer(TestTables.FromText(TestTables.Sine()), options).Fit();

        Assert.Equal(2, model.Card.Network.EnsembleSize);
        Assert.Equal(["fit-1.checkpoint", "fit-2.checkpoint"], _folder.Entries);
        var resumed = new TableTrainer(TestTables.FromText(TestTables.Sine()), options with { Fit = options.Fit with { Resume = true } }).Fit();
        Assert.Equal(model.ModelBytes.ToArray(), resumed.ModelBytes.ToArray());
    }

    [Fact]
    public void Fit_Canceled_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        var trainer = new TableTrainer(TestTables.FromText(TestTables.Sine()), TestTables.Options);

        Assert.Throws<OperationCanceledException>(() => trainer.Fit(new Cancelling(cancellation), cancellation.Token));
    }

    [Theory, MemberData(nameof(InvalidOptions))]
    public void Create_InvalidOptions_NamesThem(TableTrainingOptions options, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new TableTrainer(TestTables.FromText(TestTables.Sine()), options)).Message);

    [Fact]
    public void Create_UnknownColumn_NamesTheColumnsOfTheTable() => Assert.Equal(
        "t.csv has no column 'z'; its columns are day, y.",
        Assert.Throws<SequenceDataException>(() => new TableTrainer(TestTables.FromText(TestTables.Sine()), TestTables.Options with
        {
            Columns = new DataColumns { Targets = ["z"] },
        })).Message);

    [Fact]
    public void Retrain_NewRows_UsesTheOptionsOfTheCardAndRollsBack()
    {
        var path = _folder["m.onnx"];
        new TableTrainer(TestTables.FromText(TestTables.Sine()), TestTables.Options).Fit().Save(path);
        var before = File.ReadAllBytes(path);
        FitOptions? stored = null;

        var result = TableTrainer.Retrain(path, TestTables.FromText(TestTables.Sine(120), "more.csv"), options =>
        {
            stored = options.Fit;
            return options with { Fit = options.Fit with { Epochs = 40 } };
        });

        Assert.Equal((3, 42, 1L, true), (stored!.Epochs, stored.BatchSize, stored.Seed, stored.KeepNormalization));
        Assert.Equal((40, null), (result.Card.Fit!.Epochs, result.Card.Data!.Source));
        Assert.True(result.IsPromoted);
        Assert.True(result.Candidate.Metrics[result.Metric] < result.Previous.Metrics[result.Metric]);
        Assert.Equal(
            (_folder[Path.Combine("m.history", "0001.onnx")], 24, 0), (result.PreviousModelFile, result.HeldOutCount, result.TrainingOverlapCount));
        Assert.Equal(before, File.ReadAllBytes(result.PreviousModelFile!));
        Assert.NotEqual(before, File.ReadAllBytes(path));
        Assert.Equal(result.Card.ToJson(), TableModel.Load(path).Card.ToJson());

        Assert.Equal(_folder[Path.Combine("m.history", "0002.onnx")], TableTrainer.Rollback(path));
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void Retrain_OptionsOfAnotherNetwork_AreRefused()
    {
        var path = _folder["m.onnx"];
        new TableTrainer(TestTables.FromText(TestTables.Sine()), TestTables.Options).Fit().Save(path);

        foreach (var (name, change) in new (string, Func<TableTrainingOptions, TableTrainingOptions>)[]
        {
            ("Task", options => options with { Task = RecurrentTask.Classify }),
            ("Horizon", options => options with { Horizon = 3 }),
            ("Cell", options => options with { Cell = RecurrentCell.Lstm }),
            ("Network", options => options with { Network = options.Network with { HiddenSize = 5 } }),
            ("EnsembleSize", options => options with { EnsembleSize = 2 }),
        })
        {
            var exception = Assert.Throws<ArgumentException>(() => TableTrainer.Retrain(path, TestTables.FromText(TestTables.Sine()), change));
            Assert.Equal($"{name} cannot be changed by retraining: leave it as in the model.", exception.Message);
        }
    }

    [Fact]
    public void Retrain_AnotherTarget_Throws()
    {
        var path = _folder["m.onnx"];
        new TableTrainer(TestTables.FromText(TestTables.Sine()), TestTables.Options).Fit().Save(path);
        var table = TestTables.FromText(TestTables.Sine().Replace("day,y", "day,z", StringComparison.Ordinal), "z.csv");

        var exception = Assert.Throws<SequenceDataException>(
            () => TableTrainer.Retrain(path, table, options => options with { Columns = new DataColumns { Targets = ["z"], Time = "day" } }));

        Assert.Equal(
            $"A model of z.csv could not replace '{path}': its features are z instead of y; its targets are z instead of y.", exception.Message);
    }

    [Fact]
    public void Rollback_WithoutHistory_Throws()
    {
        var path = _folder["m.onnx"];
        new TableTrainer(TestTables.FromText(TestTables.Sine()), TestTables.Options).Fit().Save(path);

        var exception = Assert.Throws<ArgumentException>(() => TableTrainer.Rollback(path));

        Assert.Equal(
            $"'{path}' has no history: there are no models in '{_folder["m.history"]}', where retraining keeps previous models.", exception.Message);
    }

    [Fact]
    public void Compare_Table_MeasuresEachCell()
    {
        var comparison = new TableTrainer(TestTables.FromText(TestTables.Sine()), TestTables.Options).Compare();

        Assert.Equal([RecurrentCell.Rnn, RecurrentCell.Lstm, RecurrentCell.Gru], comparison.Cells.Select(cell => cell.Cell));
        Assert.All(comparison.Cells, cell =>
        {
            Assert.Equal(cell.Cell, cell.Card.Network.Layers[0].Cell);
            Assert.True(cell.RowsPerSecond > 0);
            Assert.Equal(5, cell.ReachAfter.Gradients.Count);
            Assert.Equal(cell.Evaluation.Metrics["mae"], cell.Card.Metrics["mae"]);
        });
        var recommended = comparison.Recommended?.DisplayName ?? "none of the cells as trained here";
        Assert.StartsWith($"Recommended: {recommended}.", comparison.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_RollingClasses_IsRefused()
    {
        var text = "state,a\n" + string.Concat(Enumerable.Range(0, 40).Select(row => $"{(row % 2 == 0 ? "on" : "off")},{row % 2}\n"));
        var model = new TableTrainer(TestTables.FromText(
            text), new TableTrainingOptions { Columns = new DataColumns { Label = "state" }, Window = 1, Fit = new FitOptions { Epochs = 1 } }).Fit();

        Assert.Equal("Rolling forecasts require a model that forecasts series. (Parameter 'rolling')", Assert.Throws<ArgumentException>(
            () => model.Predict(TestTables.FromText(text), rolling: true)).Message);
    }

    private sealed class Cancelling(CancellationTokenSource cancellation) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => cancellation.Cancel();
    }

    private sealed class Day
    {
        public DateTime Date { get; set; }

        public float Value { get; set; }
    }
}
