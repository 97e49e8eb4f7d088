using System.Globalization;
using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Profiles of tables whose properties are known because the tables were made by hand.</summary>
public sealed class TableProfileTests
{
    [Fact]
    public void Create_DatesWithHoles_CountsThemWithTheirPlace()
    {
        // Days 1 to 30 without 5, 11, 12 and 13.
        var days = Enumerable.Range(1, 30).Where(day => day is not (5 or 11 or 12 or 13));
        var time = Profile("day,y", days.Select(day => $"2024-01-{day:00},{day % 7}")).Time!;

        Assert.Equal(("day", "2024-01-01", "2024-01-30", "1 day"), (time.Column, time.From, time.To, time.Step));
        Assert.Equal((2, 4L), (time.HoleCount, time.MissingRowCount));
        // The header is line 1, and the row of the 14th is the tenth.
        Assert.Equal("2024-01-10 to 2024-01-14, line 11", time.LongestHole);
        Assert.Equal((0, 0, 0.0), (time.RepeatedCount, time.UnsortedCount, time.IrregularShare));
    }

    [Fact]
    public void Create_RepeatedAndUnsortedTimes_AreReportedAndSorted()
    {
        var profile = Profile("t,y", ["2024-01-01,1", "2024-01-02,2", "2024-01-02,2", "2024-01-05,5", "2024-01-03,3", "2024-01-04,4"]);
        var time = profile.Time!;

        Assert.Equal((1, "2024-01-02, line 4"), (time.RepeatedCount, time.FirstRepeated));
        Assert.Equal((1, "2024-01-03, line 6"), (time.UnsortedCount, time.FirstUnsorted));
        Assert.Equal((1, "line 4"), (profile.DuplicateRowCount, profile.FirstDuplicateRow));
        Assert.Equal(0, time.HoleCount);
        Assert.Equal([1, 2, 2, 3, 4, 5], profile.Rows.GetValues("y"));
    }

    [Fact]
    public void Create_Columns_AreMeasured()
    {
        var rows = Enumerable.Range(0, 40).Select(row =>
            $"{(row is 3 or 4 ? "NA" : row == 20 ? "1000" : (row % 5).ToString(CultureInfo.InvariantCulture))},7,{(row == 9 ? "b" : "a")}");
        var columns = Profile("x,c,word", rows).Columns;

        var x = columns[0];
        Assert.Equal(("x", "number", 2, "line 5"), (x.Name, x.Type, x.MissingCount, x.FirstMissing));
        Assert.Equal((0.0, 1000.0), (x.Min, x.Max));
        Assert.Equal((1000.0, "line 22", 1), (x.WorstOutlier, x.WorstOutlierPlace, x.OutlierCount));
        var values = Enumerable.Range(0, 40).Where(row => row is not (3 or 4)).Select(row => row == 20 ? 1000.0 : row % 5).ToList();
        var mean = values.Sum() / values.Count;
        Assert.Equal(mean, x.Mean, 1e-9);
        Assert.Equal(Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Count), x.StandardDeviation, 1e-9);
        Assert.Equal((true, 0), (columns[1].IsConstant, columns[1].OutlierCount));
        Assert.Equal(("text", 2, false), (columns[2].Type, columns[2].DistinctCount, columns[2].IsConstant));
    }

    [Fact]
    public void Create_SeriesOneAfterAnother_AreToldApart()
    {
        var rows = Names().SelectMany(name => Enumerable.Range(0, name.Length * 10).Select(day => $"{Day(day)},{name},{day % 5}"));
        var profile = Profile("date,shop,sales", rows);

        Assert.Equal(("date", "shop"), (profile.Roles.Time, profile.Roles.Series));
        Assert.Equal(["sales"], profile.Roles.Targets);
        Assert.Equal(["the time is in column 'date'", "column 'shop' tells the series apart"], profile.Guesses);
        Assert.Equal((3, 10, 30), (profile.SeriesCount, profile.ShortestSeries, profile.LongestSeries));
    }

    [Fact]
    public void Create_SeriesInTurn_AreToldApartByACounter()
    {
        var rows = Enumerable.Range(0, 30).SelectMany(step => Names().Select((_, index) => $"{index + 1},{step},{(step * (index + 3)) % 7}"));
        var profile = Profile("id,step,value", rows);

        Assert.Equal(("step", "id"), (profile.Roles.Time, profile.Roles.Series));
        Assert.Equal(["value"], profile.Roles.Targets);
        Assert.Equal((3, 30), (profile.SeriesCount, profile.LongestSeries));
        Assert.Equal("1", profile.Time!.Step);
    }

    [Fact]
    public void Create_GivenRoles_AreKept()
    {
        var rows = Enumerable.Range(0, 30).Select(row => $"{row},{row % 3},{row % 4},{(row % 4 == 0 ? "yes" : "no")}");
        var profile = TableProfile.Create(Table("n,a,b,answer", rows), new DataColumns { Targets = ["b"], Label = "answer" });

        Assert.Equal(["b"], profile.Targets.Select(target => target.Name));
        Assert.Equal([("no", 22), ("yes", 8)], profile.Classes.Select(share => (share.Label, share.Count)));
        Assert.Equal(8 / 30.0, profile.Classes[1].Share, 1e-12);
    }

    [Property(MaxTest = 60)]
    public bool Create_ColumnThatIsAheadOfTheTarget_IsALeak(byte shift, int seed)
    {
        var (ahead, random) = (shift % (LeakSearch.MaxShift + 1), new Random(seed));
        double[] target = [.. Enumerable.Range(0, 200 + ahead).Select(_ => random.NextDouble())];
        var rows = Enumerable.Range(0, 200).Select(row => Line(row, target[row], (-3 * target[row + ahead]) + 5 + (0.001 * random.NextDouble())));
        var leaks = TableProfile.Create(Table("t,y,x", rows), new DataColumns { Targets = ["y"], Time = "t" }).Leaks;

        return leaks is [{ Column: "x", Target: "y", Correlation: < -0.99 } leak] && leak.Shift == ahead;
    }

    [Property(MaxTest = 60)]
    public bool Create_LagOrShuffledOrTrendingColumn_IsNoLeak(byte shift, int seed)
    {
        var (lag, random) = (1 + (shift % LeakSearch.MaxShift), new Random(seed));
        double[] target = [.. Enumerable.Range(0, 200 + lag).Select(row => row + (5 * random.NextDouble()))];
        double[] shuffled = [.. target];
        random.Shuffle(shuffled);
        var rows = Enumerable.Range(0, 200).Select(row => Line(row, target[row + lag], target[row], shuffled[row], row + random.NextDouble()));

        return TableProfile.Create(Table("t,y,lag,shuffled,trend", rows), new DataColumns { Targets = ["y"], Time = "t" }).Leaks.Count == 0;
    }

    [Theory]
    [InlineData("rising", 1, 0)]
    [InlineData("falling", 0, 1)]
    [InlineData("level", 0, 0)]
    public void Create_Trend_IsFound(string kind, int rising, int falling)
    {
        var (random, slope) = (new Random(4), kind == "rising" ? 0.1 : kind == "falling" ? -0.1 : 0);
        var target = Profile("y", Enumerable.Range(0, 240).Select(row => Line((slope * row) + (10 * random.NextDouble()) + (row % 12)))).Targets[0];

        Assert.Equal([12], target.Seasons);
        Assert.Equal((rising, falling), (target.RisingCount, target.FallingCount));
    }

    [Fact]
    public void Create_RandomWalks_RarelyHaveATrend()
    {
        var random = new Random(8);
        var found = Enumerable.Range(0, 200).Count(_ =>
        {
            var level = 0.0;
            double[] walk = [.. Enumerable.Range(0, 300).Select(_ => level += random.NextDouble() - 0.5)];
            return TrendTest.GetDirection(walk, 1) != 0;
        });

        Assert.InRange(found, 0, 10);
    }

    [Theory]
    [InlineData("5,0,6,5,4,5,6,5,5,4", DemandPattern.Smooth, 0.1, 10 / 9.0)]
    [InlineData("1,0,60,1,2,1,90,1,1,2", DemandPattern.Erratic, 0.1, 10 / 9.0)]
    [InlineData("0,0,5,0,0,6,0,5,0,0", DemandPattern.Intermittent, 0.7, 10 / 3.0)]
    [InlineData("0,0,1,0,0,90,0,1,0,0", DemandPattern.Lumpy, 0.7, 10 / 3.0)]
    [InlineData("5,4,5,4,5,4,5,4,5,4", null, 0.0, 1.0)]
    [InlineData("5,-4,0,4,0,4,5,4,5,4", null, 0.2, 1.25)]
    public void Create_Zeros_AreClassified(string values, DemandPattern? pattern, double share, double interval)
    {
        var target = Profile("y", values.Split(',')).Targets[0];

        Assert.Equal(pattern, target.Demand);
        Assert.Equal(share, target.ZeroShare, 1e-12);
        Assert.Equal(interval, target.AverageDemandInterval, 1e-12);
    }

    [Fact]
    public void Create_NaiveForecasts_HaveTheErrorsOfALoop()
    {
        var random = new Random(12);
        double[] values = [.. Enumerable.Range(0, 100).Select(row => Math.Round((10 * Math.Sin(row * Math.PI / 6)) + random.NextDouble(), 3))];
        var forecasts = Profile("y", values.Select(value => Line(value))).Targets[0].NaiveForecasts;

        Assert.Equal([("last-value", 1, 20), ("seasonal-naive", 12, 20)], forecasts.Select(one => (one.Name, one.Season, one.RowCount)));
        var scale = Enumerable.Range(12, 68).Average(row => Math.Abs(values[row] - values[row - 12]));
        foreach (var (forecast, lag) in forecasts.Zip([1, 12]))
        {
            var error = Enumerable.Range(80, 20).Average(row => Math.Abs(values[row] - values[row - lag]));
            Assert.Equal(error, forecast.MeanAbsoluteError, 1e-4);
            Assert.Equal(error / scale, forecast.MeanAbsoluteScaledError, 1e-4);
        }
    }

    [Fact]
    public void Create_YearsOfTwoDigits_AsksForTheirFormat()
    {
        var profile = Profile("day,y", Enumerable.Range(10, 20).Select(day => $"{day}.01.24,{day % 7}"));

        Assert.Null(profile.Roles.Time);
        Assert.Equal(
            [
                "table, line 2, column 'day': expected a date whose year has four digits (for two digits, set TableReadOptions.DateFormat; "
                    + "on the command line, --date-format dd.MM.yy), got '10.01.24'.",
            ],
            profile.Problems);
    }

    [Fact]
    public void Create_InvalidCells_AreReportedWithTheirPlace()
    {
        // Beyond the rows from which the kinds of columns are guessed.
        var rows = Enumerable.Range(0, 2000).Select(row => $"{Day(row)},{(row == 1250 ? "oops" : "1")},{(row == 1260 ? "" : "word")},{row % 9}");
        var profile = Profile("date,x,note,y", rows);

        Assert.Equal(["table, line 1252, column 'x': expected a number with a decimal point, such as 1234.5, got 'oops'."], profile.Problems);
        Assert.Equal(["note"], profile.UnreadColumns);
        Assert.Equal(["date", "x", "y"], profile.Columns.Select(column => column.Name));
        Assert.Equal("text", profile.Columns[1].Type);
    }

    [Fact]
    public void Create_StrayCellAmongTheFirstRows_IsReportedWithItsPlace()
    {
        // Codes are texts: one of them in five has a letter.
        var rows = Enumerable.Range(0, 60).Select(
            row => $"{(row == 40 ? "2020-02-30" : Day(row))},{(row == 30 ? "inf" : "1.5")},{row}{(row % 5 == 0 ? "a" : "")},{row % 9}");

        Assert.Equal(
            [
                "table, line 42, column 'date': expected a date such as 2020-01-31 or 2020-01-31T10:30:00, like the previous rows, got '2020-02-30'.",
                "table, line 32, column 'x': expected a number with a decimal point, such as 1234.5, got 'inf'.",
            ],
            Profile("date,x,code,y", rows).Problems);
        // What the caller says are texts.
        Assert.Single(TableProfile.Create(Table("date,x,code,y", rows), new DataColumns { Series = "x" }).Problems);
    }

    [Fact]
    public void Create_UnknownColumn_IsRefused()
    {
        var exception = Assert.Throws<SequenceDataException>(() => TableProfile.Create(Table("a,b", ["1,2"]), new DataColumns { Targets = ["c"] }));

        Assert.StartsWith("table has no column 'c'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y", "")]
    [InlineData("y", "5")]
    [InlineData("t,y", "2024-01-01,NA")]
    [InlineData("t,y", "2024-01-01,NA\n2024-01-02,NA\n2024-01-03,NA")]
    [InlineData("s", "a\nb\nc")]
    public void Create_HardlyAnyData_IsDescribed(string header, string rows)
    {
        var profile = Profile(header, rows.Length == 0 ? [] : rows.Split('\n'));

        Assert.Equal(rows.Length == 0 ? 0 : rows.Split('\n').Length, profile.RowCount);
        Assert.All(profile.Targets, target => Assert.Empty(target.Seasons));
        Assert.Empty(profile.Leaks);
    }

    [Fact]
    public void Create_ThousandsOfColumns_LooksAtAllOfThem()
    {
        const int Columns = 3000;
        var random = new Random(1);
        double[] target = [.. Enumerable.Range(0, 101).Select(_ => random.NextDouble())];
        var header = string.Join(',', Enumerable.Range(0, Columns).Select(column => $"c{column}").Prepend("y"));
        var rows = Enumerable.Range(0, 100).Select(row => Line(
            [target[row], .. Enumerable.Range(0, Columns).Select(column => column == Columns - 1 ? target[row + 1] : random.NextDouble())]));
        var profile = TableProfile.Create(Table(header, rows), new DataColumns { Targets = ["y"] });

        Assert.Equal(Columns + 1, profile.Columns.Count);
        Assert.Equal([(1, $"c{Columns - 1}")], profile.Leaks.Select(leak => (leak.Shift, leak.Column)));
    }

    [Fact]
    public void FromFrame_CompleteTable_IsTheProfileOfTheTable()
    {
        var random = new Random(6);
        var rows = Enumerable.Range(0, 200).Select(row => Day(row) + "," + Line(Math.Round((row % 7) + random.NextDouble(), 2))).ToList();
        var roles = new DataColumns { Targets = ["y"], Time = "date" };
        var read = TableProfile.Create(Table("date,y", rows), roles);
        var framed = TableProfile.FromFrame(RowFrameReader.Read(Table("date,y", rows), roles));

        Assert.Equal([7], framed.Targets[0].Seasons);
        Assert.Equal(read.Targets[0].Seasons, framed.Targets[0].Seasons);
        Assert.Equal(read.Targets[0].NaiveForecasts[0].MeanAbsoluteError, framed.Targets[0].NaiveForecasts[0].MeanAbsoluteError, 1e-5);
        Assert.Equal((read.Time!.From, read.Time.To, read.Time.Step), (framed.Time!.From, framed.Time.To, framed.Time.Step));
    }

    private static string[] Names() => ["a", "bb", "ccc"];

    private static string Day(int day) => new DateTime(2024, 1, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Line(params double[] values) => string.Join(',', values.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    private static TableProfile Profile(string header, IEnumerable<string> rows) => TableProfile.Create(Table(header, rows));

    private static TableSource Table(string header, IEnumerable<string> rows)
    {
        var text = string.Join('\n', rows.Prepend(header)) + "\n";
        return TableSource.FromText("table", () => new StringReader(text));
    }
}
