using System.Globalization;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class TimeStepTests
{
    [Theory]
    // Months, also at their ends, and longer ones.
    [InlineData("2020-10-01 2020-11-01 2020-12-01", "2021-01-01 2021-02-01")]
    [InlineData("2020-11-30 2020-12-31 2021-01-31", "2021-02-28 2021-03-31")]
    [InlineData("2021-01-31 2021-02-28", "2021-03-31 2021-04-30")]
    [InlineData("2020-12-30 2021-01-30 2021-02-28", "2021-03-30 2021-04-30")]
    [InlineData("2020-03-31 2020-06-30 2020-09-30", "2020-12-31 2021-03-31")]
    [InlineData("2016-02-29 2017-02-28 2018-02-28", "2019-02-28 2020-02-29")]
    [InlineData("2020-10-15T06:00:00 2020-11-15T06:00:00", "2020-12-15T06:00:00 2021-01-15T06:00:00")]
    // A month without a row, and irregular first times.
    [InlineData("2020-08-01 2020-09-01 2020-11-01 2020-12-01", "2021-01-01 2021-02-01")]
    [InlineData("2020-08-09 2020-09-15 2020-11-01 2020-12-01", "2021-01-01 2021-02-01")]
    // Weeks and days.
    [InlineData("2020-12-07 2020-12-14 2020-12-21", "2020-12-28 2021-01-04")]
    [InlineData("2020-12-28 2020-12-29 2020-12-30 2020-12-31", "2021-01-01 2021-01-02")]
    // A gap is not a step, not even the last one.
    [InlineData("2020-12-01 2020-12-02 2020-12-03 2020-12-31", "2021-01-01 2021-01-02")]
    [InlineData("2020-12-01 2020-12-02 2020-12-03 2020-12-31 2021-01-01 2021-01-04 2021-01-05 2021-01-07", "2021-01-08 2021-01-11")]
    // Business days: from a Thursday over two weekends; without a weekend in between, days are days.
    [InlineData("2021-01-07 2021-01-08 2021-01-11 2021-01-12 2021-01-13 2021-01-14 2021-01-15", "2021-01-18 2021-01-19")]
    [InlineData("2021-01-04 2021-01-05 2021-01-06 2021-01-07 2021-01-08", "2021-01-09 2021-01-10")]
    // Hours over midnight.
    [InlineData("2020-12-31T21:00:00 2020-12-31T22:00:00 2020-12-31T23:00:00", "2021-01-01 2021-01-01T01:00:00")]
    public void Add_Dates_ContinuesTheCalendar(string times, string expected)
    {
        double[] before = [.. times.Split(' ').Select(time =>
            DateTime.Parse(time, CultureInfo.InvariantCulture).Ticks / (double)TimeSpan.TicksPerSecond)];

        var step = TimeStep.Infer(before, isCalendar: true)!;

        Assert.Equal(
            expected.Split(' '),
            new[] { 1, 2 }.Select(count => TimeColumn.Format(step.Add(before[^1], count), isCalendar: true)));
    }

    [Theory]
    [InlineData("1 2 3", "4 5")]
    [InlineData("0.5 0.6 0.7", "0.8 0.9")]
    [InlineData("-3 -2 -1", "0 1")]
    [InlineData("2018 2019 2021 2022", "2023 2024")]
    [InlineData("1e18 2e18", "3E+18 4E+18")]
    public void Add_Numbers_AreExact(string times, string expected)
    {
        double[] before = [.. times.Split(' ').Select(time => double.Parse(time, CultureInfo.InvariantCulture))];

        var step = TimeStep.Infer(before, isCalendar: false)!;

        Assert.Equal(expected.Split(' '), new[] { 1, 2 }.Select(count => step.Add(before[^1], count).ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Add_WorkWeekFromSundayToThursday_SkipsItsDaysOff()
    {
        double[] times = [.. Enumerable.Range(0, 21).Select(day => new DateTime(2021, 1, 3).AddDays(day))
            .Where(date => date.DayOfWeek is not (DayOfWeek.Friday or DayOfWeek.Saturday))
            .Select(date => date.Ticks / (double)TimeSpan.TicksPerSecond)];

        var next = TimeStep.Infer(times, isCalendar: true)!.Add(times[^1], 1);

        Assert.Equal(("2021-01-21", "2021-01-24"), (TimeColumn.Format(times[^1], true), TimeColumn.Format(next, true)));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(1)]
    [InlineData(4000)]
    public void Add_AfterTheLastDateOfTheCalendar_IsNaN(int days)
    {
        double[] times = [.. new[] { 2, 1, 0 }.Select(back =>
            new DateTime(9999, 12, 1).AddDays(-back * days).Ticks / (double)TimeSpan.TicksPerSecond)];

        Assert.Equal(double.NaN, TimeStep.Infer(times, isCalendar: true)!.Add(times[^1], 1000));
    }

    [Fact]
    public void Infer_OneTime_IsUnknown() => Assert.Null(TimeStep.Infer([1], isCalendar: false));
}
