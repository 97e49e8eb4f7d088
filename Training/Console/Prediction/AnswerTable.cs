using CsvHelper;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Rows of a CSV file that holds answers.</summary>
/// <param name="Header">The names of the columns.</param>
/// <param name="Rows">The cells of each row.</param>
internal sealed record AnswerTable(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Writes the file, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path)
    {
        using var bytes = new MemoryStream();
        using (var writer = CsvWriter.Create(bytes, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true))
        {
            foreach (var row in Rows.Prepend(Header))
                writer.WriteRecord([.. row]);
        }

        AtomicFile.Write(path, bytes.ToArray());
    }
}
