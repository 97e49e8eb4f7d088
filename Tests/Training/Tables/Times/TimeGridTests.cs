using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class TimeGridTests
{
    private static readonly DateTime Start = new(2024, 1, 1);
    private static readonly DataColumns Columns = new() { Targets = ["y"], Time = "t" };

    /// <summary>The start of the cell of a time, from the definition of each frequency.</summary>
    private static Dictionary<string, (Func<DateTime, DateTime> Floor, Func<DateTime, DateTime> Next)> Cells { get; } = new()
    {
        ["15min"] = (time => time.Date.AddMinutes(15 * Math.Floor(time.TimeOfDay.TotalMinutes / 15)), time => time.AddMinutes(15)),
        ["1h"] = (time => time.Date.AddHours(time.Hour), time => time.AddHours(1)),
        ["6h"] = (time => time.Date.AddHours(time.Hour / 6 * 6), time => time.AddHours(6)),
        ["1d"] = (time => time.Date, time => time.AddDays(1)),
        ["1w"] = (time => time.Date.AddDays(-(((int)time.DayOfWeek + 6) % 7)), time => time.AddDays(7)),
        ["1b"] = (
            time => time.Date.AddDays(time.DayOfWeek == DayOfWeek.Saturday ? -1 : time.DayOfWeek == DayOfWeek.Sunday ? -2 : 0),
            time => time.AddDays(time.DayOfWeek == DayOfWeek.Friday ? 3 : 1)),
        ["1mo"] = (time => new DateTime(time.Year, time.Month, 1), time => time.AddMonths(1)),
        ["1q"] = (time => new DateTime(time.Year, ((time.Month - 1) / 3 * 3) + 1, 1), time => time.AddMonths(3)),
        ["1y"] = (time => new DateTime(time.Year, 1, 1), time => time.AddYears(1)),
    };

    public static TheoryData<string> Frequencies => new(Cells.Keys);

    public static TheoryData<string, string, string, GridFill, float[]> Filled => new()
    {
        { "a line", "1h", "t,y\n2024-01-01T00:00,1\n2024-01-01T03:00,4\n", GridFill.Interpolate, [1, 2, 3, 4] },
        { "the value before", "1h", "t,y\n2024-01-01T00:00,1\n2024-01-01T03:00,4\n", GridFill.Carry, [1, 1, 1, 4] },
        { "zeros", "1h", "t,y\n2024-01-01T00:00,1\n2024-01-01T03:00,4\n", GridFill.Zero, [1, 0, 0, 4] },
        { "missing values too", "1h", "t,y\n2024-01-01T00:00,1\n2024-01-01T01:00,\n2024-01-01T02:00,5\n", GridFill.Interpolate, [1, 3, 5] },
        { "February", "1mo", "t,y\n2024-01-31,1\n2024-03-31,4\n", GridFill.Interpolate, [1, 2.5f, 4] },
        { "weekends are no holes", "1b", "t,y\n2024-01-05,1\n2024-01-08,2\n2024-01-10,4\n", GridFill.Interpolate, [1, 2, 3, 4] },
        { "a leap day", "1d", "t,y\n2024-02-28,1\n2024-03-01,3\n", GridFill.Interpolate, [1, 2, 3] },
        { "numbers", "0.1", "t,y\n0.1,1\n0.2,2\n0.3,3\n0.5,5\n", GridFill.Interpolate, [1, 2, 3, 4, 5] },
        { "numbers below zero", "10", "t,y\n-11,1\n-5,2\n5,3\n", GridFill.Refuse, [1, 2, 3] },
    };

    [Theory]
    [MemberData(nameof(Frequencies))]
    public void Read_RegularRows_StayAsTheyAre(string frequency)
    {
        var times = new List<DateTime> { Cells[frequency].Floor(Start.AddDays(100)) };
        for (var row = 1; row < 50; row++)
            times.Add(Cells[frequency].Next(times[^1]));
        var text = "t,y\n" + string.Concat(times.Select((time, row) => $"{Format(time)},{row * row}\n"));

        var (rows, cells) = (TestFrames.Read(text, Columns), Read(text, new TimeGrid { Frequency = frequency }));

        Assert.Equal(rows.Times!, cells.Times!);
        Assert.Equal(rows.Values, cells.Values);
        Assert.Empty(cells.Warnings);
    }

    [Property(MaxTest = 200)]
    public Property Read_RandomRows_AreThoseOfALoop() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        seed =>
        {
            var random = new Random(seed);
            var frequency = Cells.Keys.ElementAt(random.Next(Cells.Count));
            var (floor, next) = Cells[frequency];
            var span = (next(next(floor(Start))) - floor(Start)).TotalSeconds * random.Next(1, 20);
            var rows = Enumerable.Range(0, random.Next(1, 60))
                .Select(index => (
                    Series: random.Next(2) == 0 ? "a" : "b",
                    Time: Start.AddSeconds(Math.Round(random.NextDouble() * span)),
                    Value: random.Next(5) == 0 ? float.NaN : random.Next(100)))
                .ToList();
            var aggregate = (GridAggregate)random.Next(6);
            var fill = (GridFill)random.Next(1, 4);
            var text = "s,t,y\n" + string.Concat(rows.Select(
                row => $"{row.Series},{Format(row.Time)},{(float.IsNaN(row.Value) ? "" : $"{row.Value}")}\n"));
            var columns = Columns with { Series = "s", Grid = new TimeGrid { Frequency = frequency, Aggregate = aggregate, Fill = fill } };
            var (table, _) = GridTable.Place(TestFrames.ReadTable(text, columns), columns, RowFrameReader.GetColumnKinds(columns), withFuture: false);

            var expected = rows.GroupBy(row => row.Series)
                .SelectMany(series => Loop(series.Select(row => (row.Time, row.Value)), floor, next, aggregate, fill, series.Key))
                .ToList();
            Assert.Equal(expected.Select(cell => cell.Series), Enumerable.Range(0, table.Rows).Select(row => table.GetTexts("s")[row]));
            Assert.Equal(expected.Select(cell => cell.Time), table.GetTimes("t").Values.Select(TimeColumn.ToDate));
            Assert.Equal(expected.Select(cell => (float)cell.Value), table.GetNumbers("y").Select(value => (float)value));
        });

    [Theory]
    [MemberData(nameof(Filled))]
    public void Read_Holes_BecomeWhatFillSays(string _, string frequency, string text, GridFill fill, float[] values) =>
        Assert.Equal(values, Read(text, new TimeGrid { Frequency = frequency, Fill = fill }).Values);

    [Fact]
    public void Read_HolesWithoutFill_AreRefusedWithTheirPlaces() => Assert.Equal(
        "f.csv, column 't': the grid of 1h has 2 holes, with 4 cells without rows in all; the longest has 3 cells: 2024-01-01T02:00:00 in line 3 is "
            + "followed by 2024-01-01T06:00:00 in line 4. Say what they become (TimeGrid.Fill; on the command line, --fill interpolate, carry or "
            + "zero).",
        Refuse("t,y\n2024-01-01T00:00,1\n2024-01-01T02:00,2\n2024-01-01T06:00,3\n", new TimeGrid { Frequency = "1h" }));

    [Fact]
    public void Read_FilledAndRepeatedRows_AreReported()
    {
        var frame = Read(
            "t,y\n2024-01-02,5\n2024-01-01,1\n2024-02-11,3\n2024-01-02,7\n", new TimeGrid { Frequency = "1d", Fill = GridFill.Carry });

        Assert.Equal(
        [
            "f.csv, column 't': the grid of 1d has a hole of 39 cells without rows: 2024-01-02 in line 5 is followed by 2024-02-11 in line 4. They "
                + "are filled with the values before them.",
            "f.csv, column 't': 1 row repeats the time of an earlier row, the first in line 5: 2024-01-02. Rows in one cell become one (mean).",
        ],
        frame.Warnings);
        Assert.Equal([1, 6, 6], frame.Values[..3]);
    }

    [Theory]
    [InlineData("1h", "t,y\n2024-01-01T00:00,1\n0202-01-01T01:00,2\n2024-01-01T02:00,2\n",
        "f.csv, line 3, column 't': a grid of 1h that reaches the time 0202-01-01T01:00:00 would have 15,971,330 cells for 3 rows, more than the "
            + "maximum of 10,300; the next time is 2024-01-01: correct the time, or choose a longer frequency.")]
    [InlineData("1d", "t,y\n2024-01-01,1\n2024-01-02,2\n2924-01-03,2\n",
        "f.csv, line 4, column 't': a grid of 1d that reaches the time 2924-01-03 would have 328,721 cells for 3 rows, more than the maximum of "
            + "10,300; the previous time is 2024-01-02: correct the time, or choose a longer frequency.")]
    [InlineData("1e-9", "t,y\n1,1\n2,2\n1e300,2\n",
        "f.csv, line 4, column 't': a grid of 1e-9 that reaches the time 1E+300 would have 9,223,372,035,854,775,808 cells for 3 rows, more than the "
            + "maximum of 10,300; the previous time is 2: correct the time, or choose a longer frequency.")]
    [InlineData("1", "t,y\n2024-01-01,1\n2024-01-02,2\n", "f.csv, column 't': the frequency '1' is for numbers, but the times are dates.")]
    [InlineData("1h", "t,y\n1,1\n2,2\n", "f.csv, column 't': the frequency '1h' is for dates, but the times are numbers.")]
    public void Read_ImpossibleGrid_IsOneClearLine(string frequency, string text, string message) =>
        Assert.Equal(message, Refuse(text, new TimeGrid { Frequency = frequency, Fill = GridFill.Zero }));

    [Fact]
    public void Read_LabelsAndTexts_AreThoseOfTheLastRow()
    {
        var columns = new DataColumns
        {
            Label = "c",
            Features = ["y"],
            Time = "t",
            Grid = new TimeGrid { Frequency = "1d", Aggregate = GridAggregate.Max, Fill = GridFill.Carry },
        };

        var frame = TestFrames.Read("t,y,c\n2024-01-01T12:00,3,on\n2024-01-01T06:00,9,off\n2024-01-03,1,off\n", columns);

        Assert.Equal([9, 9, 1], frame.Values);
        Assert.Equal(["on", "on", "off"], frame.RowLabels.Select(label => frame.Labels[label]));
    }

    [Fact]
    public void Read_FutureRows_AreNotFilled()
    {
        var columns = new DataColumns
        {
            Targets = ["y"],
            Features = ["x"],
            FutureCovariates = ["k"],
            Time = "t",
            Grid = new TimeGrid { Frequency = "1d", Fill = GridFill.Carry },
        };
        var text = "t,y,x,k\n2024-01-01,1,5,10\n2024-01-03,3,6,30\n2024-01-04,,,40\n2024-01-06,,,60\n";

        var frame = RowFrameReader.Read(TestFrames.ReadTable(text, columns), columns, withFuture: true);

        Assert.Equal([3], frame.FutureRowCounts);
        Assert.Equal([1, 5, 1, 5, 3, 6, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN], frame.Values);
        Assert.Equal([10, 10, 30, 40, 40, 60], frame.FutureCovariates);
    }

    [Theory]
    [InlineData("1x")]
    [InlineData("0h")]
    [InlineData("h")]
    [InlineData("-1")]
    [InlineData("1.5h")]
    [InlineData("")]
    public void Read_UnknownFrequency_NamesTheUnits(string frequency) => Assert.Equal(
        $"f.csv: The frequency is '{frequency}', expected a number and a unit (ms, s, min, h, d, b for days from Monday to Friday, w, mo, q or y) "
            + "such as 15min, or a number for times that are numbers.",
        Refuse("t,y\n2024-01-01,1\n", new TimeGrid { Frequency = frequency }));

    // The definition, cell by cell.
    private static IEnumerable<(string Series, DateTime Time, double Value)> Loop(
        IEnumerable<(DateTime Time, float Value)> rows,
        Func<DateTime, DateTime> floor,
        Func<DateTime, DateTime> next,
        GridAggregate aggregate,
        GridFill fill,
        string series)
    {
        var sorted = rows.OrderBy(row => row.Time).ToList();
        var cells = new List<(DateTime Time, double Value)>();
        for (var time = floor(sorted[0].Time); time <= sorted[^1].Time; time = next(time))
        {
            var values = sorted
                .Where(row => row.Time >= time && row.Time < next(time) && !float.IsNaN(row.Value))
                .Select(row => (double)row.Value)
                .ToList();
            cells.Add((time, values.Count == 0 ? double.NaN : aggregate switch
            {
                GridAggregate.Mean => values.Average(),
                GridAggregate.Sum => values.Sum(),
                GridAggregate.Last => values[^1],
                GridAggregate.First => values[0],
                GridAggregate.Min => values.Min(),
                _ => values.Max(),
            }));
        }

        for (var index = 0; index < cells.Count; index++)
        {
            var (time, value) = cells[index];
            if (double.IsNaN(value))
            {
                var before = cells.FindLastIndex(Math.Max(0, index), cell => !double.IsNaN(cell.Value));
                var after = cells.FindIndex(index, cell => !double.IsNaN(cell.Value));
                value = fill == GridFill.Zero ? 0
                    : before < 0 ? double.NaN
                    : fill == GridFill.Carry ? cells[before].Value
                    : after < 0 ? double.NaN
                    : cells[before].Value + ((cells[after].Value - cells[before].Value) * (index - before) / (after - before));
            }

            yield return (series, time, value);
        }
    }

    private static RowFrame Read(string text, TimeGrid grid) => TestFrames.Read(text, Columns with { Grid = grid });

    private static string Refuse(string text, TimeGrid grid) => Assert.Throws<SequenceDataException>(() => Read(text, grid)).Message;

    private static string Format(DateTime date) => date.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
