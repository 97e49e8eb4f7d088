using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Holidays and seasons as future covariates.</summary>
public sealed class TimeFeatureTests
{
    private static readonly DataColumns Columns = new() { Targets = ["y"], Time = "t" };

    [Theory]
    [InlineData("DE", 9, "2024-10-03")]
    [InlineData("DE-BY", 13, "2024-01-06")]
    [InlineData("US", 11, "2024-11-28")]
    [InlineData("GB-SCT", 9, "2024-12-02")]
    [InlineData("CA-QC", 9, "2024-06-24")]
    public void GetDates_OfACountry_AreThoseOfTheYear(string code, int count, string date)
    {
        var (dates, first, last) = HolidayCountries.GetDates(code, 2024, 2024);

        Assert.Equal((count, 2024, 2024), (dates.Count, first, last));
        Assert.Contains(DateOnly.ParseExact(date, "yyyy-MM-dd", null), dates);
    }

    [Fact]
    public void GetDates_OfEveryCode_ExistForManyYears() => Assert.All(HolidayCalendars.Countries, code =>
    {
        var (dates, first, last) = HolidayCountries.GetDates(code, 1990, 2070);

        // St. George's Day and Easter Monday are one day in 2038, which the package refuses.
        Assert.Equal((1990, code == "CA-NL" ? 2037 : 2070), (first, last));
        Assert.All(dates.GroupBy(date => date.Year), year => Assert.InRange(year.Count(), 4, 25));
    });

    [Fact]
    public void Read_Country_AddsItsDatesToTheColumns()
    {
        var frame = TestFrames.Read(
            "t,y\n2024-12-24,1\n2024-12-25,2\n2024-12-26,3\n2024-12-27,4\n", Columns with { Holidays = new HolidayCalendar { Country = "DE" } });

        Assert.Equal(["holiday", "day before holiday", "day after holiday"], frame.FutureCovariateNames);
        Assert.Equal([0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1], frame.FutureCovariates);
        var holidays = frame.Columns.Holidays!;
        Assert.Equal((new DateOnly(2019, 1, 1), new DateOnly(2054, 12, 31)), (holidays.First!.Value, holidays.Last!.Value));
        Assert.Equal(36 * 9, holidays.Dates.Count);
    }

    [Fact]
    public void Read_TimeAfterTheHolidaysOfAModel_IsRefused() => Assert.Equal(
        "f.csv: the holidays of the model are known from 2023-01-01 to 2023-12-31, and the time 2024-01-01 is outside: train a model on rows up to "
            + "this time.",
        Assert.Throws<SequenceDataException>(() => TestFrames.Read(
            "t,y\n2023-12-31,1\n2024-01-01,2\n", Columns with { Holidays = new HolidayCalendar { Dates = [new DateOnly(2023, 5, 1)] } })).Message);

    [Theory]
    [InlineData("date,name\n2024-12-25,Christmas\n2024-05-01,Labor Day\n")]
    [InlineData("2024-12-25\n2024-05-01\n")]
    [InlineData("25.12.2024;Weihnachten\n01.05.2024;Tag der Arbeit\n")]
    [InlineData("Tag;Name\n25.12.2024;Weihnachten\n01.05.2024;Tag der Arbeit\n")]
    [InlineData("20241225\n20240501\n")]
    public void FromTable_DatesWithAndWithoutHeader_AreInOrder(string text) => Assert.Equal(
        [new DateOnly(2024, 5, 1), new DateOnly(2024, 12, 25)],
        HolidayCalendars.FromTable(TableSource.FromText("days", () => new StringReader(text))).Dates);

    [Fact]
    public void DescribeUnknown_ListsTheCodes()
    {
        Assert.Equal(
            "'DE-XX' is no region with holidays of its own; those of the country are DE-BB, DE-BE, DE-BW, DE-BY, DE-HB, DE-HE, DE-HH, DE-MV, DE-NI, "
                + "DE-NW, DE-RP, DE-SH, DE-SL, DE-SN, DE-ST, DE-TH",
            HolidayCountries.DescribeUnknown("DE-XX"));
        Assert.StartsWith(
            "'XX' is no country whose holidays are known; the codes are AT, AU, BE,",
            HolidayCountries.DescribeUnknown("XX"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeasonsOfDates_HaveThePhaseOfTheTime()
    {
        var columns = Columns with { Seasons = new FourierTerms { Periods = [24, 3], Pairs = 2 } };
        var all = TestFrames.Read(Hours(0, 48), columns);
        var later = TestFrames.Read(Hours(7, 20), all.Columns);

        Assert.Equal(
            ["season 24 sin 1", "season 24 cos 1", "season 24 sin 2", "season 24 cos 2", "season 3 sin 1", "season 3 cos 1"],
            all.FutureCovariateNames);
        Assert.Equal("1h", all.Columns.Seasons!.Step);
        Assert.Equal(all.FutureCovariates[(7 * 6)..(27 * 6)], later.FutureCovariates);
        // One season later.
        Assert.Equal(all.FutureCovariates[..(6 * 24)], all.FutureCovariates[(6 * 24)..]);
    }

    [Theory]
    [InlineData("2024-01-31 2024-02-29 2024-03-31 2024-04-30", "1mo")]
    [InlineData("2024-01-01 2024-04-01 2024-07-01 2024-10-01", "3mo")]
    [InlineData("2024-01-05 2024-01-08 2024-01-09 2024-01-10 2024-01-11 2024-01-12 2024-01-15", "1b")]
    [InlineData("2024-01-01 2024-01-08 2024-01-15", "7d")]
    [InlineData("2024-01-01T00:00 2024-01-01T00:15 2024-01-01T00:30", "15min")]
    [InlineData("0.1 0.2 0.3", "0.1")]
    public void Read_SeasonsWithTimes_FindTheStep(string times, string step) => Assert.Equal(
        step,
        TestFrames.Read(
            "t,y\n" + string.Concat(times.Split(' ').Select((time, row) => $"{time},{row}\n")),
            Columns with { Seasons = new FourierTerms { Periods = [2.5] } }).Columns.Seasons!.Step);

    [Fact]
    public void Append_SeasonsWithoutTimes_GoOnByRowNumbers()
    {
        var columns = new DataColumns { Targets = ["y"], Seasons = new FourierTerms { Periods = [4], Pairs = 1 } };

        var frame = FutureRows.Append(TestFrames.Read("y\n1\n2\n3\n", columns), 2);

        Assert.Null(frame.Columns.Seasons!.Step);
        Assert.Equal([0, 1, 1, 0, 0, -1, -1, 0, 0, 1], frame.FutureCovariates.Select(value => (int)Math.Round(value)));
    }

    [Fact]
    public void Read_SeasonsOfAModelOfNumbers_RefuseDates() => Assert.Equal(
        "f.csv: the seasons of the model have steps of 0.5 of times that are numbers, but those of column 't' are dates.",
        Assert.Throws<SequenceDataException>(() => TestFrames.Read(
            "t,y\n2024-01-01,1\n", Columns with { Seasons = TestFrames.Read("t,y\n1,1\n1.5,2\n", WithSeasons).Columns.Seasons })).Message);

    private static DataColumns WithSeasons => Columns with { Seasons = new FourierTerms { Periods = [4] } };

    private static string Hours(int first, int count) => "t,y\n" + string.Concat(
        Enumerable.Range(first, count).Select(hour => $"{new DateTime(2024, 1, 1).AddHours(hour):yyyy-MM-dd'T'HH:mm:ss},{hour}\n"));
}
