using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Rows from databases and Parquet files, in the commands.</summary>
public sealed class QueryTests : IDisposable
{
    private const string Select = "SELECT * FROM airline ORDER BY date";

    private static readonly string[] Roles =
        ["--target", "passengers_thousands", "--time", "date", "--window", "12", "--epochs", "2", "--hidden", "4", "--threads", "1"];

    private readonly ConsoleCall _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task Train_SameRowsFromEverySource_WritesTheSameModel()
    {
        var csv = WriteAirline();
        string[][] sources =
        [
            ["--data", csv],
            ["--data", _call["airline.parquet"]],
            ["--query", Select, "--connection", _call["airline.sqlite"]],
            ["--query", Select, "--connection", _call["airline.duckdb"]],
        ];
        var models = new List<byte[]>();
        foreach (var (index, source) in sources.Index())
        {
            var model = _call[$"m{index}.onnx"];
            Assert.Equal(ExitCode.Success, await _call.RunAsync(["train", .. source, .. Roles, "--out", model]));
            Assert.Equal("", _call.Errors);
            models.Add(await File.ReadAllBytesAsync(model));
        }

        Assert.All(models.Skip(1), model => Assert.Equal(models[0], model));
    }

    [Fact]
    public async Task EveryCommand_Query_TakesItsRows()
    {
        WriteAirline();
        string[] source = ["--query", Select, "--connection", _call["airline.sqlite"]];
        Assert.Equal(ExitCode.Success, await _call.RunAsync(["train", .. source, .. Roles, "--out", _call["m.onnx"]]));

        Assert.Equal(ExitCode.Success, await _call.RunAsync(["evaluate", _call["m.onnx"], .. source]));
        Assert.StartsWith("the query: 115 of 144 rows were used for training ", _call.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, await _call.RunAsync(["compare", .. source, .. Roles]));
        Assert.Equal(ExitCode.Success, await _call.RunAsync(["predict", _call["m.onnx"], .. source, "--out", _call["p.csv"]]));
        Assert.Equal(2, (await File.ReadAllLinesAsync(_call["p.csv"])).Length);
        Assert.NotEqual(ExitCode.InvalidInput, await _call.RunAsync(["retrain", _call["m.onnx"], .. source, "--epochs", "1"]));
        Assert.Equal("", _call.Errors);
    }

    [Fact]
    public async Task Predict_Parquet_HasTheNumbersOfTheCsvFile()
    {
        var csv = WriteAirline();
        await _call.RunAsync(["train", "--data", csv, .. Roles, "--out", _call["m.onnx"]]);
        await _call.RunAsync("predict", _call["m.onnx"], "--data", csv, "--rolling", "--out", _call["p.csv"]);

        Assert.Equal(ExitCode.Success, await _call.RunAsync("predict", _call["m.onnx"], "--data", csv, "--rolling", "--out", _call["p.parquet"]));

        string Query(string file) => $"SELECT date::TIMESTAMP, origin::TIMESTAMP, step, passengers_thousands, \"passengers_thousands actual\" "
            + $"FROM '{_call[file]}'";
        Assert.Equal("0", RunDuckDb(_call["x.duckdb"], $"SELECT count(*) FROM (({Query("p.csv")}) EXCEPT ({Query("p.parquet")}))"));
        Assert.Equal(
            "TIMESTAMP,TIMESTAMP,BIGINT,DOUBLE,DOUBLE",
            RunDuckDb(_call["x.duckdb"], $"SELECT string_agg(column_type, ',') FROM (DESCRIBE SELECT * FROM '{_call["p.parquet"]}')"));
    }

    [Fact]
    public async Task Train_QueryOnAFolderOfFiles_WritesTheModelOfOneFile()
    {
        var csv = WriteAirline();
        var lines = await File.ReadAllLinesAsync(csv);
        await File.WriteAllLinesAsync(_call["part-1.csv"], lines[..100]);
        await File.WriteAllLinesAsync(_call["part-2.csv"], [lines[0], .. lines[100..]]);
        await _call.RunAsync(["train", "--data", csv, .. Roles, "--out", _call["one.onnx"]]);

        string[] query = ["--query", $"SELECT * FROM '{_call["part-*.csv"]}' ORDER BY date", "--connection", ":memory:"];
        Assert.Equal(ExitCode.Success, await _call.RunAsync(["train", .. query, .. Roles, "--out", _call["parts.onnx"]]));

        Assert.Equal(await File.ReadAllBytesAsync(_call["one.onnx"]), await File.ReadAllBytesAsync(_call["parts.onnx"]));
    }

    [Theory]
    [InlineData("train --query q", "Option --query requires --connection: specify an SQLite or DuckDB file, or a connection to PostgreSQL.")]
    [InlineData("train --connection c", "Option --connection requires --query: specify what to select.")]
    [InlineData("train --query q --connection c.db --data a.csv", "Option --connection is 'c.db', which does not exist, expected the path "
        + "of an SQLite or DuckDB file, a URL such as postgresql://user@host/database, "
        + "or keywords such as Host=host;Database=database;Username=user.")]
    [InlineData("train --query q --connection Host=h --data a.csv", "Options --data and --query are both specified, expected only one of them.")]
    [InlineData("train --query q --connection Host=h --sample sine", "Options --query and --sample are both specified, expected only one of them.")]
    [InlineData("train --query q --connection mysql://u:geheim@h/d", "Option --connection is the URL of another database, expected the path "
        + "of an SQLite or DuckDB file, a URL such as postgresql://user@host/database, "
        + "or keywords such as Host=host;Database=database;Username=user.")]
    [InlineData("train --query q --connection Server=h;Pasword=geheim", "Option --connection is invalid: The connection to PostgreSQL "
        + "is invalid (couldn't set pasword), expected a URL such as postgresql://user@host:5432/database, "
        + "or keywords such as Host=host;Database=database;Username=user.")]
    public async Task WrongOptions_AreNamed(string line, string message)
    {
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(line.Split(' ')));
        Assert.Equal($"error: {message}", _call.Errors.Trim());
    }

    [Fact]
    public async Task WrongDatabases_AreNamed()
    {
        var csv = WriteAirline();

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("train", "--query", "q", "--connection", csv));
        Assert.StartsWith(
            $"error: Option --connection is '{csv}', which is neither an SQLite nor a DuckDB database, ", _call.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(["train", "--data", _call["airline.sqlite"], .. Roles]));
        Assert.Contains("an SQLite database: use TableSource.FromQuery (--query SQL --connection FILE)", _call.Errors, StringComparison.Ordinal);
        Assert.Equal(
            ExitCode.InvalidInput,
            await _call.RunAsync(["train", "--query", "SELECT * FROM x", "--connection", _call["airline.sqlite"], .. Roles]));
        Assert.Equal("error: the query failed: SQLite Error 1: 'no such table: x'.", _call.Errors.Trim());
        Assert.Equal(
            ExitCode.InvalidInput,
            await _call.RunAsync(["train", "--query", Select, "--connection", _call["airline.sqlite"], .. Roles, "--out", _call["airline.sqlite"]]));
        Assert.Contains("is the same file as option --connection", _call.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_FormulasInParquet_AreRefused()
    {
        Assert.Equal(
            ExitCode.InvalidInput, await _call.RunAsync("predict", "m.onnx", "--sample", "airline", "--out", _call["p.parquet"], "--allow-formulas"));
        Assert.Equal(
            "error: Option --allow-formulas cannot be used with a Parquet file as --out: its text is always unchanged.", _call.Errors.Trim());
    }

    // The sample in every form: by DuckDB as Parquet and in a database of its own, and by SQLite.
    private string WriteAirline()
    {
        using var stream = new StreamReader(typeof(Sample).Assembly.GetManifestResourceStream("Samples/airline.csv")!);
        var text = stream.ReadToEnd();
        var csv = _call.Write("airline.csv", text);
        RunDuckDb(
            _call["airline.duckdb"],
            $"CREATE TABLE airline AS SELECT * FROM read_csv('{csv}'); "
            + $"COPY airline TO '{_call["airline.parquet"]}' (FORMAT parquet, ROW_GROUP_SIZE 50)");
        using var connection = new SqliteConnection($"Data Source={_call["airline.sqlite"]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE airline (date TEXT, passengers_thousands INTEGER);"
            + string.Concat(text.ReplaceLineEndings("\n").Trim().Split('\n').Skip(1).Select(line => line.Split(','))
                .Select(cells => $"INSERT INTO airline VALUES ('{cells[0]}', {cells[1]});"));
        command.ExecuteNonQuery();
        return csv;
    }

    private static string RunDuckDb(string file, string statement)
    {
        using var connection = new DuckDBConnection($"Data Source={file}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        return command.ExecuteScalar()?.ToString() ?? "";
    }
}
