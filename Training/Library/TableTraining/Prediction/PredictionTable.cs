using CsvHelper;

namespace MlNetRecurrent.Training;

/// <summary>Predictions as a table of strings: columns that identify each prediction, and its values.</summary>
/// <param name="Header">
/// The column names, all different. Columns of the data keep their names; where another column has the same name it is numbered, as in
/// <c>step (2)</c>.
/// </param>
/// <param name="Rows">The cells of each row, with numbers in invariant format. A cell is empty where its value is unknown.</param>
public sealed record PredictionTable(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Sentences on what the table does not show: rows of the data without a prediction, with the reason, and renamed columns.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// Warnings about the table that do not prevent predictions: holes and irregular steps in its times, and digits that float32 loses. Usually
    /// empty.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The types of the columns in files that have types; empty for texts.</summary>
    internal IReadOnlyList<PredictionKind> Kinds { get; init; } = [];

    /// <summary>
    /// The number of cells, column names included, that spreadsheet programs would read as formulas: text that starts with =, +, -, @, a tab or a
    /// line break, unless it is a number.
    /// </summary>
    public int FormulaCellCount => Rows.Prepend(Header).Sum(row => row.Count(FormulaText.IsFormula));

    /// <summary>
    /// Writes the table as a CSV file, or as a Parquet file if its name ends in <c>.parquet</c>, atomically. Text that spreadsheet programs would
    /// read as a formula is written to a CSV file with a leading apostrophe; Parquet files have typed columns, and text unchanged.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <remarks>
    /// When the method has returned, the file is complete and stays so after a power loss, on file systems that honor <c>fsync</c>; until then the
    /// previous file is. A link is followed to its target. The file keeps the mode and, where permitted, the owner of the one that it replaces.
    /// </remarks>
    /// <exception cref="IOException">
    /// The path is not that of a regular file, or the file cannot be written; an existing file is left unchanged.
    /// </exception>
    public void Save(string path) => Save(path, allowFormulas: false);

    /// <summary>Writes the table as a CSV file, or as a Parquet file if its name ends in <c>.parquet</c>, atomically.</summary>
    /// <param name="path">The file.</param>
    /// <param name="allowFormulas">
    /// Whether text that spreadsheet programs would read as a formula is written unchanged, for programs that compare it with the data. Otherwise it
    /// gets a leading apostrophe, which marks text in spreadsheets. In Parquet files text is always unchanged.
    /// </param>
    /// <exception cref="IOException">
    /// The path is not that of a regular file, or the file cannot be written; an existing file is left unchanged.
    /// </exception>
    public void Save(string path, bool allowFormulas)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, PredictionParquet.IsFor(path) ? PredictionParquet.Write(this) : WriteCsv(allowFormulas));
    }

    private byte[] WriteCsv(bool allowFormulas)
    {
        using var bytes = new MemoryStream();
        using (var writer = CsvWriter.Create(bytes, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true))
        {
            foreach (var row in Rows.Prepend(Header))
                writer.WriteRecord(allowFormulas ? [.. row] : [.. row.Select(FormulaText.Escape)]);
        }

        return bytes.ToArray();
    }
}
