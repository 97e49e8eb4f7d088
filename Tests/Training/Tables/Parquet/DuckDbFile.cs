using DuckDB.NET.Data;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Parquet files that DuckDB writes: a program that shares no code with the reader under test.</summary>
internal static class DuckDbFile
{
    /// <summary>Writes the result of a query.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="query">The query.</param>
    /// <param name="options">Further options of DuckDB's COPY, such as <c>COMPRESSION zstd</c>.</param>
    /// <returns>The path.</returns>
    public static string Write(string path, string query, string options = "")
    {
        Execute($"COPY ({query}) TO '{path}' (FORMAT parquet{(options.Length == 0 ? "" : $", {options}")})");
        return path;
    }

    /// <summary>Runs a statement in a database in memory and returns the rows of its result.</summary>
    public static List<object?[]> Execute(string statement)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? null : reader.GetValue(column))]);
        return rows;
    }
}
