using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class PostgreSqlTableTests(PostgreSqlServer server) : IClassFixture<PostgreSqlServer>
{
    [Fact]
    public void Read_EveryType_HasItsValues()
    {
        Assert.SkipWhen(server.Reason is not null, server.Reason ?? "");
        const string Query = """
            SELECT i::smallint AS s, i::integer AS i, (i * 5000000000)::bigint AS b, (i / 4.0)::real AS r, (i / 4.0)::double precision AS d,
                (i / 4.0)::numeric(9, 2) AS n, i = 1 AS t, 'name ' || i AS v, DATE '2020-01-31' + i AS date,
                TIMESTAMP '2020-01-31 10:30:00' + i * INTERVAL '1 hour' AS ts, TIMESTAMPTZ '2020-01-31 10:00:00+02' + i * INTERVAL '1 hour' AS tz,
                CASE WHEN i = 0 THEN 1.5 END AS m, ARRAY[i] AS a, '00112233-4455-6677-8899-aabbccddeeff'::uuid AS u
            FROM generate_series(0, 1) AS g(i)
            """;
        foreach (var connection in new[] { server.Keywords, server.Url })
        {
            var source = PostgreSqlTable.FromQuery(connection, Query);

            Assert.Equal(["s", "i", "b", "r", "d", "n", "t", "v", "date", "ts", "tz", "m", "a", "u"], source.Columns);
            (string, double)[] numbers = [("s", 1), ("i", 1), ("b", 5e9), ("r", 0.25), ("d", 0.25), ("n", 0.25), ("t", 1), ("m", double.NaN)];
            foreach (var (column, second) in numbers)
                Assert.Equal(second, Read(source, column, ColumnKind.Number).GetNumbers(column)[1]);
            foreach (var (column, second) in new[] { ("date", "2020-02-01"), ("ts", "2020-01-31T11:30:00"), ("tz", "2020-01-31T09:00:00") })
                Assert.Equal(second, TimeColumn.Format(Read(source, column, ColumnKind.Time).GetTimes(column).Values[1], isCalendar: true));
            foreach (var (column, second) in new[] { ("v", "name 1"), ("u", "00112233-4455-6677-8899-aabbccddeeff"), ("n", "0.25") })
                Assert.Equal(second, Read(source, column, ColumnKind.Text).GetTexts(column)[1]);
            Assert.Equal(
                "the query, column 'a': expected numbers, texts, Booleans or dates, got the type integer[]. "
                    + "Leave the column out, or cast it in the query.",
                Assert.Throws<SequenceDataException>(() => Read(source, "a", ColumnKind.Number)).Message);
        }
    }

    [Theory]
    [InlineData("SELECT * FROM nowhere", "the query failed: 42P01: relation \"nowhere\" does not exist.")]
    [InlineData("SELEC 1", "the query failed: 42601: syntax error at or near \"SELEC\".")]
    [InlineData("CREATE TABLE made (y int)", "the query returns no columns: expected a SELECT.")]
    [InlineData("SELECT 1 AS y WHERE false", "the query returns no rows.")]
    [InlineData("SELECT 1 AS y, 2 AS y", "the query has more than one column 'y': column names must be unique.")]
    [InlineData("SELECT 1 AS y; SELECT 2 AS y", "the query returns more than one result: expected a single SELECT.")]
    [InlineData("SELECT 1 / (2 - g) AS y FROM generate_series(1, 3) AS s(g)", "the query failed: 22012: division by zero.")]
    public void Read_WrongQuery_SaysSo(string query, string message)
    {
        Assert.SkipWhen(server.Reason is not null, server.Reason ?? "");

        Assert.Equal(message, Assert.Throws<SequenceDataException>(() => PostgreSqlTable.FromQuery(server.Url, query).Columns).Message);
    }

    [Fact]
    public void Read_NumberTooLarge_NamesItsPlace()
    {
        Assert.SkipWhen(server.Reason is not null, server.Reason ?? "");

        var message = Assert.Throws<SequenceDataException>(
            () => PostgreSqlTable.FromQuery(server.Url, "SELECT 1 AS t, 'NaN'::numeric AS y").Columns).Message;

        Assert.StartsWith("the query, row 1, column 'y': a value of the type numeric cannot be read: ", message, StringComparison.Ordinal);
        Assert.EndsWith(" Cast it in the query, such as to double precision.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WrongPassword_DoesNotShowIt()
    {
        Assert.SkipWhen(server.Reason is not null, server.Reason ?? "");
        var connection = server.Url.Replace(Uri.EscapeDataString(PostgreSqlServer.Password), "geheim-42", StringComparison.Ordinal);

        Assert.Equal(
            "the query failed: 28P01: password authentication failed for user \"tester\".",
            Assert.Throws<SequenceDataException>(() => PostgreSqlTable.FromQuery(connection, "SELECT 1").Columns).Message);
    }

    [Fact]
    public void Read_NoServer_SaysSo()
    {
        Assert.Equal(
            "the query failed: Failed to connect to 127.0.0.1:1: Connection refused.",
            Assert.Throws<SequenceDataException>(
                () => PostgreSqlTable.FromQuery("postgresql://u:geheim-42@127.0.0.1:1/d", "SELECT 1").Columns).Message);
    }

    [Theory]
    [InlineData("host=localhost password=geheim-42", "The connection to PostgreSQL separates its keywords by spaces, ")]
    [InlineData("Database=d;Password=geheim-42", "The connection to PostgreSQL has no host, ")]
    [InlineData("Host=h;Pasword=geheim-42", "The connection to PostgreSQL is invalid (couldn't set pasword), ")]
    [InlineData("geheim-42", "The connection to PostgreSQL is invalid (")]
    [InlineData("postgresql://u:geheim-42@h:port/d", "The connection to PostgreSQL is not a valid URL ")]
    [InlineData("postgresql://u:geheim-42@h/d?ssl=1", "The URL of the connection to PostgreSQL has the parameter 'ssl', expected ")]
    [InlineData("postgresql://u:p@h/d?sslmode=geheim-42", "The URL of the connection to PostgreSQL has an invalid value of the parameter 'sslmode'.")]
    public void FromQuery_WrongConnection_SaysSoWithoutIt(string connection, string start)
    {
        var message = Assert.ThrowsAny<ArgumentException>(() => PostgreSqlTable.FromQuery(connection, "SELECT 1").Columns).Message;

        Assert.StartsWith(start, message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private static DataTable Read(TableSource source, string column, ColumnKind kind) =>
        source.Read(new Dictionary<string, ColumnKind> { [column] = kind });
}
