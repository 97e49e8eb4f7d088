using System.Globalization;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class ParquetTableTests : IDisposable
{
    private const string Nested = "Leave the column out, or write the file again with its values in columns of their own.";

    private readonly TemporaryFolder _folder = new();

    private string File => _folder["t.parquet"];

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, double?[]> Numbers => new()
    {
        { "i::TINYINT - 2", [-2, null, 0, 1] },
        { "i::SMALLINT * -1000", [0, null, -2000, -3000] },
        { "i::INTEGER * 100000", [0, null, 200000, 300000] },
        { "i::BIGINT * -5000000000", [0, null, -1e10, -1.5e10] },
        { "(i + 252)::UTINYINT", [252, null, 254, 255] },
        { "(i + 65532)::USMALLINT", [65532, null, 65534, 65535] },
        { "(i + 4294967292)::UINTEGER", [4294967292, null, 4294967294, 4294967295] },
        { "(i + 18446744073709551612)::UBIGINT", [18446744073709551612, null, 18446744073709551614, 18446744073709551615] },
        { "(i / 3)::FLOAT", [0, null, 2 / 3f, 1] },
        { "(i / 3)::DOUBLE", [0, null, 2 / 3.0, 1] },
        { "(i * -0.25)::DECIMAL(9, 2)", [0, null, -0.5, -0.75] },
        { "(i * -0.005)::DECIMAL(18, 3)", [0, null, -0.01, -0.015] },
        { "(i * 1000000.00001)::DECIMAL(38, 5)", [0, null, 2000000.00002, 3000000.00003] },
        { "(i - 2)::DECIMAL(38, 0)", [-2, null, 0, 1] },
        { "i > 1", [0, null, 1, 1] },
        { "NULL::INTEGER", [null, null, null, null] },
        { "'NaN'::DOUBLE", [null, null, null, null] },
        { "(i + 0.5)::VARCHAR", [0.5, null, 2.5, 3.5] },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Read_EveryNumberType_HasItsValues(string expression, double?[] expected)
    {
        Write($"SELECT CASE WHEN i <> 1 THEN {expression} END AS y FROM range(4) AS t(i)");

        Assert.Equal(expected.Select(value => value ?? double.NaN), Read("y", ColumnKind.Number).GetNumbers("y"));
    }

    [Theory]
    [InlineData("DATE '2020-01-31' + i::INTEGER", "2020-01-31", "2020-02-01", DateTimeKind.Unspecified)]
    [InlineData("DATE '1900-02-28' + i::INTEGER", "1900-02-28", "1900-03-01", DateTimeKind.Unspecified)]
    [InlineData("TIMESTAMP '2020-01-31 23:30:00' + INTERVAL (i) HOUR", "2020-01-31T23:30:00", "2020-02-01T00:30:00", DateTimeKind.Unspecified)]
    [InlineData("TIMESTAMP_MS '1969-12-31 23:59:59' + INTERVAL (i) SECOND", "1969-12-31T23:59:59", "1970-01-01", DateTimeKind.Unspecified)]
    [InlineData("(TIMESTAMP '1969-12-31' + INTERVAL (i) DAY)::TIMESTAMP_NS", "1969-12-31", "1970-01-01", DateTimeKind.Unspecified)]
    [InlineData("TIMESTAMP_S '2020-01-31 10:00:00' + INTERVAL (i) HOUR", "2020-01-31T10:00:00", "2020-01-31T11:00:00", DateTimeKind.Unspecified)]
    [InlineData("TIMESTAMPTZ '2020-01-31 10:00:00+02' + INTERVAL (i) HOUR", "2020-01-31T08:00:00", "2020-01-31T09:00:00", DateTimeKind.Utc)]
    [InlineData("(DATE '2020-01-31' + i::INTEGER)::VARCHAR", "2020-01-31", "2020-02-01", DateTimeKind.Unspecified)]
    [InlineData("i + 5", "5", "6", DateTimeKind.Unspecified)]
    [InlineData("i + 5.5", "5.5", "6.5", DateTimeKind.Unspecified)]
    public void Read_EveryTimeType_HasItsTimes(string expression, string first, string second, DateTimeKind kind)
    {
        Write($"SELECT {expression} AS t FROM range(2) AS t(i)");

        var (times, texts) = (Read("t", ColumnKind.Time).GetTimes("t"), Read("t", ColumnKind.Text).GetTexts("t"));

        Assert.Equal([first, second], times.Values.Select(times.Format));
        Assert.Equal(kind == DateTimeKind.Utc, texts[0].EndsWith('Z'));
    }

    [Fact]
    public void Read_FractionsOfSeconds_HaveMicroseconds()
    {
        Write("SELECT TIMESTAMP '2020-01-31 10:00:00.123456' AS us, TIMESTAMP_NS '2020-01-31 10:00:00.123456789' AS ns");

        Assert.Equal("2020-01-31T10:00:00.123456", Read("us", ColumnKind.Text).GetTexts("us")[0]);
        Assert.Equal("2020-01-31T10:00:00.1234567", Read("ns", ColumnKind.Text).GetTexts("ns")[0]);
    }

    [Theory]
    [InlineData("'Zürich ' || i", "Zürich 0", "Zürich 1")]
    [InlineData("repeat('ä', 300) || i", null, null)]
    [InlineData("(i + 9007199254740993)::BIGINT", "9007199254740993", "9007199254740994")]
    [InlineData("(i + 1.50)::DECIMAL(9, 2)", "1.50", "2.50")]
    [InlineData("i / 2", "0", "0.5")]
    [InlineData("i = 1", "0", "1")]
    [InlineData("CASE WHEN i = 0 THEN UUID '00112233-4455-6677-8899-aabbccddeeff' ELSE UUID 'ff000000-0000-0000-0000-000000000001' END",
        "00112233-4455-6677-8899-aabbccddeeff", "ff000000-0000-0000-0000-000000000001")]
    [InlineData("(CASE WHEN i = 0 THEN 'low' ELSE 'high' END)::ENUM('low', 'high')", "low", "high")]
    public void Read_EveryTypeAsText_HasItsText(string expression, string? first, string? second)
    {
        Write($"SELECT {expression} AS s FROM range(2) AS t(i)");

        var texts = Read("s", ColumnKind.Text).GetTexts("s");

        Assert.Equal([first ?? new string('ä', 300) + "0", second ?? new string('ä', 300) + "1"], [texts[0], texts[1]]);
    }

    [Theory]
    [InlineData("COMPRESSION snappy")]
    [InlineData("COMPRESSION zstd")]
    [InlineData("COMPRESSION gzip")]
    [InlineData("COMPRESSION brotli")]
    [InlineData("COMPRESSION lz4_raw")]
    [InlineData("COMPRESSION uncompressed")]
    [InlineData("PARQUET_VERSION V2")]
    public void Read_EveryCodecAndEncodingOverSeveralRowGroups_IsTheSame(string options)
    {
        const int Rows = 10_000;
        Write(
            "SELECT TIMESTAMP '2020-01-01' + INTERVAL (i) MINUTE AS t, 'series ' || (i % 7) AS s, CASE WHEN i % 5 > 0 THEN sin(i) END AS y, i AS n, "
            + $"(i % 3)::DECIMAL(9, 2) AS d, i::FLOAT AS f, i % 2 = 0 AS b, 'text ' || i AS u FROM range({Rows}) AS t(i)",
            $"{options}, ROW_GROUP_SIZE 2048");

        var table = Open().Read(new Dictionary<string, ColumnKind>
        {
            ["t"] = ColumnKind.Time,
            ["s"] = ColumnKind.Text,
            ["y"] = ColumnKind.Number,
            ["n"] = ColumnKind.Number,
            ["d"] = ColumnKind.Number,
            ["f"] = ColumnKind.Number,
            ["b"] = ColumnKind.Number,
            ["u"] = ColumnKind.Text,
        });

        Assert.Equal(Rows, table.Rows);
        var (times, start) = (table.GetTimes("t"), CalendarTime.ToSeconds(new DateTime(2020, 1, 1)));
        for (var row = 0; row < Rows; row++)
        {
            Assert.Equal(start + (row * 60.0), times.Values[row]);
            Assert.Equal($"series {row % 7}", table.GetTexts("s")[row]);
            Assert.Equal($"text {row}", table.GetTexts("u")[row]);
            Assert.Equal(row % 5 > 0 ? Math.Sin(row) : double.NaN, table.GetNumbers("y")[row], 1e-15);
            Assert.Equal(row, table.GetNumbers("n")[row]);
            Assert.Equal(row % 3, table.GetNumbers("d")[row]);
            Assert.Equal(row, table.GetNumbers("f")[row]);
            Assert.Equal(row % 2 == 0 ? 1 : 0, table.GetNumbers("b")[row]);
        }

        Assert.Equal($"{File}, row 10000, column 'y'", table.DescribeLocation(Rows - 1, "y"));
    }

    [Fact]
    public void Schema_EveryType_HasItsKind()
    {
        Write("SELECT 1 AS i, 1.5 AS d, true AS b, 'x' AS s, DATE '2020-01-31' AS t, TIMESTAMP '2020-01-31' AS u, [1] AS l, UUID() AS g");

        Assert.Equal(
            [
                new("i", ColumnKind.Number), new("d", ColumnKind.Number), new("b", ColumnKind.Number), new("s", ColumnKind.Text),
                new("t", ColumnKind.Time), new("u", ColumnKind.Time), new("l", ColumnKind.Text), new SourceColumn("g", ColumnKind.Text),
            ],
            Open().ReadSchema());
        Assert.Equal(["i", "d", "b", "s", "t", "u", "l", "g"], Open().Columns);
        Assert.Equal("Parquet", Open().Describe());
    }

    [Theory]
    [InlineData("[i, i + 1]", "lists")]
    [InlineData("{'a': i}", "structures of other columns")]
    [InlineData("MAP {'a': i}", "maps")]
    [InlineData("TIME '10:00:00'", "times of day")]
    [InlineData("INTERVAL (i) DAY", "intervals")]
    [InlineData("'x'::BLOB", "bytes that are not marked as text")]
    public void Read_NestedColumn_IsRefusedOnlyIfRequested(string expression, string values)
    {
        Write($"SELECT i AS y, {expression} AS x, i * 2 AS z FROM range(3) AS t(i)");

        Assert.Equal([0, 2, 4], Read("z", ColumnKind.Number).GetNumbers("z"));
        Assert.Equal(
            $"{File}, column 'x': expected numbers, texts, Booleans or dates, got {values}. {Nested}",
            Assert.Throws<SequenceDataException>(() => Read("x", ColumnKind.Number)).Message);
    }

    [Theory]
    [InlineData("'a' || i", ColumnKind.Number, "row 1, column 'x': expected a number with a decimal point, such as 1234.5, got 'a0'.")]
    [InlineData("DATE '2020-01-31'", ColumnKind.Number,
        "row 1, column 'x': expected a number with a decimal point, such as 1234.5, got '2020-01-31'.")]
    [InlineData("CASE WHEN i < 2500 THEN i ELSE 1e300 END", ColumnKind.Number,
        "row 2501, column 'x': expected a number that fits into float32, from -3.4e38 to 3.4e38, got '1E+300'.")]
    [InlineData("CASE WHEN i < 2500 THEN 'a' END", ColumnKind.Text, "row 2501, column 'x': expected a text, got ''.")]
    [InlineData("CASE WHEN i < 2500 THEN DATE '2020-01-31' END", ColumnKind.Time,
        "row 2501, column 'x': expected a date such as 2020-01-31 or 2020-01-31T10:30:00, like the previous rows, got ''.")]
    [InlineData("CASE WHEN i = 1 THEN DATE '12000-01-31' ELSE DATE '2000-01-31' END", ColumnKind.Time,
        "row 2, column 'x': expected a date in the years 1 to 9999, got '1970 + 3663412 days'.")]
    public void Read_WrongCell_NamesRowAndColumn(string expression, object kind, string message)
    {
        Write($"SELECT {expression} AS x FROM range(5000) AS t(i)", "ROW_GROUP_SIZE 2048");

        Assert.Equal($"{File}, {message}", Assert.Throws<SequenceDataException>(() => Read("x", (ColumnKind)kind)).Message);
    }

    [Fact]
    public void Read_MissingColumn_ListsTheColumns()
    {
        Write("SELECT 1 AS a, 2 AS b");

        Assert.StartsWith(
            $"{File} has no column 'y'",
            Assert.Throws<SequenceDataException>(() => Read("y", ColumnKind.Number)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoRows_IsAnEmptyTable()
    {
        Write("SELECT 1 AS y WHERE false");

        Assert.Equal(0, Read("y", ColumnKind.Number).Rows);
    }

    [Fact]
    public async Task Read_Pipe_IsKept()
    {
        if (OperatingSystem.IsWindows())
            return;
        Write("SELECT i AS y FROM range(3) AS t(i)");
        var pipe = _folder["pipe"];
        await System.Diagnostics.Process.Start("mkfifo", pipe).WaitForExitAsync();
        var writer = Task.Run(() => System.IO.File.WriteAllBytes(pipe, System.IO.File.ReadAllBytes(File)));

        Assert.Equal([0, 1, 2], TableSource.FromFile(pipe).Read(new Dictionary<string, ColumnKind> { ["y"] = ColumnKind.Number }).GetNumbers("y"));
        await writer;
    }

    [Fact]
    public void Read_EveryCulture_IsTheSame()
    {
        var culture = CultureInfo.CurrentCulture;
        Write("SELECT '1.5' AS y, 2.5::DECIMAL(9, 2) AS d, TIMESTAMP '2020-01-31 10:00:00' AS t");
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            Assert.Equal([1.5], Read("y", ColumnKind.Number).GetNumbers("y"));
            Assert.Equal("2.50", Read("d", ColumnKind.Text).GetTexts("d")[0]);
            Assert.Equal("2020-01-31T10:00:00", Read("t", ColumnKind.Text).GetTexts("t")[0]);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private void Write(string query, string options = "") => DuckDbFile.Write(File, query, options);

    private TableSource Open() => TableSource.FromFile(File);

    private DataTable Read(string column, ColumnKind kind) => Open().Read(new Dictionary<string, ColumnKind> { [column] = kind });
}
