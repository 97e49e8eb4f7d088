using Microsoft.ML;

namespace MlNetRecurrent.Training;

/// <summary>A table for training or scoring: a CSV file, CSV text, or an ML.NET data view. Columns are read on demand.</summary>
/// <remarks>Immutable. It can be read any number of times.</remarks>
public sealed class TableSource
{
    private readonly Func<IReadOnlyList<string>> _header;
    private readonly Func<IReadOnlyDictionary<string, ColumnKind>, DataTable> _read;

    private TableSource(string name, Func<IReadOnlyList<string>> header, Func<IReadOnlyDictionary<string, ColumnKind>, DataTable> read) =>
        (Name, _header, _read) = (name, header, read);

    /// <summary>The name of the table in messages: the path of a file. Model cards contain its last part only.</summary>
    public string Name { get; }

    /// <summary>The name in model cards and reports, which people pass on: a file without its folder.</summary>
    internal string Title => Path.GetFileName(Name) is { Length: > 0 } file ? file : Name;

    /// <summary>The names of the columns, in order.</summary>
    /// <exception cref="SequenceDataException">The file cannot be read, has no header, or has duplicate column names.</exception>
    public IReadOnlyList<string> Columns => _header();

    /// <summary>
    /// Creates a table from a CSV file: one header row, comma-separated, decimal points, UTF-8 (or UTF-16 or UTF-32 with a byte order mark). Bytes
    /// that are not text in the encoding are rejected.
    /// </summary>
    /// <param name="path">
    /// The file. It is opened each time the table is read. A pipe is read once, into memory: up to 256 MiB, within 10 seconds for its writer to
    /// appear and 30 seconds for each pause. Devices and sockets are rejected.
    /// </param>
    public static TableSource FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return FromFile(path, path);
    }

    /// <summary>Creates a table from CSV text: one header row, comma-separated, decimal points.</summary>
    /// <param name="name">The name of the table in error messages and model cards.</param>
    /// <param name="open">Opens the text at its beginning. It is called each time the table is read.</param>
    public static TableSource FromText(string name, Func<TextReader> open)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(open);
        return new TableSource(name, Header, Read);

        IReadOnlyList<string> Header()
        {
            using var text = open();
            return CsvTable.Header(text, name);
        }

        DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds)
        {
            using var text = open();
            return CsvTable.Read(text, name, kinds);
        }
    }

    /// <summary>
    /// Creates a table from an ML.NET data view with columns of numbers of any type, text, keys with text values, <see cref="DateTime"/> and
    /// <see cref="DateTimeOffset"/>. NaN, empty text and missing keys are missing values.
    /// </summary>
    /// <param name="view">The data view. It is read in row order each time the table is read.</param>
    /// <param name="name">The name of the table in error messages and model cards.</param>
    public static TableSource FromDataView(IDataView view, string name = "the data view")
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var table = new DataViewTable(view, name);
        return new TableSource(name, () => table.Header, table.Read);
    }

    /// <summary>Creates a table from a CSV file, with a name other than its path.</summary>
    internal static TableSource FromFile(string path, string name)
    {
        var file = new InputFile(path);
        return new TableSource(name, () => CsvTable.Header(file), kinds => CsvTable.Read(file, kinds));
    }

    /// <summary>Creates a table from CSV text with a known header.</summary>
    internal static TableSource FromText(string name, IReadOnlyList<string> header, Func<TextReader> open)
    {
        var source = FromText(name, open);
        return new TableSource(name, () => header, source._read);
    }

    /// <summary>Reads the requested columns.</summary>
    /// <exception cref="SequenceDataException">The table cannot be read, or a cell is invalid.</exception>
    internal DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds) => _read(kinds);
}
