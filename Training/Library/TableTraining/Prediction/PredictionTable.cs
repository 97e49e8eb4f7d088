using CsvHelper;

namespace MlNetRecurrent.Training;

/// <summary>Predictions as a table of strings: columns that identify each prediction, and its values.</summary>
/// <param name="Header">The column names.</param>
/// <param name="Rows">The cells of each row, with numbers in invariant format.</param>
public sealed record PredictionTable(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>
    /// Warnings about the table that do not prevent predictions: holes and irregular steps in its times, and digits that float32 loses. Usually
    /// empty.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Writes the table as a CSV file, atomically.</summary>
    /// <exception cref="IOException">The file cannot be written; an existing file is left unchanged.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var bytes = new MemoryStream();
        using (var writer = CsvWriter.Create(bytes, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true))
        {
            foreach (var row in Rows.Prepend(Header))
                writer.WriteRecord([.. row]);
        }

        AtomicFile.Write(path, bytes.ToArray());
    }
}
