using CsvHelper;

namespace MlNetRecurrent.Training;

/// <summary>Predictions as a table: where each one belongs, and its values as text.</summary>
/// <param name="Header">The names of the columns.</param>
/// <param name="Rows">The cells of each row, numbers in invariant format.</param>
public sealed record PredictionTable(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Writes the table as a CSV file, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
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
