using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class DatabaseFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["d.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sqlite_EveryType_HasItsValues()
    {
        CreateSqlite(
            "CREATE TABLE t (d TEXT, y REAL, n INTEGER, s TEXT, b BLOB)",
            "INSERT INTO t VALUES ('2020-01-31', 1.5, 9007199254740993, 'a', x'00')",
            "INSERT INTO t VALUES ('2020-02-01', NULL, 2, 'b', NULL), ('2020-02-02', 3, 3, 'a', x'01')");

        var source = SqliteTable.FromQuery(File, "SELECT * FROM t ORDER BY d");

        Assert.Equal(
            [
                new("d", ColumnKind.Time), new("y", ColumnKind.Number), new("n", ColumnKind.Number), new("s", ColumnKind.Text),
                new SourceColumn("b", ColumnKind.Text),
            ],
            source.ReadSchema());
        Assert.Equal([1.5, double.NaN, 3], Read(source, "y", ColumnKind.Number).GetNumbers("y"));
        Assert.Equal("9007199254740993", Read(source, "n", ColumnKind.Text).GetTexts("n")[0]);
        Assert.Equal([0, 1, 0], Read(source, "s", ColumnKind.Text).GetTexts("s").Codes);
        var times = Read(source, "d", ColumnKind.Time).GetTimes("d");
        Assert.Equal("2020-02-02", times.Format(times.Values[2]));
        Assert.Equal("the query, row 3, column 'y'", Read(source, "y", ColumnKind.Number).DescribeLocation(2, "y"));
        Assert.Equal(
            "the query, column 'b': expected numbers, texts, Booleans or dates, got the type BLOB. Leave the column out, or cast it in the query.",
            Assert.Throws<SequenceDataException>(() => Read(source, "b", ColumnKind.Number)).Message);
    }

    [Fact]
    public void Sqlite_ValuesOfSeveralTypesInAColumn_AreReadOneByOne()
    {
        CreateSqlite("CREATE TABLE t (y)", "INSERT INTO t VALUES (NULL), (1), (2.5), ('3.5'), ('x')");

        Assert.Equal([double.NaN, 1, 2.5, 3.5], Read(SqliteTable.FromQuery(File, "SELECT y FROM t LIMIT 4"), "y", ColumnKind.Number).GetNumbers("y"));
        Assert.Equal(
            "the query, row 5, column 'y': expected a number with a decimal point, such as 1234.5, got 'x'.",
            Assert.Throws<SequenceDataException>(() => Read(SqliteTable.FromQuery(File, "SELECT y FROM t"), "y", ColumnKind.Number)).Message);
    }

    [Theory]
    [InlineData("SELECT * FROM nowhere", "the query failed: SQLite Error 1: 'no such table: nowhere'.")]
    [InlineData("DELETE FROM t", "the query failed: SQLite Error 8: 'attempt to write a readonly database'.")]
    [InlineData("SELECT y FROM t WHERE y > 5", "the query returns no rows.")]
    [InlineData("PRAGMA cache_size = 5", "the query returns no columns: expected a SELECT.")]
    [InlineData("SELECT y, 2 * y AS y FROM t", "the query has more than one column 'y': column names must be unique.")]
    [InlineData("SELECT y FROM t; SELECT 2 AS y", "the query returns more than one result: expected a single SELECT.")]
    [InlineData("SELECT y FROM t; DROP TABLE t", "the query failed: SQLite Error 8: 'attempt to write a readonly database'.")]
    public void Sqlite_WrongQuery_SaysSo(string query, string message)
    {
        CreateSqlite("CREATE TABLE t (y)", "INSERT INTO t VALUES (1)");

        Assert.Equal(message, Assert.Throws<SequenceDataException>(() => SqliteTable.FromQuery(File, query).Columns).Message);
        Assert.Equal(["y"], SqliteTable.FromQuery(File, "SELECT y FROM t").Columns);
    }

    [Theory]
    [InlineData("SELECT * FROM nowhere", "the query failed: Catalog Error: Table with name nowhere does not exist! ")]
    [InlineData("SELEC 1", "the query failed: Parser Error: syntax error at or near \"SELEC\"")]
    [InlineData("INSERT INTO t VALUES (2)", "the query failed: Invalid Input Error: Cannot execute statement of type \"INSERT\" on database \"d\" ")]
    [InlineData("SELECT y FROM t WHERE y > 5", "the query returns no rows.")]
    [InlineData("SELECT y FROM t; SELECT 2 AS y", "the query returns more than one result: expected a single SELECT.")]
    [InlineData("SELECT y, {'a': y} AS x FROM t", null)]
    public void DuckDb_WrongQuery_SaysSo(string query, string? start)
    {
        CreateDuckDb("CREATE TABLE t AS SELECT 1.5::DOUBLE AS y");
        var source = DuckDbTable.FromQuery(File, query);

        var message = Assert.Throws<SequenceDataException>(
            () => start is null ? Read(source, "x", ColumnKind.Number).Name : source.Columns[0]).Message;

        Assert.StartsWith(
            start ?? "the query, column 'x': expected numbers, texts, Booleans or dates, got the type ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void DuckDb_EveryType_HasItsValues()
    {
        CreateDuckDb(
            "CREATE TABLE t AS SELECT i::TINYINT a, i::UBIGINT b, i::HUGEINT c, (i / 4)::FLOAT d, (i / 4)::DECIMAL(9, 2) e, i = 1 f, 'n' || i g, "
            + "DATE '2020-01-31' + i::INTEGER h, TIMESTAMP '2020-01-31 10:30:00' + INTERVAL (i) HOUR j, "
            + "TIMESTAMPTZ '2020-01-31 10:00:00+02' + INTERVAL (i) HOUR k, CASE WHEN i = 0 THEN 1 END l FROM range(2) AS r(i)");
        var source = DuckDbTable.FromQuery(File, "SELECT * FROM t");

        foreach (var (column, second) in new[] { ("a", 1.0), ("b", 1), ("c", 1), ("d", 0.25), ("e", 0.25), ("f", 1), ("l", double.NaN) })
            Assert.Equal(second, Read(source, column, ColumnKind.Number).GetNumbers(column)[1]);
        foreach (var (column, second) in new[] { ("h", "2020-02-01"), ("j", "2020-01-31T11:30:00"), ("k", "2020-01-31T09:00:00") })
            Assert.Equal(second, TimeColumn.Format(Read(source, column, ColumnKind.Time).GetTimes(column).Values[1], isCalendar: true));
        Assert.Equal("n1", Read(source, "g", ColumnKind.Text).GetTexts("g")[1]);
    }

    [Fact]
    public void Read_MissingFile_SaysSo()
    {
        var message = $"Database '{File}' does not exist: check the path.";

        Assert.Equal(message, Assert.Throws<SequenceDataException>(() => SqliteTable.FromQuery(File, "SELECT 1").Columns).Message);
        Assert.Equal(message, Assert.Throws<SequenceDataException>(() => DuckDbTable.FromQuery(File, "SELECT 1").Columns).Message);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void Read_ManyTimes_RunsTheQueryOnce()
    {
        CreateSqlite("CREATE TABLE t (y)", "INSERT INTO t VALUES (1), (2)");
        var connections = 0;
        var source = TableSource.FromQuery(
            () =>
            {
                connections++;
                return new SqliteConnection($"Data Source={File};Pooling=False");
            },
            "INSERT INTO t VALUES (3) RETURNING y");

        Assert.Equal(["y"], source.Columns);
        Assert.Equal([3], Read(source, "y", ColumnKind.Number).GetNumbers("y"));
        Assert.Equal([3], Read(source, "y", ColumnKind.Number).GetNumbers("y"));
        Assert.Equal(1, connections);
        Assert.Equal([3], Read(SqliteTable.FromQuery(File, "SELECT count(*) AS n FROM t"), "n", ColumnKind.Number).GetNumbers("n"));
    }

    [Fact]
    public void Read_AfterAFailure_RunsTheQueryAgain()
    {
        var source = SqliteTable.FromQuery(File, "SELECT y FROM t", "sales");
        Assert.Throws<SequenceDataException>(() => source.Columns);
        CreateSqlite("CREATE TABLE t (y)", "INSERT INTO t VALUES (1)");

        Assert.Equal(["y"], source.Columns);
        Assert.StartsWith(
            "sales has no column 'z'",
            Assert.Throws<SequenceDataException>(() => Read(source, "z", ColumnKind.Number)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("duckdb")]
    public void FromFile_Database_SaysToUseAQuery(string kind)
    {
        if (kind == "sqlite")
            CreateSqlite("CREATE TABLE t (y)");
        else
            CreateDuckDb("CREATE TABLE t (y INTEGER)");

        Assert.Contains(
            $"{(kind == "sqlite" ? "an SQLite" : "a DuckDB")} database: use TableSource.FromQuery (--query SQL --connection FILE)",
            Assert.Throws<SequenceDataException>(() => TableSource.FromFile(File).Columns).Message,
            StringComparison.Ordinal);
    }

    private static DataTable Read(TableSource source, string column, ColumnKind kind) =>
        source.Read(new Dictionary<string, ColumnKind> { [column] = kind });

    private void CreateSqlite(params string[] statements)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        foreach (var statement in statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }

    private void CreateDuckDb(string statement)
    {
        using var connection = new DuckDBConnection($"Data Source={File}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
