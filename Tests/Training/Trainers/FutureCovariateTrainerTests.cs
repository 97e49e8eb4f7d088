using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Forecasters with future covariates and calendar fields, trained and applied in ML.NET pipelines.</summary>
public sealed class FutureCovariateTrainerTests
{
    private const int Window = 5;
    private const int Horizon = 2;
    private readonly MLContext _ml = new(seed: 1);

    private static RecurrentTrainerOptions Options { get; } = new()
    {
        InputColumnName = nameof(Row.Sequence),
        LabelColumnName = nameof(Row.Next),
        FutureColumnName = nameof(Row.Known),
        FutureCovariates = 2,
        TimeColumnName = nameof(Row.Times),
        CalendarFields = [CalendarField.Weekday, CalendarField.Month],
        Cell = RecurrentCell.Gru,
        HiddenSize = 6,
        Fit = new FitOptions { Epochs = 3, BatchSize = 16 },
    };

    [Theory, InlineData(false), InlineData(true)]
    public void Fit_FutureCovariates_ScoresWithTheSameColumns(bool ragged)
    {
        var rows = CreateRows(60, ragged);
        var view = Load(rows, ragged);

        var transformer = _ml.Recurrent.Forecaster(Options with { ValidationFraction = 0.2 }).Fit(view);

        var card = transformer.Card;
        Assert.Equal(
            ["Known 1", "Known 2", "weekday sin", "weekday cos", "month sin", "month cos"],
            ModelSignature.FromCard(card).FutureCovariateNames);
        Assert.Equal((ragged ? null : Window, "Times"), (card.Window, card.Columns!.Time));
        Assert.Equal([CalendarField.Weekday, CalendarField.Month], card.Columns.CalendarFields);
        Assert.Equal(("Known", "Times"), (transformer.Options.FutureColumnName, transformer.Options.TimeColumnName));
        using var model = RecurrentModel.Load(transformer.ModelBytes.ToArray());
        var scores = transformer.Transform(view).GetColumn<float[]>("Score").ToList();
        foreach (var (row, score) in rows.Zip(scores))
        {
            var output = new float[Horizon];
            model.Score(row.Sequence, new FutureInputs { Columns = row.Known, Times = row.Times }, output);
            Assert.Equal(output, score);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Read_Rows_HaveTheCovariatesOfScoring(bool ragged)
    {
        var rows = CreateRows(9, ragged);
        var view = Load(rows, ragged);
        var transformer = _ml.Recurrent.Forecaster(Options).Fit(view);
        var builder = FutureCovariateBuilder.FromCard(transformer.Card);
        var future = FutureColumns.Find(transformer.Card, transformer.Options, view.Schema, ragged ? null : Window);
        var columns = new TrainerColumns(
            RecurrentTask.Forecast, view.Schema[nameof(Row.Sequence)], view.Schema[nameof(Row.Next)], 1, Horizon, 1);
        using var data = TrainerRows.Read(view, columns, future, TestContext.Current.CancellationToken).ToSequenceData(2, 7, 1);

        var covariates = data.FutureCovariates!;

        Assert.Equal([7, data.Steps + Horizon, builder.Names.Count], covariates.shape);
        Assert.Equal(covariates.shape, data.FutureCovariatesShape!);
        foreach (var (index, row) in rows.Skip(2).Index())
        {
            var expected = new float[builder.GetSize(row.Sequence.Length)];
            builder.Build(row.Sequence, new FutureInputs { Columns = row.Known, Times = row.Times }, expected);
            Assert.Equal(expected, covariates[index].data<float>().ToArray()[..expected.Length]);
        }
    }

    // The value depends on the day of the week alone, and the sequences do not say which day it is.
    [Fact]
    public void Fit_CalendarFields_LearnsWhatTheSequencesDoNotSay()
    {
        var rows = CreateRows(200, ragged: false);
        foreach (var row in rows)
        {
            Array.Clear(row.Sequence);
            row.Next = [.. row.Times[Window..].Select(time => (float)time.DayOfWeek)];
        }

        var view = Load(rows, ragged: false);
        var transformer = _ml.Recurrent.Forecaster(Options with
        {
            FutureColumnName = null,
            FutureCovariates = null,
            CalendarFields = [CalendarField.Weekday],
            Fit = new FitOptions { Epochs = 60, BatchSize = 16, LearningRate = 0.02 },
        }).Fit(view);

        var scores = transformer.Transform(view).GetColumn<float[]>("Score");
        var errors = scores.Zip(rows).SelectMany(pair => pair.First.Zip(pair.Second.Next, (score, actual) => Math.Abs(score - actual)));
        Assert.InRange(errors.Average(), 0, 0.4);
    }

    [Fact]
    public void Fit_KnownColumnAlone_IsSavedForAnyApplication()
    {
        var rows = CreateRows(30, ragged: false);
        var view = Load(rows, ragged: false);
        var transformer = _ml.Recurrent.Forecaster(Options with { FutureCovariates = null, TimeColumnName = null, CalendarFields = [] }).Fit(view);
        using var zip = new MemoryStream();
        _ml.Model.Save(transformer, view.Schema, zip);

        zip.Position = 0;
        var stock = _ml.Model.Load(zip, out _).Transform(view).GetColumn<float[]>("Score");

        Assert.Equal(["Known 1", "Known 2"], transformer.Card.Columns!.FutureCovariates);
        foreach (var (score, other) in transformer.Transform(view).GetColumn<float[]>("Score").Zip(stock))
            Assert.All(score.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    // Rows of a series become sequences, labels, known values and times: windows of the rows up to the horizon.
    [Fact]
    public void Fit_SlidingWindows_MakeEveryColumn()
    {
        const int Rows = 50;
        var view = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, Rows).Select(row => new Day
        {
            Value = CalendarModel.GetTarget(row),
            Promo = CalendarModel.GetPromotion(row),
            Time = CalendarModel.GetTime(row),
        }));
        var padded = new SlidingWindowOptions
        {
            OutputColumnName = "Sequence",
            InputColumnNames = [nameof(Day.Value)],
            Window = Window,
            StepsAhead = Horizon,
            IncompleteWindows = IncompleteWindowPolicy.Pad,
        };
        view = _ml.Data.SlideWindows(view, padded);
        view = _ml.Data.SlideWindows(view, padded with { OutputColumnName = "Next", Window = Horizon, StepsAhead = 0 });
        view = _ml.Data.SlideWindows(
            view, padded with { OutputColumnName = "Known", InputColumnNames = [nameof(Day.Promo)], Window = Window + Horizon, StepsAhead = 0 });
        view = _ml.Data.SlideWindows(view, "Times", nameof(Day.Time), Window + Horizon);

        var transformer = _ml.Recurrent.Forecaster(Options with { FutureCovariates = null }).Fit(view);

        using var model = RecurrentModel.Load(transformer.ModelBytes.ToArray());
        var scores = transformer.Transform(view).GetColumn<float[]>("Score").ToList();
        Assert.Equal(Rows - Window - Horizon + 1, scores.Count);
        Assert.Equal(["Known"], transformer.Card.Columns!.FutureCovariates);
        foreach (var (start, score) in scores.Index())
        {
            var output = new float[Horizon];
            var future = new FutureInputs
            {
                Columns = Enumerable.Range(start, Window + Horizon).Select(CalendarModel.GetPromotion).ToArray(),
                Times = Enumerable.Range(start, Window + Horizon).Select(CalendarModel.GetTime).ToArray(),
            };
            model.Score(Enumerable.Range(start, Window).Select(CalendarModel.GetTarget).ToArray(), future, output);
            Assert.Equal(output, score);
        }
    }

    [Fact]
    public void Fit_Validation_ReadsItsCovariates()
    {
        var (training, validation) = (CreateRows(40, ragged: false), CreateRows(10, ragged: false));
        validation[3].Times = validation[3].Times[1..];

        var error = Assert.Throws<SequenceDataException>(
            () => _ml.Recurrent.Forecaster(Options).Fit(Load(training, ragged: false), Load(validation, ragged: true)));

        Assert.Equal(
            "Input column 'Times', row 3: expected the times of 5 time steps of the sequence and 2 steps of the horizon, 7 in total, got 6. "
            + "Remove the row or complete it.",
            error.Message);
    }

    [Fact]
    public void Fit_WrongOptionsOrValues_SaysWhich()
    {
        var rows = CreateRows(10, ragged: false);
        rows[4].Known[3] = float.NaN;

        Assert.Equal(
            "Input column 'Known', row 4: the value NaN is not a finite number. Remove the row, or replace missing values.",
            Assert.Throws<SequenceDataException>(() => _ml.Recurrent.Forecaster(Options).Fit(Load(rows, ragged: false))).Message);
        Assert.StartsWith(
            "Schema mismatch for input column 'Known' of the future covariates: expected 3 values at each step, because FutureCovariates is 3, got ",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => _ml.Recurrent.Forecaster(Options with { FutureCovariates = 3 }).Fit(Load(rows, ragged: false))).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Schema mismatch for input column 'when' of the future covariates: expected a vector of 7 DateTime",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => _ml.Recurrent.Forecaster(Options with { TimeColumnName = "when" }).Fit(Load(rows, ragged: false))).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            "The options of the recurrent trainer are invalid: CalendarFields require TimeColumnName, the column with the times; CalendarFields "
            + "contains a field twice.",
            Assert.Throws<ArgumentException>(() => _ml.Recurrent.Forecaster(
                Options with { TimeColumnName = null, CalendarFields = [CalendarField.Hour, CalendarField.Hour] })).Message);
        Assert.Equal(
            "Column 'Known' of future covariates applies to a forecaster only: leave it out. (Parameter 'options')",
            Assert.Throws<ArgumentException>(() => _ml.Recurrent.Classifier(Options)).Message);
    }

    [Fact]
    public void Predict_ModelOfATrainer_IsNotOfATable()
    {
        var transformer = _ml.Recurrent.Forecaster(Options).Fit(Load(CreateRows(20, ragged: false), ragged: false));
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "m.onnx");
        File.WriteAllBytes(path, transformer.ModelBytes.ToArray());

        Assert.Contains(
            "does not describe its columns: the model was not trained on a table.",
            Assert.Throws<RecurrentModelException>(() => TableModel.Load(path).Predict(TestTables.FromText(CalendarModel.Text))).Message,
            StringComparison.Ordinal);
    }

    private static List<Row> CreateRows(int count, bool ragged) => [.. Enumerable.Range(0, count).Select(index =>
    {
        var steps = ragged ? 1 + (index * 3 % 7) : Window;
        return new Row
        {
            Sequence = [.. Enumerable.Range(index, steps).Select(CalendarModel.GetTarget)],
            Known = [.. Enumerable.Range(index, steps + Horizon).SelectMany(step => new[] { step % 3, MathF.Cos(step) })],
            Times = [.. Enumerable.Range(index, steps + Horizon).Select(CalendarModel.GetTime)],
            Next = [.. Enumerable.Range(index + steps, Horizon).Select(CalendarModel.GetTarget)],
        };
    })];

    private IDataView Load(List<Row> rows, bool ragged)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Next)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Horizon);
        if (!ragged)
        {
            definition[nameof(Row.Sequence)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Window);
            definition[nameof(Row.Known)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2 * (Window + Horizon));
        }

        return _ml.Data.LoadFromEnumerable(rows, definition);
    }

    private sealed class Day
    {
        public float Value { get; set; }

        public float Promo { get; set; }

        public DateTime Time { get; set; }
    }

    private sealed class Row
    {
        public float[] Sequence { get; set; } = [];

        public float[] Known { get; set; } = [];

        public DateTime[] Times { get; set; } = [];

        public float[] Next { get; set; } = [];
    }
}
