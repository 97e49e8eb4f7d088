using System.Globalization;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Local times around the changes of the clocks.</summary>
public sealed class SummerTimeTests
{
    private static readonly DataColumns Columns = new() { Targets = ["y"], Time = "t" };

    public static TheoryData<string, string, string, string[]> Places => new()
    {
        {
            "the second time is the later one", "Europe/Berlin", "2024-10-27T01:00 2024-10-27T02:00 2024-10-27T02:00 2024-10-27T03:00",
            ["2024-10-26T23:00:00", "2024-10-27T00:00:00", "2024-10-27T01:00:00", "2024-10-27T02:00:00"]
        },
        {
            "the hour begins again, without a row repeated", "Europe/Berlin", "2024-10-27T02:00 2024-10-27T02:40 2024-10-27T02:20 2024-10-27T02:50",
            ["2024-10-27T00:00:00", "2024-10-27T00:40:00", "2024-10-27T01:20:00", "2024-10-27T01:50:00"]
        },
        {
            "the newest row first", "Europe/Berlin", "2024-10-27T03:00 2024-10-27T02:00 2024-10-27T02:00 2024-10-27T01:00",
            ["2024-10-27T02:00:00", "2024-10-27T01:00:00", "2024-10-27T00:00:00", "2024-10-26T23:00:00"]
        },
        {
            "once is the earlier one", "Europe/Berlin", "2024-10-26T02:30 2024-10-27T02:30 2024-10-28T02:30",
            ["2024-10-26T00:30:00", "2024-10-27T00:30:00", "2024-10-28T01:30:00"]
        },
        {
            "a skipped time is moved", "Europe/Berlin", "2024-03-31T01:30 2024-03-31T02:30 2024-03-31T03:00",
            ["2024-03-31T00:30:00", "2024-03-31T01:30:00", "2024-03-31T01:00:00"]
        },
        {
            "New York", "America/New_York", "2024-11-03T01:00 2024-11-03T01:30 2024-11-03T01:00 2024-11-03T01:30 2024-11-03T02:00",
            ["2024-11-03T05:00:00", "2024-11-03T05:30:00", "2024-11-03T06:00:00", "2024-11-03T06:30:00", "2024-11-03T07:00:00"]
        },
        {
            "times with an offset are exact", "Europe/Berlin", "2024-10-27T02:30:00+01:00 2024-10-27T02:30:00+02:00",
            ["2024-10-27T01:30:00", "2024-10-27T00:30:00"]
        },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void Read_LocalTimes_ArePlacedInUtc(string _, string zone, string times, string[] utc)
    {
        var cells = new TimeColumn();
        foreach (var time in times.Split(' '))
            Assert.Null(cells.Add(time));
        var rows = utc.Length;

        var placed = GridTimes.Read(cells, LocalClock.Find(zone), [.. Enumerable.Range(0, rows)], [new RowSegment(null, 0, rows)]);

        Assert.Equal(utc, placed.Values.Select(time => TimeColumn.ToDate(time).ToString("s", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Read_ADayOf25Hours_HasNoHoleAndNoRepeatedHour()
    {
        // The clocks of Berlin from noon to noon: hour 2 occurs twice.
        var hours = Enumerable.Range(12, 12).Select(hour => $"2024-10-26T{hour:00}:00")
            .Concat(new[] { 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 }.Select(hour => $"2024-10-27T{hour:00}:00"))
            .ToList();
        var columns = Columns with
        {
            CalendarFields = [CalendarField.Hour],
            Grid = new TimeGrid { Frequency = "1h", TimeZone = "Europe/Berlin" },
        };

        var frame = TestFrames.Read("t,y\n" + string.Concat(hours.Select((hour, row) => $"{hour},{row}\n")), columns);

        Assert.Equal(Enumerable.Range(0, 25).Select(row => (float)row), frame.Values);
        Assert.Empty(frame.Warnings);
        // Local hours: those of hour 2 are equal.
        Assert.Equal(frame.FutureCovariates[28..30], frame.FutureCovariates[30..32]);
        Assert.Equal((float)Math.Sin(2 * Math.PI * 2 / 24), frame.FutureCovariates[28], 1e-6f);
    }

    [Fact]
    public void Read_LocalDays_BeginAtLocalMidnight()
    {
        var columns = Columns with
        {
            CalendarFields = [CalendarField.Weekday],
            Grid = new TimeGrid { Frequency = "1d", Aggregate = GridAggregate.Sum, TimeZone = "Europe/Berlin" },
        };
        var rows = Enumerable.Range(0, 24 * 4).Select(hour => new DateTime(2024, 3, 29, 23, 0, 0).AddHours(hour));

        var frame = TestFrames.Read("t,y\n" + string.Concat(rows.Select(time => $"{time:yyyy-MM-dd'T'HH:mm:ss}Z,1\n")), columns);

        Assert.Equal([24, 23, 24, 24, 1], frame.Values);
        Assert.Equal(
            ["2024-03-29T23:00:00", "2024-03-30T23:00:00", "2024-03-31T22:00:00", "2024-04-01T22:00:00", "2024-04-02T22:00:00"],
            frame.Times!.Select(time => TimeColumn.Format(time, isCalendar: true)));
        var next = FutureRows.Append(frame, 2).Times![5..];
        Assert.Equal(["2024-04-03T22:00:00", "2024-04-04T22:00:00"], next.Select(time => TimeColumn.Format(time, isCalendar: true)));
    }

    [Fact]
    public void Read_ASkippedTime_IsReported() => Assert.Contains(
        "f.csv, column 't': 1 time does not exist in Europe/Berlin, where summer time begins, the first in line 3: 2024-03-31T02:30:00 is read as "
            + "if the clocks had not been changed yet.",
        TestFrames.Read(
            "t,y\n2024-03-31T01:30,1\n2024-03-31T02:30,2\n",
            Columns with { Grid = new TimeGrid { Frequency = "1h", TimeZone = "Europe/Berlin" } }).Warnings);

    [Theory]
    [InlineData("2024-10-27T02:00\n2024-10-27T02:00", "2024-10-27T02:00:00 follows 2024-10-27T02:00:00", "Europe/Berlin")]
    [InlineData("2024-10-27T02:45\n2024-10-27T02:00", "2024-10-27T02:00:00 follows 2024-10-27T02:45:00", "Europe/Berlin")]
    [InlineData("2024-11-03T01:30\n2024-11-03T01:00", "2024-11-03T01:00:00 follows 2024-11-03T01:30:00", "America/New_York")]
    public void Read_TwoTimesOfOneHour_AreRecognizedWithoutAZone(string times, string order, string zone) => Assert.Equal(
        $"f.csv, line 3, column 't': the time {order}, in the hour that is repeated when summer time ends, as in {zone}: place the rows on a grid "
            + $"with their time zone (TimeGrid.TimeZone; on the command line, train with --frequency and --time-zone {zone}).",
        Assert.Throws<SequenceDataException>(
            () => TestFrames.Read($"t,y\n{times.Replace("\n", ",1\n", StringComparison.Ordinal)},2\n", Columns)).Message);

    [Theory]
    [InlineData("Europe/Berln", "expected an IANA name such as Europe/Berlin.")]
    [InlineData("Berlin", "expected an IANA name such as Europe/Berlin.")]
    [InlineData("../etc/passwd", "expected an IANA name such as Europe/Berlin.")]
    public void Read_UnknownZone_OffersTheNearest(string zone, string expected) => Assert.Equal(
        $"f.csv: The time zone is '{zone}', which this machine does not know: {expected}",
        Assert.Throws<SequenceDataException>(
            () => TestFrames.Read("t,y\n2024-01-01,1\n", Columns with { Grid = new TimeGrid { Frequency = "1h", TimeZone = zone } })).Message);
}
