using System.Globalization;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class TimeChecksTests
{
    private const string Evenly = "The network reads rows as evenly spaced: ";
    private static readonly DateTime Start = new(2024, 1, 1);

    /// <summary>Times that are as regular as their calendar is.</summary>
    public static TheoryData<string> Regular => new(Calendars.Keys);

    private static Dictionary<string, IEnumerable<string>> Calendars { get; } = new()
    {
        ["numbers"] = Enumerable.Range(5, 100).Select(row => row.ToString(CultureInfo.InvariantCulture)),
        ["sensor"] = Jitter(0.01),
        ["days"] = Dates(100, row => Start.AddDays(row)),
        ["months"] = Dates(100, row => Start.AddMonths(row)),
        ["month ends"] = Dates(100, row => new DateTime(2020, 1, 31).AddMonths(row)),
        ["days 30"] = Dates(100, row => new DateTime(2020, 1, 30).AddMonths(row)),
        ["quarters"] = Dates(100, row => Start.AddMonths(3 * row)),
        ["years"] = Dates(100, row => new DateTime(1900 + row, 12, 31)),
        ["weeks"] = Dates(100, row => Start.AddDays(7 * row)),
        ["business days"] = Dates(400, row => Start.AddDays(row)).Where(date => !IsWeekend(date)),
        ["daylight saving"] = Dates(100, row => Start.AddDays(row).AddHours(row is > 30 and < 70 ? 1 : 0)),
    };

    [Theory]
    [MemberData(nameof(Regular))]
    public void Check_RegularTimes_ReportsNothing(string calendar) => Assert.Empty(Check(Calendars[calendar]));

    [Fact]
    public void Check_AHoleOf40Days_NamesItsPlaceAndSize() => Assert.Equal(
        "f.csv, column 't': a hole in the times: 2024-01-30 is followed by 2024-03-10 in line 32, 40 days later, so that 39 rows are missing at the "
            + $"usual step of 1 day. {Evenly}fill the hole (DataColumns.Grid; on the command line, train with --frequency 1d --fill interpolate), or "
            + "give the rows after it another series.",
        Assert.Single(Check(Dates(100, row => Start.AddDays(row < 30 ? row : row + 39)))));

    [Fact]
    public void Check_StepsThatGrow_NamesTheirRange() => Assert.Equal(
        "f.csv, column 't': the times are not evenly spaced: 89 % of the steps differ from the median of 101 by more than 10 %; "
            + $"they go from 1 to 199, the longest before 10000 in line 102. {Evenly}place them on a grid (DataColumns.Grid; on the command line, "
            + "train with --frequency 99), or add the time since the previous row as a feature.",
        Assert.Single(Check(Enumerable.Range(0, 101).Select(row => $"{row * row}"))));

    [Theory]
    [InlineData("numbers", 50, 20, "54 is followed by 75 in line 52, 21 later, so that 20 rows are missing at the usual step of 1.")]
    [InlineData("months", 50, 3, "2028-02-01 is followed by 2028-06-01 in line 52, 121 days later, so that 3 rows are missing")]
    [InlineData("business days", 50, 1, "2024-03-08 is followed by 2024-03-12 in line 52, 4 days later, so that 1 row is missing")]
    public void Check_RemovedRows_AreMissing(string calendar, int first, int count, string text)
    {
        var cells = Calendars[calendar].ToList();
        cells.RemoveRange(first, count);

        Assert.Contains(text, Assert.Single(Check(cells)), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ManyHoles_AreOneSentence()
    {
        var night = Enumerable.Range(0, 20).SelectMany(day => Enumerable.Range(0, 10).Select(step => Start.AddDays(day).AddMinutes(5 * step)));

        Assert.Contains(
            "19 holes in the times, with 5,282 missing rows in all; the longest: 2024-01-01T00:45:00 is followed by 2024-01-02 in line 12",
            Assert.Single(Check(night.Select(Format))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Jitter_IsIrregular() =>
        Assert.Contains("the times are not evenly spaced", Assert.Single(Check(Jitter(0.4))), StringComparison.Ordinal);

    [Fact]
    public void Check_SeveralSeries_NamesTheSeries()
    {
        var rows = Enumerable.Range(0, 40)
            .SelectMany(row => new[] { $"a,{row}", $"b,{7 * row}", $"c,{(row < 20 ? row : row + 5)}", $"d,{row * row}" });

        var warnings = Check(rows, "s,t");

        Assert.Equal(3, warnings.Count);
        Assert.Contains("19 of series 'c' is followed by 25 in line 84, 6 later, so that 5 rows are missing", warnings[0], StringComparison.Ordinal);
        Assert.Contains("the times of series 'd' are not evenly spaced", warnings[1], StringComparison.Ordinal);
        Assert.Contains("1 of 3 series have another step than the usual 1, such as 'b' with 7", warnings[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Check_GapsInIrregularSeries_NameTheLongest()
    {
        var rows = Enumerable.Range(0, 40).SelectMany(row => new[] { $"a,{row * row}", $"b,{(row * (row + 9) / 4) + (row < 20 ? 0 : 4000)}" });

        var warning = Assert.Single(Check(rows, "s,t"));

        Assert.Contains("the longest before 4145 in line 43.", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_TheHourThatSummerTimeSkips_NamesTheZone() => Assert.Equal(
        "f.csv, column 't': 2024-03-31T01:00:00 is followed by 2024-03-31T03:00:00 in line 76, because summer time begins, as in Europe/Berlin. "
            + $"{Evenly}place the rows on a grid with their time zone (TimeGrid.TimeZone; on the command line, train with --frequency 1h --time-zone "
            + "Europe/Berlin).",
        Assert.Single(Check(Dates(100, row => new DateTime(2024, 3, 28).AddHours(row < 74 ? row : row + 1)))));

    private static IReadOnlyList<string> Check(IEnumerable<string> rows, string header = "t") => TestFrames.Read(
        $"{header},y\n" + string.Concat(rows.Select((row, index) => $"{row},{index % 7}\n")),
        new DataColumns { Targets = ["y"], Time = "t", Series = header == "t" ? null : "s" }).Warnings;

    private static IEnumerable<string> Dates(int count, Func<int, DateTime> date) => Enumerable.Range(0, count).Select(row => Format(date(row)));

    private static List<string> Jitter(double share)
    {
        var random = new Random(1);
        return Enumerable.Range(0, 100)
            .Select(row => (10 * (row + (share * random.NextDouble()))).ToString("0.000", CultureInfo.InvariantCulture))
            .ToList();
    }

    private static bool IsWeekend(string date) =>
        DateTime.Parse(date, CultureInfo.InvariantCulture).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static string Format(DateTime date) => date.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
