using CsvHelper;

namespace MlNetRecurrent.Training;

/// <summary>Predictions as a table of strings: columns that identify each prediction, and its values.</summary>
/// <param name="Header">The column names.</param>
/// <param name="Rows">The cells of each row, with numbers in invariant format.</param>
public sealed record PredictionTable(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Writes the table as a CSV file, atomically.</summary>
    /// <remarks>
    /// When the method has returned, the file is complete and stays so after a power loss, on file systems that honor <c>fsync</c>; until then the
    /// previous file is. A link is followed to its target. The file keeps the mode and, where permitted, the owner of the one that it replaces.
    /// </remarks>
    /// <exception cref="IOException">
    /// The path is not that of a regular file, or the file cannot be written; an existing file is left unchanged.
    /// </exception>
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
