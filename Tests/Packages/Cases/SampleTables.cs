using System.Globalization;
using Microsoft.Data.Sqlite;
using Parquet.Serialization;

namespace MlNetRecurrent.Packages;

/// <summary>The tables of the README's commands that are not text files with commas, written by the libraries that others write them with.</summary>
internal static class SampleTables
{
    private static readonly string[] Shops = ["Bonn", "Trier", "Ulm"];

    /// <summary>Writes a German spreadsheet export, and the visitors of the museum as a Parquet file and as an SQLite database.</summary>
    /// <param name="folder">The folder, which has the visitors as a CSV file.</param>
    public static async Task WriteAsync(string folder)
    {
        File.WriteAllLines(
            Path.Combine(folder, "umsatz.csv"),
            ["Datum;Filiale;Wetter;Umsatz", .. Shops.SelectMany(shop => Enumerable.Range(0, 120).Select(day => GetLine(shop, day)))]);
        var visitors = File.ReadLines(Path.Combine(folder, "visitors.csv")).Skip(1).Select(line => line.Split(',')).Select(cells => new Visitors
        {
            Day = DateTime.Parse(cells[0], CultureInfo.InvariantCulture),
            Count = double.Parse(cells[1], CultureInfo.InvariantCulture),
        }).ToList();
        await ParquetSerializer.SerializeAsync(visitors, Path.Combine(folder, "visitors.parquet"));
        WriteDatabase(Path.Combine(folder, "museum.db"), visitors);
    }

    private static string GetLine(string shop, int day) => string.Create(
        CultureInfo.InvariantCulture,
        $"{new DateTime(2024, 1, 1).AddDays(day):dd'.'MM'.'yyyy};{shop};{(day % 3 == 0 ? "Regen" : "Sonne")};"
            + $"1.{100 + (day % 7 * 50)},{day % 90 + 10}");

    private static void WriteDatabase(string path, IEnumerable<Visitors> visitors)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE days (day TEXT, visitors REAL)";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO days VALUES ($day, $visitors)";
        foreach (var row in visitors)
        {
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$day", row.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            command.Parameters.AddWithValue("$visitors", row.Count);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private sealed class Visitors
    {
        [System.Text.Json.Serialization.JsonPropertyName("day")]
        public DateTime Day { get; set; }

        [System.Text.Json.Serialization.JsonPropertyName("visitors")]
        public double Count { get; set; }
    }
}
