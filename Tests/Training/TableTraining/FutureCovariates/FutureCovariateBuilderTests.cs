using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Future covariates from times, columns and targets: what training computed, and what the console forecasts.</summary>
public sealed class FutureCovariateBuilderTests
{
    private static DataColumns EveryKind { get; } = new()
    {
        FutureCovariates = ["promo"],
        CalendarFields = [CalendarField.Month, CalendarField.YearDay, CalendarField.Weekday, CalendarField.Hour],
        Lags = [7, 2, 12],
    };

    public static TheoryData<string> Kinds => ["calendar", "times", "columns", "lags", "every"];

    [Theory]
    [InlineData("times")]
    [InlineData("every")]
    public void Build_EveryWindow_IsWhatTrainingReads(string kind)
    {
        var model = new CalendarModel(GetColumns(kind));
        var table = TestTables.FromText(CalendarModel.Text);
        var frame = RowFrameReader.Read(table, model.Columns);
        var builder = FutureCovariateBuilder.FromCard(model.Model.Card);
        Assert.Equal(frame.FutureCovariateNames, builder.Names);
        var width = builder.Names.Count;

        foreach (var steps in new[] { 1, CalendarModel.Window, 20 })
        {
            for (var start = builder.EarlierSteps; start + steps + CalendarModel.Horizon <= CalendarModel.Rows; start++)
            {
                var covariates = new float[builder.GetSize(steps)];
                builder.Build(CalendarModel.GetSequence(start, steps), model.GetInputs(start, steps), covariates);

                var expected = frame.FutureCovariates.AsSpan(start * width, covariates.Length);
                Assert.True(MemoryMarshal.AsBytes(expected).SequenceEqual(MemoryMarshal.AsBytes<float>(covariates)));
            }
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Score_EveryWindow_IsTheForecastOfTheConsole(string kind)
    {
        var model = new CalendarModel(GetColumns(kind));
        var expected = model.Predict();
        using var onnx = Load(model, RecurrentEngine.OnnxRuntime);
        using var managed = Load(model, RecurrentEngine.Managed);
        Assert.True(expected.Count > 30);

        foreach (var (start, forecast) in expected.Where(window => window.Key + CalendarModel.Window + CalendarModel.Horizon <= CalendarModel.Rows))
        {
            var output = new float[CalendarModel.Horizon];
            onnx.Score(CalendarModel.GetSequence(start), model.GetInputs(start), output);
            Assert.Equal(forecast, output);
            managed.Score(CalendarModel.GetSequence(start), model.GetInputs(start), output);
            Assert.Equal(forecast[0], output[0], 1e-4f);
            Assert.Equal(forecast[1], output[1], 1e-4f);

            var covariates = new float[managed.RequireFutureCovariates().GetSize(CalendarModel.Window)];
            managed.RequireFutureCovariates().Build(CalendarModel.GetSequence(start), model.GetInputs(start), covariates);
            var given = new float[CalendarModel.Horizon];
            managed.Score(CalendarModel.GetSequence(start), covariates, given);
            Assert.Equal(output, given);
            managed.Score(CalendarModel.GetSequence(start), new FutureInputs { Covariates = covariates }, given);
            Assert.Equal(output, given);
        }
    }

    [Fact]
    public void HostedModel_Times_ScoreAsTheModel()
    {
        var model = new CalendarModel(GetColumns("calendar"));
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "weekday.onnx");
        model.Model.Save(path);
        using var hosted = new HostedModel("weekday", new HostedModelOptions { ModelFile = path }, NullLogger.Instance, TimeProvider.System);
        using var loaded = Load(model, RecurrentEngine.Auto);
        var (expected, output, given) = (new float[2], new float[2], new float[2]);
        var covariates = new float[14];
        FutureCovariateBuilder.FromCard(hosted.Card).Build(CalendarModel.GetSequence(20), model.GetInputs(20), covariates);

        loaded.Score(CalendarModel.GetSequence(20), model.GetInputs(20), expected);
        hosted.Score(CalendarModel.GetSequence(20), model.GetInputs(20), output);
        hosted.Score(CalendarModel.GetSequence(20), covariates, given);

        Assert.Equal(expected, output);
        Assert.Equal(expected, given);
        Assert.StartsWith(
            "This model requires 2 future covariates ('weekday sin', 'weekday cos')",
            Assert.Throws<InvalidOperationException>(() => hosted.Score(CalendarModel.GetSequence(20), output)).Message,
            StringComparison.Ordinal);
    }

    // A stream starts with the window, and goes on: the forecasts of longer and longer sequences.
    [Theory, MemberData(nameof(Kinds))]
    public void Stream_FromTimesAndColumns_ForecastsAsTheWholeSequence(string kind)
    {
        const int Start = 14;
        var model = new CalendarModel(GetColumns(kind));
        var expected = model.Predict();
        using var loaded = Load(model, RecurrentEngine.Managed);
        var (stream, streams) = (loaded.OpenStream(), loaded.OpenStreams<int>());
        for (var row = Start; row < Start + 12; row++)
        {
            stream.Step(CalendarModel.GetSequence(row, 1), GetSteps(row, 1));
            streams.Step([7], CalendarModel.GetSequence(row, 1), GetSteps(row, 1));
            var (output, other, whole) = (new float[2], new float[2], new float[2]);
            stream.Forecast(GetSteps(row + 1, CalendarModel.Horizon), output);
            streams.Forecast([7], GetSteps(row + 1, CalendarModel.Horizon), other);
            var steps = row - Start + 1;
            loaded.Score(CalendarModel.GetSequence(Start, steps), model.GetInputs(Start, steps), whole);

            Assert.Equal(whole, output);
            Assert.Equal(whole, other);
            if (steps == CalendarModel.Window)
                Assert.Equal(expected[Start][1], output[1], 1e-4f);
        }

        FutureInputs GetSteps(int row, int count) => new()
        {
            Columns = model.GetPromotions(row, count),
            Times = !model.HasTimes ? [] : CalendarModel.Times.AsSpan(row, count),
            EarlierTargets = model.GetEarlierTargets(row),
        };
    }

    [Fact]
    public void Build_GridWithATimeZone_ReadsTimesOfUtc()
    {
        // Local hours of two days around the end of summer time: hour 2 occurs twice.
        var hours = Enumerable.Range(0, 27).Concat([26]).Concat(Enumerable.Range(27, 30));
        var text = "t,y\n" + string.Concat(hours.Select(
            (hour, row) => $"{new DateTime(2024, 10, 26).AddHours(hour):yyyy-MM-dd'T'HH:mm:ss},{row % 5}\n"));
        var columns = new DataColumns
        {
            Targets = ["y"],
            Time = "t",
            CalendarFields = [CalendarField.Hour, CalendarField.Weekday],
            Holidays = new HolidayCalendar { Dates = [new DateOnly(2024, 10, 27)] },
            Seasons = new FourierTerms { Periods = [24], Pairs = 2 },
            Grid = new TimeGrid { Frequency = "1h", TimeZone = "Europe/Berlin" },
        };
        var options = TestTables.Options with { Columns = columns, Window = 4, Horizon = 2, Network = new NetworkOptions { HiddenSize = 2 } };
        var builder = FutureCovariateBuilder.FromCard(new TableTrainer(TestTables.FromText(text), options).Fit().Card);
        var frame = RowFrameReader.Read(TestTables.FromText(text), columns);
        Assert.Equal(58, frame.RowCount);

        for (var start = 0; start + 6 <= frame.RowCount; start++)
        {
            var covariates = new float[builder.GetSize(4)];
            DateTime[] times = [.. frame.Times!.Skip(start).Take(6).Select(TimeColumn.ToDate)];
            builder.Build(new float[4], new FutureInputs { Times = times }, covariates);

            Assert.Equal(frame.FutureCovariates.AsSpan(start * builder.Names.Count, covariates.Length).ToArray(), covariates);
        }
    }

    [Fact]
    public void Build_TimesAfterTheHolidays_AreRefused()
    {
        var columns = new DataColumns { Holidays = new HolidayCalendar { Dates = [new DateOnly(2023, 12, 25), new DateOnly(2024, 1, 1)] } };
        var builder = FutureCovariateBuilder.FromCard(new CalendarModel(columns).Model.Card);
        DateTime[] times = [new(2024, 12, 31), new(2025, 1, 1), new(2025, 1, 2)];

        Assert.Equal(
            "Times: the holidays of the model are known from 2023-01-01 to 2024-12-31, and the time 2025-01-01 is outside.",
            Assert.Throws<ArgumentException>(
                () => builder.Build(new float[2], new FutureInputs { Times = times }, new float[builder.GetSize(1)])).Message);
    }

    [Fact]
    public void FromCard_SeasonsOfRowNumbers_NeedsTheirValues()
    {
        var options = TestTables.Options with
        {
            Columns = new DataColumns { Targets = ["y"], Seasons = new FourierTerms { Periods = [7] } },
            Window = 4,
            Network = new NetworkOptions { HiddenSize = 2 },
        };
        var card = new TableTrainer(TestTables.FromText(CalendarModel.Text), options).Fit().Card;

        Assert.Equal(
            "The seasons of the model are not those of dates: their positions are the numbers of the rows of a series. Provide all future covariates "
                + "in FutureInputs.Covariates.",
            Assert.Throws<NotSupportedException>(() => FutureCovariateBuilder.FromCard(card)).Message);
    }

    [Fact]
    public void Stream_MissingInputs_SaysWhich()
    {
        using var loaded = Load(new CalendarModel(EveryKind with { Lags = [] }), RecurrentEngine.Managed);
        using var lags = Load(new CalendarModel(GetColumns("lags")), RecurrentEngine.Managed);
        var stream = loaded.OpenStream();

        Assert.Equal(
            "Times: expected the times of the step, 1 in total, for month, yearday, weekday, hour; got 0.",
            Assert.Throws<ArgumentException>(() => stream.Step(new float[2], new FutureInputs { Columns = new float[1] })).Message);
        Assert.Equal(
            "Columns: expected the values of 'promo' at the 2 steps of the horizon, 2 values in total; got 0.",
            Assert.Throws<ArgumentException>(
                () => stream.Forecast(new FutureInputs { Times = CalendarModel.Times.AsSpan(0, 2) }, new float[2])).Message);
        Assert.Equal(
            "Times of series 2: the time of step 2 is 0001-01-01T00:00:00, which is not after that of step 1, 0001-01-01T00:00:00: "
            + "times must increase.",
            Assert.Throws<ArgumentException>(() => loaded.OpenStreams<int>().Forecast(
                [1, 2],
                new FutureInputs { Columns = new float[4], Times = [.. CalendarModel.Times[..2], default, default] },
                new float[4])).Message);
        Assert.Equal(
            "EarlierTargets: expected the values of 'y' at the 3 steps before the step, 3 values in total, because the longest lag is 3; got 0.",
            Assert.Throws<ArgumentException>(() => lags.OpenStream().Step(new float[2], default(FutureInputs))).Message);
        Assert.Equal(
            "EarlierTargets: expected the values of 'y' at the 3 steps before the 2 steps of the horizon of each of 2 series, 6 values in total, "
            + "because the longest lag is 3; got 3.",
            Assert.Throws<ArgumentException>(() => lags.OpenStreams<int>().Forecast(
                [1, 2], new FutureInputs { EarlierTargets = new float[3] }, new float[4])).Message);
    }

    [Fact]
    public void Score_MissingInputs_SaysWhichAndHowMany()
    {
        var model = new CalendarModel(EveryKind);
        using var loaded = Load(model, RecurrentEngine.Auto);

        Assert.Equal(
            "This model requires 12 future covariates ('promo', 'month sin', 'month cos', 'yearday sin', 'yearday cos', 'weekday sin', "
            + "'weekday cos', 'hour sin', 'hour cos', 'y 7 before', 'y 2 before', 'y 12 before') at the time steps of a sequence and of its horizon: "
            + "call Score with FutureInputs (Columns [time + horizon, 1] with 'promo', Times [time + horizon] for month, yearday, weekday, hour, "
            + "EarlierTargets [12, 1] with 'y' at the steps before the sequence), or set SequenceBatch.FutureCovariates to "
            + "[time + horizon, covariates] for each sequence.",
            Assert.Throws<InvalidOperationException>(() => loaded.Score(CalendarModel.GetSequence(20), new float[2])).Message);
        Assert.Equal(
            "Columns: expected the values of 'promo' at the 5 time steps of the sequence and the 2 steps of its horizon, 7 values in total; got 0.",
            Fail(loaded, [], [], []));
        Assert.Equal(
            "Times: expected the times of the 5 time steps of the sequence and the 2 steps of its horizon, 7 in total, "
            + "for month, yearday, weekday, hour; got 5.",
            Fail(loaded, new float[7], CalendarModel.Times[..5], new float[12]));
        Assert.Equal(
            "EarlierTargets: expected the values of 'y' at the 12 steps before the sequence, 12 values in total, because the longest lag is 12; "
            + "got 7.",
            Fail(loaded, new float[7], CalendarModel.Times[..7], new float[7]));
        Assert.Equal(
            "Times: the time of step 2 is 0001-01-01T00:00:00, which is not after that of step 1, 0001-01-01T00:00:00: times must increase.",
            Fail(loaded, new float[7], new DateTime[7], new float[12]));
    }

    [Fact]
    public void Score_InputsThatTheModelDoesNotHave_AreRefused()
    {
        using var loaded = Load(new CalendarModel(GetColumns("calendar")), RecurrentEngine.Auto);
        using var plain = Load(new CalendarModel(new DataColumns()), RecurrentEngine.Auto);

        Assert.Equal(
            "This model has no columns of future covariates: leave Columns empty.", Fail(loaded, new float[7], CalendarModel.Times[..7], []));
        Assert.Equal("This model has no lags: leave EarlierTargets empty.", Fail(loaded, [], CalendarModel.Times[..7], new float[1]));
        Assert.Equal(
            "This model has no future covariates: score the sequence alone.",
            Assert.Throws<InvalidOperationException>(
                () => plain.Score(CalendarModel.GetSequence(0), new FutureInputs { Times = CalendarModel.Times }, new float[2])).Message);
        Assert.Equal(
            "This model has no future covariates: leave FutureCovariates empty.",
            Assert.Throws<InvalidOperationException>(() => plain.Score(CalendarModel.GetSequence(0), new float[7], new float[2])).Message);
        Assert.Equal(
            "Covariates has the values of all future covariates: leave Columns, Times and EarlierTargets empty. (Parameter 'future')",
            Assert.Throws<ArgumentException>(() => loaded.Score(
                CalendarModel.GetSequence(0), new FutureInputs { Covariates = new float[7], Times = CalendarModel.Times }, new float[2])).Message);
    }

    [Fact]
    public void Score_OfInputs_DoesNotAllocate()
    {
        var model = new CalendarModel(EveryKind);
        using var loaded = Load(model, RecurrentEngine.Managed);
        var (sequence, promotions, times, earlier) = (
            CalendarModel.GetSequence(20), model.GetPromotions(20, 7), CalendarModel.Times[20..27], model.GetEarlierTargets(20));
        var output = new float[2];
        Score();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < 100; call++)
            Score();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Score() => loaded.Score(sequence, new FutureInputs { Columns = promotions, Times = times, EarlierTargets = earlier }, output);
    }

    [Fact]
    public void FromCard_ModelThatCannotBeComputed_SaysWhy()
    {
        var card = new CalendarModel(EveryKind).Model.Card;

        Assert.Equal(
            "The model card does not say what the 12 future covariates of the model are: provide all of them in FutureInputs.Covariates.",
            Assert.Throws<NotSupportedException>(() => FutureCovariateBuilder.FromCard(card with { Columns = null })).Message);
        Assert.Equal(
            "Lag 1 is shorter than the horizon of 2: it would be a value of the horizon itself. "
            + "Provide all future covariates in FutureInputs.Covariates.",
            Assert.Throws<NotSupportedException>(
                () => FutureCovariateBuilder.FromCard(card with { Columns = card.Columns! with { Lags = [7, 1, 12] } })).Message);
        Assert.Throws<ArgumentException>(
            () => FutureCovariateBuilder.FromCard(card with { Network = NetworkDescription.CreateForecaster(RecurrentCell.Gru, 1, 2) }));
    }

    [Fact]
    public void ToDate_LastDateOfTheCalendar_IsItsLastMillisecond() => Assert.Equal(
        "9999-12-31T23:59:59.9990000",
        CalendarTime.ToDate(CalendarTime.ToSeconds(DateTime.MaxValue)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture));

    private static DataColumns GetColumns(string kind) => kind switch
    {
        "calendar" => new DataColumns { CalendarFields = [CalendarField.Weekday] },
        "times" => new DataColumns
        {
            Holidays = new HolidayCalendar { Country = "US" },
            Seasons = new FourierTerms { Periods = [4, 9.5], Pairs = 2 },
        },
        "columns" => new DataColumns { FutureCovariates = ["promo"] },
        "lags" => new DataColumns { Lags = [3, 2] },
        _ => EveryKind,
    };

    private static RecurrentModel Load(CalendarModel model, RecurrentEngine engine)
    {
        OnnxRuntimeEngine.Register();
        return RecurrentModel.Load(model.Model.ModelBytes.ToArray(), options: new RecurrentModelOptions { Engine = engine });
    }

    private static string Fail(RecurrentModel model, float[] columns, DateTime[] times, float[] earlier) => Assert.ThrowsAny<ArgumentException>(
        () => model.Score(
            CalendarModel.GetSequence(20),
            new FutureInputs { Columns = columns, Times = times, EarlierTargets = earlier },
            new float[2])).Message;
}
