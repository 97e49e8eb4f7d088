using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Models with calendar fields, columns of future covariates and lags in ML.NET pipelines.</summary>
public sealed class FutureCovariatePipelineTests : IDisposable
{
    private const int Start = 14;
    private const int Count = 30;
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    private static DataColumns EveryKind { get; } = new()
    {
        FutureCovariates = ["promo"],
        CalendarFields = [CalendarField.Month, CalendarField.Weekday, CalendarField.Hour],
        Lags = [7, 2],
    };

    public static TheoryData<string> Kinds => ["calendar", "times", "columns", "lags", "every"];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Kinds))]
    public void Transform_ComputedCovariates_ScoresAsTheConsole(string kind)
    {
        var (model, file) = Train(kind);
        var expected = model.Predict();
        var view = _ml.Data.LoadFromEnumerable(CreateRows(model));
        var transformer = _ml.Transforms.ApplyRecurrentModel(CreateOptions(model, file)).Fit(view);

        var scores = GetScores(transformer.Transform(view));
        using var engine = _ml.Model.CreatePredictionEngine<Row, Scored>(transformer);

        Assert.Equal(Count, scores.Length);
        foreach (var (index, row) in CreateRows(model).Index())
        {
            Assert.Equal(Score(model, Start + index), scores[index]);
            Assert.Equal(scores[index], engine.Predict(row).Score);
            Assert.Equal(expected[Start + index][0], scores[index][0], 1e-4f);
            Assert.Equal(expected[Start + index][1], scores[index][1], 1e-4f);
        }
    }

    [Theory, InlineData(nameof(Row.Offsets)), InlineData(nameof(Row.Texts))]
    public void Transform_TimesOfOtherTypes_ScoresAlike(string column)
    {
        var (model, file) = Train("calendar");
        var view = _ml.Data.LoadFromEnumerable(CreateRows(model));
        var options = CreateOptions(model, file);

        var expected = GetScores(_ml.Transforms.ApplyRecurrentModel(options).Fit(view).Transform(view));
        var actual = GetScores(_ml.Transforms.ApplyRecurrentModel(options with { TimeColumnName = column }).Fit(view).Transform(view));

        Assert.Equal(expected, actual);
    }

    // Sequences of different lengths are sorted before they are scored; the time column is also an output, and so buffered.
    [Fact]
    public void Transform_SequencesOfSeveralLengths_KeepTheirCovariates()
    {
        var (model, file) = Train("every");
        var rows = Enumerable.Range(0, Count).Select(index => CreateRow(model, Start + index, 1 + (index * 7 % 11))).ToList();
        var view = _ml.Data.LoadFromEnumerable(rows);
        var transformed = _ml.Transforms.ApplyRecurrentModel(CreateOptions(model, file) with { BatchSize = 8 }).Fit(view).Transform(view);

        var scored = _ml.Data.CreateEnumerable<Scored>(transformed, reuseRowObject: false).ToList();

        foreach (var (index, row) in rows.Index())
        {
            Assert.Equal(row.Times, scored[index].Times);
            Assert.Equal(Score(model, Start + index, row.Sequence.Length / 2), scored[index].Score);
        }
    }

    [Theory, InlineData("columns", 0), InlineData("every", 0), InlineData("every", 1)]
    public void Save_AllCovariatesInAColumn_LoadsInAnyApplication(string kind, int lengths)
    {
        var (model, file) = Train(kind);
        var rows = Enumerable.Range(0, Count)
            .Select(index => CreateRow(model, Start + index, CalendarModel.Window + (lengths * (index % 3))))
            .ToList();
        var definition = SchemaDefinition.Create(typeof(Row));
        if (lengths == 0)
        {
            definition[nameof(Row.Sequence)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2 * CalendarModel.Window);
            definition[nameof(Row.All)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].All.Length);
        }

        var view = _ml.Data.LoadFromEnumerable(rows, definition);
        var options = new RecurrentScoringOptions
        {
            InputColumnName = nameof(Row.Sequence),
            FutureColumnName = nameof(Row.All),
            ModelFile = file,
        };
        var transformer = _ml.Transforms.ApplyRecurrentModel(options).Fit(view);
        var expected = GetScores(transformer.Transform(view));
        var path = Path.Combine(_folder.Path, "pipeline.zip");
        _ml.Model.Save(transformer, view.Schema, path);

        var stock = GetScores(_ml.Model.Load(path, out _).Transform(view));
        var restored = Assert.IsType<RecurrentTransformer>(_ml.Model.LoadRecurrent(path, out _));

        Assert.Equal(rows.Select((row, index) => Score(model, Start + index, row.Sequence.Length / 2)), expected);
        foreach (var (score, other) in expected.Zip(stock))
            Assert.All(score.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.Equal(expected, GetScores(restored.Transform(view)));
        Assert.Equal(nameof(Row.All), restored.Options.FutureColumnName);
        Assert.Equal(transformer.ModelBytes, restored.ModelBytes);

        var missing = rows.Select(row => { row.All[^1] = float.NaN; return row; }).ToList();
        var broken = _ml.Data.LoadFromEnumerable(missing, definition);
        Assert.All(GetScores(transformer.Transform(broken)).SelectMany(score => score), value => Assert.Equal(float.NaN, value));
        Assert.All(GetScores(_ml.Model.Load(path, out _).Transform(broken)).SelectMany(score => score), value => Assert.Equal(float.NaN, value));
    }

    [Fact]
    public void Save_ComputedCovariates_IsRefusedWithTheReason()
    {
        var (model, file) = Train("calendar");
        var view = _ml.Data.LoadFromEnumerable(CreateRows(model));
        var transformer = _ml.Transforms.ApplyRecurrentModel(CreateOptions(model, file)).Fit(view);

        Assert.Equal(
            "The pipeline cannot be saved: the future covariates (weekday sin, weekday cos) are computed from TimeColumnName or "
            + "EarlierTargetsColumnName, which stock ML.NET transformers cannot do. Save the model file and apply it, or provide a column with all "
            + "future covariates in FutureColumnName.",
            Assert.Throws<NotSupportedException>(() => _ml.Model.Save(transformer, view.Schema, Stream.Null)).Message);
    }

    [Fact]
    public void Fit_MissingOrWrongColumns_SaysWhatTheModelRequires()
    {
        var (every, everyFile) = Train("every");
        var (_, calendarFile) = Train("calendar");
        var view = _ml.Data.LoadFromEnumerable(CreateRows(every));
        const string Requires = "the model requires 9 future covariates ('promo', 'month sin', 'month cos', 'weekday sin', 'weekday cos', "
            + "'hour sin', 'hour cos', 'y 7 before', 'y 2 before'): set FutureColumnName to a column of [time + horizon, 1] with 'promo' "
            + "and TimeColumnName to a column of times [time + horizon] for month, weekday, hour and EarlierTargetsColumnName to a column with the "
            + "targets at the 7 steps before the sequence; or FutureColumnName to a column of [time + horizon, 9] with all of them. "
            + "(Parameter 'options')";
        var options = CreateOptions(every, everyFile);

        Assert.Equal("T" + Requires[1..], Fail(options with { FutureColumnName = null, TimeColumnName = null, EarlierTargetsColumnName = null }));
        Assert.Equal($"EarlierTargetsColumnName is null, but {Requires}", Fail(options with { EarlierTargetsColumnName = null }));
        Assert.Equal(
            "FutureColumnName is 'Promo', but the model requires 2 future covariates ('weekday sin', 'weekday cos'): set TimeColumnName to a column "
            + "of times [time + horizon] for weekday; or FutureColumnName to a column of [time + horizon, 2] with all of them. (Parameter 'options')",
            Fail(options with { ModelFile = calendarFile, EarlierTargetsColumnName = null }));
        Assert.Equal(
            "Schema mismatch for input column 'when' of the future covariates: expected a vector of (time + 2) DateTime, DateTimeOffset or text "
            + "[time + horizon], got no such column. The available columns are: 'Sequence', 'Times', 'Offsets', 'Texts', 'Promo', 'Earlier', 'All'. "
            + "(Parameter 'inputSchema')",
            Fail(options with { TimeColumnName = "when" }));
        Assert.Equal(
            "Schema mismatch for input column 'Promo' of the future covariates: expected a vector of (time + 2) DateTime, DateTimeOffset or text "
            + "[time + horizon], got Vector<Single>. (Parameter 'inputSchema')",
            Fail(options with { TimeColumnName = nameof(Row.Promo) }));
        Assert.Contains("FutureColumnName is empty", Fail(options with { FutureColumnName = " " }), StringComparison.Ordinal);

        var plain = Path.Combine(_folder.Path, "plain.onnx");
        new CalendarModel(new DataColumns()).Model.Save(plain);
        Assert.Equal(
            "The model has no future covariates: leave FutureColumnName, TimeColumnName and EarlierTargetsColumnName null. (Parameter 'options')",
            Fail(options with { ModelFile = plain }));

        string Fail(RecurrentScoringOptions wrong)
        {
            var first = Assert.ThrowsAny<ArgumentException>(() => _ml.Transforms.ApplyRecurrentModel(wrong).Fit(view)).Message;
            var shape = Assert.ThrowsAny<ArgumentException>(
                () => _ml.Transforms.ApplyRecurrentModel(wrong).GetOutputSchema(ShapeRecorder.ShapeOf(view))).Message;
            Assert.Equal(first, shape);
            return first;
        }
    }

    [Fact]
    public void GetScore_InvalidRow_NamesColumnAndRow()
    {
        var (model, file) = Train("every");
        var options = CreateOptions(model, file) with { NonFinite = NonFinitePolicy.Throw };

        Assert.Equal(
            "Input column 'Times', row 1: the time of step 3 is missing. Remove the row or complete it.", Fail(row => row.Times[2] = default));
        Assert.Equal(
            "Input column 'Times', row 1: the time of step 3 is 2023-12-13T00:00:00, which is not after that of step 2, 2023-12-13T00:00:00: times "
            + "must increase.",
            Fail(row => row.Times[2] = row.Times[1] = new DateTime(2023, 12, 13)));
        Assert.Equal(
            "Input column 'Times', row 1: expected the times of 5 time steps of the sequence and 2 steps of the horizon, 7 in total, got 5. "
            + "Remove the row or complete it.",
            Fail(row => row.Times = row.Times[..5]));
        Assert.Equal(
            "Input column 'Promo' of the future covariates, row 1: expected 1 values at 5 time steps of the sequence and 2 steps of the horizon, 7 "
            + "in total, got 5. Remove the row or complete it.",
            Fail(row => row.Promo = row.Promo[..5]));
        Assert.Equal(
            "Input column 'Earlier' of the future covariates, row 1: expected 1 targets at 7 steps before the sequence, 7 values in total, got 3. "
            + "Remove the row or complete it.",
            Fail(row => row.Earlier = row.Earlier[..3]));
        Assert.Equal(
            "Input column 'Promo' of the future covariates, row 1: value 6 is NaN, expected finite values. Remove the row, replace the value, or set "
            + "NonFinite to ScoreNaN.",
            Fail(row => row.Promo[6] = float.NaN));
        Assert.Equal(
            "Input column 'Texts', row 1: the time of step 2 is '7/4/2024', expected a date such as 2020-01-31 or 2020-01-31T10:30:00.",
            Fail(row => row.Texts[1] = "7/4/2024", options with { TimeColumnName = nameof(Row.Texts) }));

        string Fail(Action<Row> change, RecurrentScoringOptions? other = null)
        {
            var rows = CreateRows(model);
            change(rows[1]);
            var view = _ml.Data.LoadFromEnumerable(rows);
            var scored = _ml.Transforms.ApplyRecurrentModel(other ?? options).Fit(view).Transform(view);
            using var cursor = scored.GetRowCursor([scored.Schema["Score"]]);
            var getter = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
            VBuffer<float> score = default;
            Assert.True(cursor.MoveNext());
            getter(ref score);
            Assert.True(cursor.MoveNext());
            var message = Assert.Throws<InvalidOperationException>(() => getter(ref score)).Message;
            Assert.True(cursor.MoveNext());
            getter(ref score);
            return message;
        }
    }

    private static float[][] GetScores(IDataView view) => [.. view.GetColumn<float[]>("Score")];

    private static float[] Score(CalendarModel model, int start, int steps = CalendarModel.Window)
    {
        using var loaded = RecurrentModel.Load(model.Model.ModelBytes.ToArray());
        var output = new float[CalendarModel.Horizon];
        loaded.Score(CalendarModel.GetSequence(start, steps), model.GetInputs(start, steps), output);
        return output;
    }

    private static RecurrentScoringOptions CreateOptions(CalendarModel model, string file) => new()
    {
        InputColumnName = nameof(Row.Sequence),
        ModelFile = file,
        FutureColumnName = model.Columns.FutureCovariates.Count > 0 ? nameof(Row.Promo) : null,
        TimeColumnName = model.HasTimes ? nameof(Row.Times) : null,
        EarlierTargetsColumnName = model.Columns.Lags.Count > 0 ? nameof(Row.Earlier) : null,
    };

    private static List<Row> CreateRows(CalendarModel model) => [.. Enumerable.Range(Start, Count).Select(start => CreateRow(model, start))];

    private static Row CreateRow(CalendarModel model, int start, int steps = CalendarModel.Window)
    {
        var sequence = CalendarModel.GetSequence(start, steps);
        var builder = FutureCovariateBuilder.FromCard(model.Model.Card);
        var all = new float[builder.GetSize(steps)];
        builder.Build(sequence, model.GetInputs(start, steps), all);
        var times = CalendarModel.Times[start..(start + steps + CalendarModel.Horizon)];
        return new Row
        {
            Sequence = sequence,
            Times = times,
            Offsets = [.. times.Select(time => new DateTimeOffset(time.AddHours(3), TimeSpan.FromHours(3)))],
            Texts = [.. times.Select(time => time.ToString("yyyy-MM-dd HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture))],
            Promo = model.GetPromotions(start, steps + CalendarModel.Horizon),
            Earlier = model.GetEarlierTargets(start),
            All = all,
        };
    }

    private (CalendarModel Model, string File) Train(string kind)
    {
        var model = new CalendarModel(kind switch
        {
            "calendar" => new DataColumns { CalendarFields = [CalendarField.Weekday] },
            "times" => new DataColumns { Holidays = new HolidayCalendar { Country = "DE" }, Seasons = new FourierTerms { Periods = [7] } },
            "columns" => new DataColumns { FutureCovariates = ["promo"] },
            "lags" => new DataColumns { Lags = [3, 2] },
            _ => EveryKind,
        });
        var file = Path.Combine(_folder.Path, $"{kind}.onnx");
        model.Model.Save(file);
        return (model, file);
    }

    private sealed class Row
    {
        public float[] Sequence { get; set; } = [];

        public DateTime[] Times { get; set; } = [];

        public DateTimeOffset[] Offsets { get; set; } = [];

        public string[] Texts { get; set; } = [];

        public float[] Promo { get; set; } = [];

        public float[] Earlier { get; set; } = [];

        public float[] All { get; set; } = [];
    }

    private sealed class Scored
    {
        public float[] Score { get; set; } = [];

        public DateTime[] Times { get; set; } = [];
    }
}
