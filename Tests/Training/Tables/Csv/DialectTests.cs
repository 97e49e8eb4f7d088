using System.Globalization;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The same two rows as other programs write them. The texts are made by hand to the rules that stand beside them.</summary>
public sealed class DialectTests
{
    private static readonly Dictionary<string, ColumnKind> Kinds = new()
    {
        ["t"] = ColumnKind.Time,
        ["y"] = ColumnKind.Number,
        ["name"] = ColumnKind.Text,
    };

    public static TheoryData<string, string, string?> Texts => new()
    {
        { "pandas: DataFrame.to_csv", "t,y,name\n2020-01-31,1234.5,\"a, b\"\n2020-02-01,-2.0,c\n", null },
        { "pandas: to_csv(sep=';', decimal=',')", "t;y;name\n2020-01-31;1234,5;a, b\n2020-02-01;-2,0;c\n", "semicolons, decimal commas" },
        { "pandas: an index without a name", ",t,y,name\n0,2020-01-31,1234.5,\"a, b\"\n1,2020-02-01,-2.0,c\n", null },
        {
            "R: write.csv quotes names and texts, and numbers the rows",
            "\"\",\"t\",\"y\",\"name\"\n\"1\",2020-01-31,1234.5,\"a, b\"\n\"2\",2020-02-01,-2,\"c\"\n",
            null
        },
        {
            "R: write.csv2 has semicolons and decimal commas",
            "\"\";\"t\";\"y\";\"name\"\n\"1\";2020-01-31;1234,5;\"a, b\"\n\"2\";2020-02-01;-2;\"c\"\n",
            "semicolons, decimal commas"
        },
        { "SQLite shell: .mode csv ends rows with CR LF", "t,y,name\r\n2020-01-31,1234.5,\"a, b\"\r\n2020-02-01,-2.0,c\r\n", null },
        { "SQLite shell: .mode tabs", "t\ty\tname\n2020-01-31\t1234.5\ta, b\n2020-02-01\t-2.0\tc\n", "tabs" },
        { "SQLite shell: .mode list", "t|y|name\n2020-01-31|1234.5|a, b\n2020-02-01|-2.0|c\n", "vertical bars" },
        { "PostgreSQL: COPY ... CSV HEADER", "t,y,name\n2020-01-31,1234.5,\"a, b\"\n2020-02-01,-2,c\n", null },
        { "PostgreSQL: COPY ... HEADER, in the text format", "t\ty\tname\n2020-01-31\t1234.5\ta, b\n2020-02-01\t-2\tc\n", "tabs" },
        {
            "PostgreSQL: timestamptz",
            "t,y,name\n2020-01-31 00:00:00+00,1234.5,\"a, b\"\n2020-02-01 01:00:00+01,-2,c\n",
            "times with a zone, converted to UTC"
        },
        {
            "Excel, German: CSV, as shown",
            "t;y;name\r\n31.01.2020;1.234,50;a, b\r\n01.02.2020;-2,00;c\r\n",
            "semicolons, decimal commas, points between thousands, dates dd.MM.yyyy"
        },
        { "Excel, English (USA): dates without zeros", "t,y,name\r\n1/31/2020,1234.5,\"a, b\"\r\n2/1/2020,-2,c\r\n", "dates M/d/yyyy" },
        {
            "Excel, English (USA): thousands are quoted",
            "t,y,name\r\n1/31/2020,\"1,234.50\",\"a, b\"\r\n2/1/2020,-2.00,c\r\n",
            "commas between thousands, dates M/d/yyyy"
        },
        { "Excel, English (UK)", "t,y,name\r\n31/01/2020,1234.5,\"a, b\"\r\n01/02/2020,-2,c\r\n", "dates dd/MM/yyyy" },
        {
            "Excel, French: a narrow no-break space between thousands", "t;y;name\r\n31/01/2020;1\u202F234,50;a, b\r\n01/02/2020;-2,00;c\r\n",
            "semicolons, decimal commas, blanks between thousands, dates dd/MM/yyyy"
        },
        {
            "Excel, German (Switzerland): apostrophes", "t;y;name\r\n31.01.2020;1’234.50;a, b\r\n01.02.2020;-2.00;c\r\n",
            "semicolons, apostrophes between thousands, dates dd.MM.yyyy"
        },
        {
            "Excel: a first line that names the separator",
            "sep=;\r\nt;y;name\r\n31.01.2020;1234,5;a, b\r\n01.02.2020;-2;c\r\n",
            "semicolons, decimal commas, dates dd.MM.yyyy"
        },
        {
            "LibreOffice: every text is quoted",
            "\"t\";\"y\";\"name\"\n2020-01-31;1234,5;\"a, b\"\n2020-02-01;-2;\"c\"\n",
            "semicolons, decimal commas"
        },
        {
            "Google Sheets, German: commas, so that decimal commas are quoted",
            "t,y,name\r\n31.01.2020,\"1234,5\",\"a, b\"\r\n01.02.2020,-2,c",
            "decimal commas, dates dd.MM.yyyy"
        },
        { "dates as one number", "t,y,name\n20200131,1234.5,\"a, b\"\n20200201,-2,c\n", "dates yyyyMMdd" },
        { "Unix time", "t,y,name\n1580428800,1234.5,\"a, b\"\n1580515200,-2,c\n", "times in seconds since 1970" },
        { "JavaScript: Date.now()", "t,y,name\n1580428800000,1234.5,\"a, b\"\n1580515200000,-2,c\n", "times in milliseconds since 1970" },
        { "dates of Japan", "t,y,name\n2020/1/31,1234.5,\"a, b\"\n2020/2/1,-2,c\n", "dates yyyy/M/d" },
        {
            "a line break and quotation marks in other cells",
            "t,y,\"na\"\"\nme\",name\n2020-01-31,1234.5,\"x\ny\",\"a, b\"\n2020-02-01,-2,z,c\n",
            null
        },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Read_TextOfAnotherProgram_HasTheSameCells(string program, string text, string? description)
    {
        var source = TableSource.FromText(program, () => new StringReader(text));

        var table = source.Read(Kinds);

        Assert.Equal([1234.5, -2], table.GetNumbers("y"));
        Assert.Equal(["2020-01-31", "2020-02-01"], table.GetTimes("t").Values.Select(table.GetTimes("t").Format));
        Assert.Equal(["a, b", "c"], [table.GetTexts("name")[0], table.GetTexts("name")[1]]);
        Assert.Equal(description, source.Describe());
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Read_InAnotherCulture_HasTheSameCells(string program, string text, string? description)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (var culture in new[] { "de-DE", "tr-TR", "" })
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                Read_TextOfAnotherProgram_HasTheSameCells(program, text, description);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(
        "y;n\n1.234;a\n",
        "f.csv, line 2, column 'y': expected a number that can be read in one way: its mark may be the decimal mark or group "
            + "thousands, and no other number decides (set TableReadOptions.DecimalMark; on the command line, --decimal . or --decimal "
            + ",), got '1.234'.")]
    [InlineData(
        "y,n\n1,a\n\"1,234\",a\n",
        "f.csv, line 3, column 'y': expected a number that can be read in one way: its mark may be the decimal mark or group "
            + "thousands, and no other number decides (set TableReadOptions.DecimalMark; on the command line, --decimal . or --decimal "
            + ",), got '1,234'.")]
    [InlineData(
        "y;n\n1,5;a\n1.5;a\n",
        "f.csv, line 3, column 'y': expected a number with a decimal comma, such as 1234,5, like the other numbers (if the numbers "
            + "are written in another way, set TableReadOptions.DecimalMark and ThousandsMark; on the command line, --decimal and "
            + "--thousands), got '1.5'.")]
    [InlineData("y;n\n1,5;a\nx;a\n", "f.csv, line 3, column 'y': expected a number with a decimal comma, such as 1234,5, got 'x'.")]
    [InlineData(
        "y,n\n1,a\n2;b\n3,c\n",
        "f.csv, line 3: expected 2 cells as in the header, got 1. The row has semicolons where the header has commas: write the "
            + "same separator in all rows.")]
    [InlineData(
        "y;n\n1;a\n2;b;c\n",
        "f.csv, line 3: expected 2 cells as in the header, got 3. The columns are separated by semicolons (for another separator, "
            + "set TableReadOptions.Separator; on the command line, --separator).")]
    [InlineData(
        "y,a;b\n1,2;3\n",
        "f.csv, line 1: the header has commas and semicolons, and the rows fit each of them: say which separate the columns (set "
            + "TableReadOptions.Separator; on the command line, --separator).")]
    [InlineData("sep=;\ny;n\n1;x\nx;x\n", "f.csv, line 4, column 'y': expected a number with a decimal point, such as 1234.5, got 'x'.")]
    public void Read_UnclearText_NamesTheOption(string text, string message) => Assert.Equal(
        message,
        Assert.Throws<SequenceDataException>(() => TableSource.FromText("f.csv", () => new StringReader(text)).Read(
            new Dictionary<string, ColumnKind> { ["y"] = ColumnKind.Number })).Message);

    [Theory]
    [InlineData("y;n\n1.234;a\n", '.', null, 1.234)]
    [InlineData("y;n\n1.234;a\n", ',', null, 1234)]
    [InlineData("y;n\n1.234;a\n", null, '.', 1234)]
    [InlineData("y;n\n1 234;a\n", null, ' ', 1234)]
    [InlineData("y,n\n\"1,234\",a\n", null, ',', 1234)]
    public void Read_GivenMarks_AreUsed(string text, char? mark, char? thousands, double expected) => Assert.Equal(
        [expected],
        TableSource.FromText("f.csv", () => new StringReader(text), new TableReadOptions { DecimalMark = mark, ThousandsMark = thousands })
            .Read(new Dictionary<string, ColumnKind> { ["y"] = ColumnKind.Number }).GetNumbers("y"));
}
