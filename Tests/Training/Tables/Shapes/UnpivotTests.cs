using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.ML;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Wide tables as long ones.</summary>
public sealed class UnpivotTests
{
    private const string Wide = "day,b,a,open\n2020-01-01,,10,1\n2020-01-02,2,20,0\n2020-01-03,,30,1\n2020-01-04,4,,1\n";

    private static readonly UnpivotOptions Options = new() { KeptColumns = ["open"] };

    public static TheoryData<string, UnpivotOptions, string> Invalid => new()
    {
        { Wide, Options with { Columns = ["a", "c"] }, "t.csv has no column 'c'; its columns are day, b, a, open." },
        { Wide, Options with { Columns = ["a", "b", "a"] }, "t.csv: column 'a' is listed twice as a series: list each column once." },
        { Wide, Options with { SeriesColumn = "open" }, "t.csv has a column 'open' that is not a series, and a new column would have the same name: "
            + "choose other names (UnpivotOptions.SeriesColumn and ValueColumn; on the command line, --series and --target)." },
        { Wide, Options with { ValueColumn = "a" }, "t.csv has a series 'a', and a new column would have the same name: "
            + "choose other names (UnpivotOptions.SeriesColumn and ValueColumn; on the command line, --series and --target)." },
        { Wide, Options with { Columns = ["a", "open"] }, "t.csv: column 'open' is listed as a series and has another role: "
            + "list only the columns that are series." },
        { Wide, Options with { SeriesColumn = "y", ValueColumn = "y" }, "t.csv: the columns of the series and of the values are both named 'y': "
            + "choose two names (UnpivotOptions.SeriesColumn and ValueColumn; on the command line, --series and --target)." },
        { "day,c\n2020-01-01,x\n", new UnpivotOptions(), "t.csv has no columns of numbers that could be series; its columns are day, c: "
            + "list the columns that are series." },
        { "day,a, \n2020-01-01,1,2\n", new UnpivotOptions(), "t.csv: column 3 is a series and has no name: name it." },
        { "day,a,b\n2020-01-01,,\n2020-01-02,NA,\n", new UnpivotOptions { Columns = ["a", "b"] },
            "t.csv: all values of the 2 columns that are series are missing." },
        { "day,a\n2020-01-01,1\n2020-01-02,x\n", new UnpivotOptions { Columns = ["a"] },
            "t.csv, line 3, column 'a': expected a number with a decimal point, such as 1234.5, got 'x'." },
    };

    [Fact]
    public void Read_WideTable_HasARowForEachValue()
    {
        var table = TestTables.FromText(Wide).Unpivot(Options);
        var read = table.Read(new Dictionary<string, ColumnKind>
        {
            ["value"] = ColumnKind.Number,
            ["series"] = ColumnKind.Text,
            ["day"] = ColumnKind.Time,
        });

        Assert.Equal(["day", "open", "series", "value"], table.Columns);
        Assert.Equal("2 columns, 'b' to 'a', are series, not 'day', 'open'", table.Describe());
        // From the first value of each series to its last one.
        Assert.Equal(["b", "b", "b", "a", "a", "a"], Enumerable.Range(0, read.Rows).Select(row => read.GetTexts("series")[row]));
        Assert.Equal([2, double.NaN, 4, 10, 20, 30], read.GetNumbers("value"));
        Assert.Equal(["2020-01-02", "2020-01-03", "2020-01-04", "2020-01-01", "2020-01-02", "2020-01-03"],
            read.GetTimes("day").Values.Select(read.GetTimes("day").Format));
        Assert.Equal("t.csv, line 4, column 'b'", read.DescribeLocation(1, "value"));
        Assert.Equal("t.csv, line 2, column 'a'", read.DescribeLocation(3, "value"));
        Assert.Equal("t.csv, line 2, column 'day'", read.DescribeLocation(3, "day"));
    }

    [Fact]
    public void Read_RowsAfterTheLastValueWithCovariates_AreKeptForSeriesThatReachIt()
    {
        var table = TestTables.FromText("open,a,b\n1,10,1\n0,20,\n1,30,\n5,,\n6,,\n").Unpivot(Options);

        var read = table.Read(new Dictionary<string, ColumnKind>
        {
            ["series"] = ColumnKind.Text,
            ["value"] = ColumnKind.Number,
            ["open"] = ColumnKind.Number,
        });

        Assert.Equal([10, 20, 30, double.NaN, double.NaN, 1], read.GetNumbers("value"));
        Assert.Equal([1, 0, 1, 5, 6, 1], read.GetNumbers("open"));
        Assert.Equal(4, table.Read(new Dictionary<string, ColumnKind> { ["value"] = ColumnKind.Number }).Rows);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Read_InvalidColumns_IsOneClearLine(string text, UnpivotOptions options, string message)
    {
        var table = TestTables.FromText(text).Unpivot(options);

        var kinds = new Dictionary<string, ColumnKind> { [options.ValueColumn] = ColumnKind.Number };
        Assert.Equal(message, Assert.Throws<SequenceDataException>(() => table.Read(kinds)).Message);
    }

    [Fact]
    public void Train_MissingValueWithinASeries_NamesLineAndColumnOfTheFile() => Assert.Equal(
        "t.csv, line 4, column 'b': the value is missing: fill it in, remove the row, or carry the previous value forward "
        + "(DataColumns.ForwardFill; on the command line, --missing carry).",
        Assert.Throws<SequenceDataException>(() => new TableTrainer(TestTables.FromText(Wide).Unpivot(Options), Columns(ahead: "open"))).Message);

    [Property(MaxTest = 40)]
    public Property Read_AnyWideTable_GivesTheFrameOfTheLongTable() => Prop.ForAll(
        Arb.From(from series in Gen.Choose(1, 5)
                 from rows in Gen.Choose(1, 8)
                 from cells in Gen.Choose(-3, 9).ArrayOf(series * rows)
                 select (series, rows, cells)),
        values =>
        {
            var (series, rows, cells) = values;
            // Below 0 at the ends of a series: missing.
            var wide = "day," + string.Join(',', Enumerable.Range(0, series).Select(index => $"s{index}")) + "\n";
            for (var row = 0; row < rows; row++)
                wide += $"{row}," + string.Join(',', Enumerable.Range(0, series).Select(index => Cell(index, row))) + "\n";
            var text = "day,series,value\n";
            for (var index = 0; index < series; index++)
            {
                int[] present = [.. Enumerable.Range(0, rows).Where(row => Cell(index, row).Length > 0)];
                for (var row = present.FirstOrDefault(rows); row <= present.LastOrDefault(-1); row++)
                    text += $"{row},s{index},{Cell(index, row)}\n";
            }

            if (text.Count(character => character == '\n') == 1)
                return;
            var columns = new DataColumns { Targets = ["value"], Series = "series", Time = "day", ForwardFill = true };
            var expected = RowFrameReader.Read(TestTables.FromText(text), columns);
            var frame = RowFrameReader.Read(TestTables.FromText(wide).Unpivot(new UnpivotOptions { KeptColumns = ["day"] }), columns);
            Assert.Equal(expected.Values, frame.Values);
            Assert.Equal(expected.Times, frame.Times);
            Assert.Equal(expected.Segments, frame.Segments);
            Assert.Equal(TableHashes.HashValues(expected), TableHashes.HashValues(frame));

            string Cell(int index, int row) => cells[(index * rows) + row] is >= 0 and var value ? value.ToString(CultureInfo.InvariantCulture) : "";
        });

    [Fact]
    public void Train_WideTableOfAnySource_GivesTheModelOfTheLongTable()
    {
        var first = new DateTime(2020, 1, 1);
        var rows = Enumerable.Range(0, 30).Select(row => new Row { Day = first.AddDays(row), A = MathF.Sin(row), B = row % 5 }).ToList();
        var wide = "Day,A,B\n" + string.Concat(rows.Select(row => FormattableString.Invariant($"{row.Day:yyyy-MM-dd},{row.A:R},{row.B:R}\n")));
        var text = "Day,series,value\n" + string.Concat(rows.Select(row => FormattableString.Invariant($"{row.Day:yyyy-MM-dd},A,{row.A:R}\n")))
            + string.Concat(rows.Select(row => FormattableString.Invariant($"{row.Day:yyyy-MM-dd},B,{row.B:R}\n")));
        // Rows of a time together: the order of rows of different series does not matter.
        var byTime = "Day,series,value\n" + string.Concat(rows.Select(row => FormattableString.Invariant(
            $"{row.Day:yyyy-MM-dd},A,{row.A:R}\n{row.Day:yyyy-MM-dd},B,{row.B:R}\n")));

        var expected = Train(TestTables.FromText(text));

        Assert.Equal(expected, Train(TestTables.FromText(byTime)));
        Assert.Equal(expected, Train(TestTables.FromText(wide).Unpivot()));
        Assert.Equal(expected, Train(TestTables.FromText(wide).Unpivot(new UnpivotOptions { Columns = ["A", "B"] })));
        Assert.Equal(expected, Train(TableSource.FromDataView(new MLContext(1).Data.LoadFromEnumerable(rows)).Unpivot()));

        static byte[] Train(TableSource table) =>
            new TableTrainer(table, Columns("Day")).Fit(cancellationToken: TestContext.Current.CancellationToken).ModelBytes.ToArray();
    }

    private static TableTrainingOptions Columns(string? time = null, string? ahead = null) => TestTables.Options with
    {
        Columns = new DataColumns { Targets = ["value"], Series = "series", Time = time, FutureCovariates = ahead is null ? [] : [ahead] },
    };

    private sealed class Row
    {
        public DateTime Day { get; init; }

        public float A { get; init; }

        public float B { get; init; }
    }
}
