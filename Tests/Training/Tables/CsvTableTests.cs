using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class CsvTableTests
{
    private static readonly Dictionary<string, ColumnKind> Kinds = new() { ["y"] = ColumnKind.Number, ["name"] = ColumnKind.Text };

    public static TheoryData<string, string> WrongTexts => new()
    {
        { "", "f.csv is empty: expected a header row with the column names." },
        { "\ny,name\n1,2\n", "f.csv, line 1: the line is blank: expected a header row with the column names." },
        { "\uFEFF  \n\n", "f.csv, line 1: the line is blank: expected a header row with the column names." },
        { $"y,name\n{new string('x', 99)}\U0001F600,a\n", $"f.csv, line 2, column 'y': expected a number with a decimal point, such as 1234.5, "
            + $"got '{new string('x', 99)}...' (101 characters)." },
        { "y,other\n1,2\n", "f.csv has no column 'name'; its columns are y, other." },
        { "y,na_me\n1,2\n", "f.csv has no column 'name'; its columns are y, na_me. Did you mean 'na_me'?" },
        { "z,nam\n1,2\n", "f.csv has no column 'y', 'name' (did you mean 'nam'?); its columns are z, nam." },
        { "a,b\n1,2\n", "f.csv has no column 'y', 'name'; its columns are a, b." },
        { "y,name,y\n1,2,3\n", "f.csv has more than one column 'y': column names must be unique." },
        { "y,name\n1,a\n2,b\nabc,c\n", "f.csv, line 4, column 'y': expected a number with a decimal point, such as 1234.5, got 'abc'." },
        {
            "y,name\n\n2.5,a\n\"1,5\",a\n",
            "f.csv, line 4, column 'y': expected a number with a decimal point, such as 1234.5, like the other numbers (if the numbers are written "
                + "in another way, set TableReadOptions.DecimalMark and ThousandsMark; on the command line, --decimal and --thousands), got '1,5'."
        },
        { "y,name\n1e99,a\n", "f.csv, line 2, column 'y': expected a number that fits into float32, from -3.4e38 to 3.4e38, got '1e99'." },
        { "y,name\n1,\n", "f.csv, line 2, column 'name': expected a text, got ''." },
        { "y,name\n1,a\n2\n", "f.csv, line 3: expected 2 cells as in the header, got 1." },
        { "y,name\n1,\"a\n", "f.csv, line 2: the quotation marks do not match." },
    };

    [Theory]
    [MemberData(nameof(WrongTexts))]
    public void Read_WrongText_NamesLineAndColumn(string text, string message) =>
        Assert.Equal(message, Assert.Throws<SequenceDataException>(() => Read(text)).Message);

    [Fact]
    public void Read_RequestedColumns_InAnyOrderAmongOthers()
    {
        var table = Read("other,name,y\nx,\"a, b\",1.5\r\n,c, -2e3 \n\n7,a,NA\n");

        Assert.Equal([1.5, -2000, double.NaN], table.GetNumbers("y"));
        Assert.Equal(["a, b", "c", "a"], Enumerable.Range(0, 3).Select(row => table.GetTexts("name")[row]));
        Assert.Equal("f.csv, line 5, column 'y'", table.DescribeLocation(2, "y"));
    }

    [Fact]
    public void Read_BlankLineInOneColumn_IsAMissingValue() => Assert.Equal(
        [1, double.NaN, 3],
        TableSource.FromText("f.csv", () => new StringReader("y\n1\n\n3\n"))
            .Read(new Dictionary<string, ColumnKind> { ["y"] = ColumnKind.Number }).GetNumbers("y"));

    [Fact]
    public void Read_MissingFile_Throws() => Assert.StartsWith(
        "Data file '/nowhere/f.csv' does not exist: check the path.",
        Assert.Throws<SequenceDataException>(() => TableSource.FromFile("/nowhere/f.csv").Read(Kinds)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("2020-01-31", "2020-01-31")]
    [InlineData("2020-01-31T10:30:00", "2020-01-31T10:30:00")]
    [InlineData("2020-01-31 10:30", "2020-01-31T10:30:00")]
    [InlineData("17", "17")]
    public void Times_EveryFormat_RoundTrips(string cell, string shown)
    {
        var times = Times($"t\n{cell}\n");

        Assert.Equal(shown, times.Format(times.Values[0]));
    }

    [Theory]
    [InlineData("t\nJanuary\n",
        "f.csv, line 2, column 't': expected a date such as 2020-01-31 or 2020-01-31T10:30:00, or a number (for other dates, set "
            + "TableReadOptions.DateFormat; on the command line, --date-format), got 'January'.")]
    [InlineData("t\n2020-01-31\n7\n",
        "f.csv, line 3, column 't': expected a date such as 2020-01-31 or 2020-01-31T10:30:00, like the previous rows, got '7'.")]
    [InlineData("t\n7\n2020-01-31\n", "f.csv, line 3, column 't': expected a number, like the previous rows, got '2020-01-31'.")]
    public void Times_InvalidTime_NamesLineAndColumn(string text, string message) =>
        Assert.Equal(message, Assert.Throws<SequenceDataException>(() => Times(text)).Message);

    private static DataTable Read(string text) => TableSource.FromText("f.csv", () => new StringReader(text)).Read(Kinds);

    private static TimeColumn Times(string text) =>
        TableSource.FromText("f.csv", () => new StringReader(text))
            .Read(new Dictionary<string, ColumnKind> { ["t"] = ColumnKind.Time })
            .GetTimes("t");
}
