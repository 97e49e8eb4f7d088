using FsCheck;
using FsCheck.Xunit;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class SlidingWindowTests
{
    private readonly MLContext _context = new(seed: 1);

    [Property(MaxTest = 200)]
    public void SlideWindows_AnySeriesAndOptions_EqualsListsByHand(
        byte[] keys, PositiveInt window, NonNegativeInt ahead, bool byText, IncompleteWindowPolicy incomplete)
    {
        var rows = keys.Select(
            (key, index) => new Row { Series = $"series {key % 3}", Number = key % 3, Value = index, Pair = [10 * index, -index] }).ToArray();
        var options = new SlidingWindowOptions
        {
            InputColumnNames = ["Value", "Pair"],
            Window = 1 + (window.Get % 6),
            StepsAhead = ahead.Get % 4,
            SeriesColumnName = byText ? "Series" : "Number",
            IncompleteWindows = incomplete,
            PaddingValue = 0.5f,
        };
        var windows = _context.Data.SlideWindows(_context.Data.LoadFromEnumerable(rows), options);
        var expected = ByHand(rows, options).ToArray();
        Assert.Equal(expected.Select(row => row.Index), windows.GetColumn<float>("Value").Select(value => (int)value));
        Assert.Equal(expected.Select(row => row.Window), windows.GetColumn<float[]>("Window"));

        // The rows are the same if no windows are requested.
        Assert.Equal(expected.Length, windows.GetColumn<string>("Series").Count());
    }

    [Theory, InlineData(IncompleteWindowPolicy.Drop, 0), InlineData(IncompleteWindowPolicy.KeepShort, 2)]
    public void SlideWindows_Times_AreThoseOfTheSteps(IncompleteWindowPolicy policy, int ahead)
    {
        var ml = new MLContext();
        var rows = Enumerable.Range(0, 9).Select(row => new Visit { Site = row % 2, Day = new DateTime(2024, 2, 27).AddDays(row).AddTicks(row) });

        var windows = ml.Data.SlideWindows(ml.Data.LoadFromEnumerable(rows), new SlidingWindowOptions
        {
            OutputColumnName = "Days",
            InputColumnNames = [nameof(Visit.Day)],
            Window = 3,
            StepsAhead = ahead,
            SeriesColumnName = nameof(Visit.Site),
            IncompleteWindows = policy,
        });

        var days = ml.Data.CreateEnumerable<Visit>(windows, reuseRowObject: false).ToList();
        Assert.Equal(5, days.Count);
        foreach (var visit in days)
        {
            // Every second row is one of the same site.
            var last = visit.Day.AddDays(-2 * ahead).AddTicks(-2 * ahead);
            var expected = new[] { 2, 1, 0 }
                .Select(back => last.AddDays(-2 * back).AddTicks(-2 * back))
                .Where(day => day >= new DateTime(2024, 2, 27));
            Assert.Equal(expected, visit.Days);
        }
    }

    [Fact]
    public void SlideWindows_TimesThatCannotBeWindows_AreRefused()
    {
        var ml = new MLContext();
        var data = ml.Data.LoadFromEnumerable([new Visit()]);
        var options = new SlidingWindowOptions { InputColumnNames = [nameof(Visit.Day), nameof(Visit.Value)], Window = 2 };

        Assert.Equal(
            "Schema mismatch for input column 'Day': a column of times forms windows of its own, not together with others: slide it separately.",
            Assert.Throws<ArgumentException>(() => ml.Data.SlideWindows(data, options)).Message);
        Assert.Equal(
            "Schema mismatch for input column 'Day': times cannot be padded: set IncompleteWindows to Drop or KeepShort.",
            Assert.Throws<ArgumentException>(() => ml.Data.SlideWindows(
                data, options with { InputColumnNames = [nameof(Visit.Day)], IncompleteWindows = IncompleteWindowPolicy.Pad })).Message);
    }

    [Fact]
    public void SlideWindows_OneColumnOneSeries_EndsWithTheRow()
    {
        var windows = _context.Data.SlideWindows(Series(5), "Window", "Value", 3);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3, 1), windows.Schema["Window"].Type);
        Assert.Equal([[0, 1, 2], [1, 2, 3], [2, 3, 4]], windows.GetColumn<float[]>("Window"));
        Assert.Equal([2f, 3f, 4f], windows.GetColumn<float>("Value"));
        Assert.Null(windows.GetRowCount());
        Assert.False(windows.CanShuffle);
    }

    [Fact]
    public void SlideWindows_OneStepAhead_TheRowIsTheTarget()
    {
        var windows = _context.Data.SlideWindows(Series(5), new SlidingWindowOptions { InputColumnNames = ["Value"], Window = 2, StepsAhead = 1 });
        Assert.Equal([[0, 1], [1, 2], [2, 3]], windows.GetColumn<float[]>("Window"));
        Assert.Equal([2f, 3f, 4f], windows.GetColumn<float>("Value"));
    }

    [Fact]
    public void SlideWindows_FixedLength_HasKnownSizeType()
    {
        VectorDataViewType TypeOf(IncompleteWindowPolicy incomplete, params string[] columns) => (VectorDataViewType)_context.Data.SlideWindows(
            Series(1), new SlidingWindowOptions { InputColumnNames = columns, Window = 4, IncompleteWindows = incomplete }).Schema["Window"].Type;
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 4, 3), TypeOf(IncompleteWindowPolicy.Drop, "Value", "Pair"));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 4, 1), TypeOf(IncompleteWindowPolicy.Pad, "Value"));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 0, 2), TypeOf(IncompleteWindowPolicy.KeepShort, "Pair"));
        Assert.False(TypeOf(IncompleteWindowPolicy.KeepShort, "Pair").IsKnownSize);
    }

    [Fact]
    public void GetRowCursor_Windows_ReadNoFurtherThanTheirReader()
    {
        var rows = new CountedRows<Row>(Rows(100));
        var windows = _context.Data.SlideWindows(_context.Data.LoadFromEnumerable(rows), "Window", "Value", 10);
        using var cursor = windows.GetRowCursor([windows.Schema["Window"]]);
        Assert.Equal(0, rows.Read);
        Assert.True(cursor.MoveNext());
        Assert.Equal(10, rows.Read);
        Assert.Equal(0, cursor.Position);
        Assert.True(cursor.MoveNext());
        Assert.Equal(11, rows.Read);
        Assert.True(cursor.IsColumnActive(windows.Schema["Window"]));
        Assert.False(cursor.IsColumnActive(windows.Schema["Value"]));
        Assert.Single(windows.GetRowCursorSet(windows.Schema, 4));
    }

    [Fact]
    public void GetRowCursor_LongSeries_CopiesNoMoreThanAWindow()
    {
        // 100,000 rows in windows of 1,000 would take 400 MB if every window were kept.
        var windows = _context.Data.SlideWindows(_context.Data.LoadFromEnumerable(Rows(100_000)), "Window", "Value", 1000);
        using var cursor = windows.GetRowCursor([windows.Schema["Window"]]);
        var getter = cursor.GetGetter<VBuffer<float>>(windows.Schema["Window"]);
        VBuffer<float> window = default;
        var before = 0L;
        for (var row = 0; cursor.MoveNext(); row++)
        {
            getter(ref window);
            if (row == 0)
                before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(row, window.GetValues()[0]);
        }

        // The objects of the row and the assertion take about 700 bytes; a window would take 4,000.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 99_000, 0, 2000);
    }

    [Fact]
    public void SlideWindows_BeforeAModel_ScoresAndEvaluates()
    {
        using var folder = new TemporaryFolder();
        var file = TestFile.Create(TestFile.Forecast(), window: 4);
        var random = new Random(6);
        var values = Enumerable.Range(0, 60).Select(_ => random.NextSingle()).ToArray();
        var data = _context.Data.SlideWindows(
            _context.Data.LoadFromEnumerable(values.Select(value => new Row { Value = value })),
            new SlidingWindowOptions { InputColumnNames = ["Value"], Window = 4, StepsAhead = 1 });
        var scored = _context.Transforms.ApplyRecurrentModel("Score", "Window", folder.Write(file)).Fit(data).Transform(data);
        var expected = RawRuntime.Score(file, 1, Enumerable.Range(0, 56).Select(start => values[start..(start + 4)]));
        SequenceData.AssertEqual(expected, SequenceData.Scores(scored));
        var metrics = _context.Regression.Evaluate(scored, labelColumnName: "Value");
        Assert.Equal(expected.Zip(values[4..]).Average(pair => Math.Abs(pair.First[0] - pair.Second)), metrics.MeanAbsoluteError, 1e-6);
    }

    [Theory]
    [InlineData(
        "Nothing",
        null,
        "'Nothing': expected Single or Vector<Single> of known size, got no such column. The available columns are: "
        + "'Series', 'Number', 'Value', 'Pair', 'Ragged'.")]
    [InlineData(
        "Series",
        null,
        "'Series': expected Single or Vector<Single> of known size, got String. ml.Transforms.Conversion.ConvertType converts numbers to Single.")]
    [InlineData(
        "Ragged",
        null,
        "'Ragged': expected Single or Vector<Single> of known size, got Vector<Single>. ml.Transforms.Conversion.ConvertType converts numbers to "
        + "Single.")]
    [InlineData("Value", "Value", "'Value': expected text, a key, an integer or a Boolean, got Single.")]
    [InlineData("Value", "Pair", "'Pair': expected text, a key, an integer or a Boolean, got Vector<Single, 2>.")]
    public void SlideWindows_WrongColumn_StatesTheExpectedInput(string column, string? series, string error)
    {
        var options = new SlidingWindowOptions { InputColumnNames = [column], Window = 2, SeriesColumnName = series };
        var exception = Assert.Throws<ArgumentException>(() => _context.Data.SlideWindows(Series(3), options));
        Assert.Equal($"Schema mismatch for input column {error}", exception.Message);
    }

    [Fact]
    public void SlideWindows_InvalidOptions_ListsEveryError()
    {
        var options = new SlidingWindowOptions
        {
            OutputColumnName = "",
            InputColumnNames = [],
            Window = 0,
            StepsAhead = -1,
            SeriesColumnName = " ",
            IncompleteWindows = (IncompleteWindowPolicy)9,
        };
        Assert.Equal(
            "The sliding-window options are invalid: OutputColumnName is empty; InputColumnNames is empty or contains an empty name; "
            + "SeriesColumnName is empty, expected a name or null; Window is 0, expected 1 to 1048576; StepsAhead is -1, expected 0 to 1048576; "
            + "IncompleteWindows is 9, expected one of Drop, Pad, KeepShort.",
            Assert.Throws<ArgumentException>(() => _context.Data.SlideWindows(Series(3), options)).Message);
    }

    private static IEnumerable<(int Index, float[] Window)> ByHand(Row[] rows, SlidingWindowOptions options)
    {
        for (var index = 0; index < rows.Length; index++)
        {
            var past = rows[..(index + 1)]
                .Where(row => row.Number == rows[index].Number)
                .SkipLast(options.StepsAhead)
                .TakeLast(options.Window)
                .ToArray();
            if (options.IncompleteWindows == IncompleteWindowPolicy.Drop && past.Length < options.Window)
                continue;
            if (options.IncompleteWindows == IncompleteWindowPolicy.KeepShort && past.Length == 0)
                continue;
            var padding = options.IncompleteWindows == IncompleteWindowPolicy.Pad ? options.Window - past.Length : 0;
            yield return (
                index,
                [.. Enumerable.Repeat(options.PaddingValue, 3 * padding), .. past.SelectMany(row => new[] { row.Value, row.Pair[0], row.Pair[1] })]);
        }
    }

    private IDataView Series(int count) => _context.Data.LoadFromEnumerable(Rows(count));

    private static IEnumerable<Row> Rows(int count) => Enumerable.Range(0, count).Select(index => new Row { Value = index });

    private sealed class Row
    {
        public string Series { get; set; } = "";

        public int Number { get; set; }

        public float Value { get; set; }

        [VectorType(2)]
        public float[] Pair { get; set; } = [0, 0];

        public float[] Ragged { get; set; } = [];
    }

    private sealed class Visit
    {
        public int Site { get; set; }

        public float Value { get; set; }

        public DateTime Day { get; set; }

        public DateTime[] Days { get; set; } = [];
    }
}
