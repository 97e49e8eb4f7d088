using System.Globalization;
using CsvHelper;
using DuckDB.NET.Data;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Benchmarks;

/// <summary>Programs that read the same columns of a CSV file into memory. Each returns the number of rows.</summary>
internal static class ReadingContestants
{
    /// <summary>Reads with this library.</summary>
    public static long ReadOurs(string path)
    {
        var kinds = GeneratedCsv.Names.ToDictionary(name => name, _ => ColumnKind.Number);
        kinds[GeneratedCsv.Time] = ColumnKind.Time;
        return TableSource.FromFile(path).Read(kinds).Rows;
    }

    /// <summary>Reads with a plain loop over the rows of CsvHelper, into lists.</summary>
    public static long ReadWithCsvHelper(string path)
    {
        var times = new List<DateTime>();
        List<double>[] columns = [.. GeneratedCsv.Names.Select(_ => new List<double>())];
        using var reader = CsvReader.FromFile(path, new CsvReaderOptions { Separator = ',', FormatProvider = CultureInfo.InvariantCulture });
        while (reader.Read())
        {
            times.Add(reader.Parse<DateTime>(0));
            for (var column = 0; column < columns.Length; column++)
                columns[column].Add(reader.Parse<double>(column + 1));
        }

        return times.Count;
    }

    /// <summary>Reads with DuckDB into a table of its own, on all cores.</summary>
    public static long ReadWithDuckDb(string path)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = $"CREATE TABLE sensors AS SELECT * FROM read_csv('{path}')";
        command.ExecuteNonQuery();
        command.CommandText = "SELECT count(*) FROM sensors";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Reads with DuckDB, and its rows through ADO.NET into lists.</summary>
    public static long ReadRowsWithDuckDb(string path)
    {
        var times = new List<DateTime>();
        List<double>[] columns = [.. GeneratedCsv.Names.Select(_ => new List<double>())];
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM read_csv('{path}')";
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            times.Add(reader.GetDateTime(0));
            for (var column = 0; column < columns.Length; column++)
                columns[column].Add(reader.GetDouble(column + 1));
        }

        return times.Count;
    }

    private static DuckDBConnection Connect()
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        return connection;
    }
}
