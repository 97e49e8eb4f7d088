using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class DateFormatTests
{
    [Theory]
    [InlineData("13/02/2020 01/03/2020", "2020-02-13 2020-03-01")]
    [InlineData("01/02/2020 02/13/2020", "2020-01-02 2020-02-13")]
    [InlineData("01/02/2020 13/02/2020", "2020-02-01 2020-02-13")]
    [InlineData("01-02-2020 13-02-2020", "2020-02-01 2020-02-13")]
    [InlineData("2/2/2020 3/3/2020", "2020-02-02 2020-03-03")]
    [InlineData("2020-01 2020-02", "2020-01-01 2020-02-01")]
    [InlineData("2020-01-31T10:30Z 2020-01-31T13:30:00.25+02:00", "2020-01-31T10:30:00 2020-01-31T11:30:00")]
    [InlineData("1/31/2020_1:30_PM 2/1/2020_12:00_AM", "2020-01-31T13:30:00 2020-02-01")]
    [InlineData("31.12.2020_23:59:59,5 01.01.2021", "2020-12-31T23:59:59 2021-01-01")]
    [InlineData("2020-01-31_00:00:00.123456789 2020-02-01", "2020-01-31T00:00:00 2020-02-01")]
    [InlineData("1999999999 2000000000", "1999999999 2000000000")]
    [InlineData("1999123122 1999123123", "1999123122 1999123123")]
    [InlineData("20200131 20200132", "20200131 20200132")]
    [InlineData("1 2.5", "1 2.5")]
    public void Read_WholeColumn_FindsTheFormat(string cells, string times) => Assert.Equal(times, Read(cells, null));

    [Theory]
    [InlineData("31.01.20 01.02.20", "dd.MM.yy", "2020-01-31 2020-02-01")]
    [InlineData("31.01.20_10:30 01.02.20", "dd.MM.yy", "2020-01-31T10:30:00 2020-02-01")]
    [InlineData("Jan-31-2020 Feb-01-2020", "MMM-dd-yyyy", "2020-01-31 2020-02-01")]
    [InlineData("01/02/2020 02/02/2020", "dd/MM/yyyy", "2020-02-01 2020-02-02")]
    [InlineData("0 60.5", "epoch-s", "1970-01-01 1970-01-01T00:01:00")]
    [InlineData("-1000 1000", "epoch-ms", "1969-12-31T23:59:59 1970-01-01T00:00:01")]
    [InlineData("1580428800 1580515200", "number", "1580428800 1580515200")]
    public void Read_GivenFormat_IsUsed(string cells, string format, string times) => Assert.Equal(times, Read(cells, format));

    [Theory]
    [InlineData(
        "01/02/2020 02/03/2020",
        null,
        "f.csv, line 2, column 't': the date '01/02/2020' can be read as dd/MM/yyyy or as MM/dd/yyyy, and no date of the column "
            + "decides: set TableReadOptions.DateFormat (on the command line, --date-format dd/MM/yyyy or --date-format MM/dd/yyyy).")]
    [InlineData(
        "13/02/2020 02/13/2020",
        null,
        "f.csv, line 3, column 't': expected a date in the format dd/MM/yyyy, like the previous rows (for other dates, set "
            + "TableReadOptions.DateFormat; on the command line, --date-format), got '02/13/2020'.")]
    [InlineData(
        "31.01.20 01.02.20",
        null,
        "f.csv, line 2, column 't': expected a date whose year has four digits (for two digits, set TableReadOptions.DateFormat; on "
            + "the command line, --date-format dd.MM.yy), got '31.01.20'.")]
    [InlineData(
        "2020-01-31T10:00Z 2020-01-31T11:00",
        null,
        "f.csv, line 3, column 't': expected a time with a zone, like the previous rows, got '2020-01-31T11:00'.")]
    [InlineData(
        "31.02.2020 1.3.2020",
        null,
        "f.csv, line 2, column 't': expected a date in the format dd.MM.yyyy, like the previous rows (for other dates, set "
            + "TableReadOptions.DateFormat; on the command line, --date-format), got '31.02.2020'.")]
    [InlineData("2020-01-31 31.01.2020", "dd.MM.yyyy", "f.csv, line 2, column 't': expected a date in the format dd.MM.yyyy, got '2020-01-31'.")]
    public void Read_UnclearDates_NamesTheOption(string cells, string? format, string message) =>
        Assert.Equal(message, Assert.Throws<SequenceDataException>(() => Read(cells, format)).Message);

    [Theory]
    [InlineData("dd/MM")]
    [InlineData("HH:mm")]
    [InlineData("d")]
    [InlineData("yyyy-%")]
    [InlineData("nonsense")]
    public void FromFile_InvalidFormat_Throws(string format) => Assert.Equal(
        $"The date format is '{format}', expected a .NET format with a year, such as dd.MM.yyyy or yyyy-MM-dd HH:mm:ss, or epoch-s, epoch-ms or "
            + "number.",
        Assert.Throws<ArgumentException>(() => TableSource.FromFile("f.csv", new TableReadOptions { DateFormat = format })).Message);

    [Theory]
    [InlineData("1580428800", 1580428800.0)]
    [InlineData("2020-01-31", 1580428800.0)]
    public void Parse_StoredTimeOfNumberedDates_IsConverted(string stored, double seconds) => Assert.Equal(
        seconds, TimeNotation.EpochSeconds.ToNumber(TimeNotations.Parse(stored, TimeNotation.EpochSeconds)!.Value));

    private static string Read(string cells, string? format)
    {
        var text = "t\n" + cells.Replace(' ', '\n').Replace('_', ' ') + "\n";
        var times = TableSource.FromText("f.csv", () => new StringReader(text), new TableReadOptions { DateFormat = format, Separator = '|' })
            .Read(new Dictionary<string, ColumnKind> { ["t"] = ColumnKind.Time }).GetTimes("t");
        return string.Join(' ', times.Values.Select(times.Format));
    }
}
