using Microsoft.ML;

namespace MlNetRecurrent.Training;

/// <summary>A table of rows to train on or to score: a CSV file, CSV text, or an ML.NET data view. Columns are read when they are needed.</summary>
/// <remarks>Immutable. It can be read any number of times.</remarks>
public sealed class TableSource
{
    private readonly Func<IReadOnlyList<string>> _header;
    private readonly Func<IReadOnlyDictionary<string, ColumnKind>, DataTable> _read;

    private TableSource(string name, Func<IReadOnlyList<string>> header, Func<IReadOnlyDictionary<string, ColumnKind>, DataTable> read) =>
        (Name, _header, _read) = (name, header, read);

    /// <summary>What error messages and model cards call the table.</summary>
    public string Name { get; }

    /// <summary>The names of the columns, in order.</summary>
    /// <exception cref="SequenceDataException">The file cannot be read, has no header, or names a column twice.</exception>
    public IReadOnlyList<string> Columns => _header();

    /// <summary>A CSV file: one header row, commas, decimal points, UTF-8.</summary>
    /// <param name="path">The file. It is opened when it is read.</param>
    public static TableSource FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return FromFile(path, path);
    }

    /// <summary>A CSV text: one header row, commas, decimal points.</summary>
    /// <param name="name">What error messages and model cards call the table.</param>
    /// <param name="open">Opens the text at its beginning; called for each reading.</param>
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

        DataTable Read(IReadOnlyDictionary<string, ColumnKind> wanted)
        {
            using var text = open();
            return CsvTable.Read(text, name, wanted);
        }
    }

    /// <summary>
    /// The rows of an ML.NET data view: numbers of any type, texts, keys with text values, <see cref="DateTime"/> and <see cref="DateTimeOffset"/>.
    /// NaN, an empty text and a missing key are missing values.
    /// </summary>
    /// <param name="view">The data view. It is read in order, once for each reading of the table.</param>
    /// <param name="name">What error messages and model cards call the table.</param>
    public static TableSource FromDataView(IDataView view, string name = "the data view")
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var table = new DataViewTable(view, name);
        return new TableSource(name, () => table.Header, table.Read);
    }

    /// <summary>A CSV file that is called otherwise than its path.</summary>
    internal static TableSource FromFile(string path, string name) => new(name, () => CsvTable.Header(path), wanted => CsvTable.Read(path, wanted));

    /// <summary>A CSV text whose header is known without reading it.</summary>
    internal static TableSource FromText(string name, IReadOnlyList<string> header, Func<TextReader> open)
    {
        var source = FromText(name, open);
        return new TableSource(name, () => header, source._read);
    }

    /// <summary>Reads columns.</summary>
    /// <exception cref="SequenceDataException">The table cannot be read, or a cell is not what it should be.</exception>
    internal DataTable Read(IReadOnlyDictionary<string, ColumnKind> wanted) => _read(wanted);
}
