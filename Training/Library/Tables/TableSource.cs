using System.Data.Common;
using Microsoft.ML;

namespace MlNetRecurrent.Training;

/// <summary>
/// A table for training or scoring: a file with CSV, JSON lines or Parquet, CSV text, a query on a database, or an ML.NET data view. Columns are read
/// on demand.
/// </summary>
/// <remarks>Immutable. It can be read any number of times.</remarks>
public sealed class TableSource
{
    private readonly ITableReader _reader;

    private readonly IProgress<TableReadProgress>? _progress;

    private TableSource(ITableReader reader, IProgress<TableReadProgress>? progress = null) => (_reader, _progress) = (reader, progress);

    /// <summary>The name of the table in messages: the path of a file. Model cards do not contain it.</summary>
    public string Name => _reader.Name;

    /// <summary>The name in reports, which people pass on: a file without its folder.</summary>
    internal string Title => Path.GetFileName(Name) is { Length: > 0 } file ? file : Name;

    /// <summary>The names of the columns, in order.</summary>
    /// <exception cref="SequenceDataException">The file cannot be read, has no header, or has duplicate column names.</exception>
    public IReadOnlyList<string> Columns => _reader.ReadHeader();

    /// <summary>
    /// Creates a table from a CSV file with a header row. The separator, the formats of numbers and dates, and the encoding are found by the rules of
    /// <see cref="TableReadOptions"/>. Bytes that are not text in the encoding are rejected. Or from a Parquet file, which is recognized by its first
    /// bytes: its columns of numbers, texts, Booleans and dates.
    /// </summary>
    /// <param name="path">
    /// The file. It is opened each time the table is read. If it is compressed with gzip, or a zip archive with one table, it is unpacked while it is
    /// read. A pipe is read once, within 10 seconds for its writer to appear and 30 seconds for each pause; up to 16 GiB of its bytes are kept, all
    /// but 4 MiB in a temporary file that the system deletes when the process ends. Devices and sockets are rejected.
    /// </param>
    /// <param name="options">How the file is written; null to find everything by looking at the file.</param>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public static TableSource FromFile(string path, TableReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return FromFile(path, path, options);
    }

    /// <summary>
    /// Creates a table from CSV text with a header row. The separator and the formats of numbers and dates are found by the rules of
    /// <see cref="TableReadOptions"/>.
    /// </summary>
    /// <param name="name">The name of the table in error messages and reports.</param>
    /// <param name="open">Opens the text at its beginning. It is called each time the table is read.</param>
    /// <param name="options">How the text is written; null to find everything by looking at the text.</param>
    /// <exception cref="ArgumentException">An option is invalid, or does not apply to a CSV text.</exception>
    public static TableSource FromText(string name, Func<TextReader> open, TableReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(open);
        return new TableSource(new CsvTextReader(name, open, ReadOptionsCheck.ForText(options ?? new())));
    }

    /// <summary>
    /// Creates a table from an ML.NET data view with columns of numbers of any type, text, keys with text values, <see cref="DateTime"/> and
    /// <see cref="DateTimeOffset"/>. NaN, empty text and missing keys are missing values.
    /// </summary>
    /// <param name="view">The data view. It is read in row order each time the table is read.</param>
    /// <param name="name">The name of the table in error messages and reports.</param>
    public static TableSource FromDataView(IDataView view, string name = "the data view")
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new TableSource(new DataViewTable(view, name));
    }

    /// <summary>
    /// Creates a long table from this one, in which each series has a column of its own: the columns become the rows of one series after another,
    /// with a column that names the series and a column of its values, and the other columns are repeated. In pandas this is <c>melt</c>, in R
    /// <c>pivot_longer</c>, in SQL <c>UNPIVOT</c>.
    /// </summary>
    /// <remarks>
    /// A series begins with its first value and ends with its last one; values that are missing in between stay missing. If other columns of numbers
    /// are read, too, rows after the last value of all series stay as rows to forecast. Messages name the column of this table.
    /// </remarks>
    /// <param name="options">The columns that are series, and the names of the new columns; null for all columns of numbers.</param>
    public TableSource Unpivot(UnpivotOptions? options = null) => new(new UnpivotReader(_reader, options ?? new UnpivotOptions()), _progress);

    /// <summary>Returns the same table, whose reading is reported.</summary>
    /// <param name="progress">
    /// Receives the number of rows a few times per second while a file is read, and once when reading has ended, on the thread that reads.
    /// </param>
    public TableSource WithProgress(IProgress<TableReadProgress> progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return new TableSource(_reader, progress);
    }

    /// <summary>
    /// Creates a table from the result of a query on a database of any ADO.NET provider: its columns of numbers, texts, Booleans and dates. The
    /// packages MlNetRecurrent.Sqlite, MlNetRecurrent.PostgreSql and MlNetRecurrent.DuckDb each bring a provider and a shorter way to call this.
    /// </summary>
    /// <remarks>
    /// The query runs once, when the columns or rows are first needed, and its result stays in memory: every read sees the same rows. Create another
    /// table to run it again. Rows have no order unless the query has an ORDER BY.
    /// </remarks>
    /// <param name="connect">Creates a connection that is not open yet. It is opened, and disposed after the query.</param>
    /// <param name="query">The query. Nothing else is executed.</param>
    /// <param name="name">The name of the table in error messages and reports.</param>
    public static TableSource FromQuery(Func<DbConnection> connect, string query, string name = "the query")
    {
        ArgumentNullException.ThrowIfNull(connect);
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new TableSource(new QueryTableReader(connect, query, name));
    }

    /// <summary>Creates a table from a CSV file, with a name other than its path.</summary>
    internal static TableSource FromFile(string path, string name, TableReadOptions? options = null)
    {
        var checkedOptions = ReadOptionsCheck.ForFile(options ?? new());
        return new TableSource(new FileTableReader(new InputFile(path, entry: checkedOptions.Entry), name, checkedOptions));
    }

    /// <summary>Creates a table from CSV text with a known header.</summary>
    internal static TableSource FromText(string name, IReadOnlyList<string> header, Func<TextReader> open) =>
        new(new CsvTextReader(name, open, new(), header));

    /// <summary>Creates a table from a reader.</summary>
    internal static TableSource FromReader(ITableReader reader) => new(reader);

    /// <summary>Describes in a few words how the table is read, such as its format; null for what needs no description.</summary>
    /// <exception cref="SequenceDataException">The table cannot be read.</exception>
    internal string? Describe() => _reader.Describe();

    /// <summary>Returns the columns, in order, with the kinds of their cells: as declared, or as guessed from the first rows.</summary>
    /// <exception cref="SequenceDataException">The table cannot be read, has no columns, or has duplicate column names.</exception>
    internal IReadOnlyList<SourceColumn> ReadSchema() => _reader.ReadSchema();

    /// <summary>Reads the requested columns.</summary>
    /// <exception cref="SequenceDataException">The table cannot be read, or a cell is invalid.</exception>
    internal DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        if (_progress is null)
            return _reader.Read(kinds);
        var meter = new ReadMeter(_progress, TimeProvider.System);
        int? rows = null;
        try
        {
            var table = _reader.Read(kinds, meter);
            rows = table.Rows;
            return table;
        }
        finally
        {
            meter.End(rows);
        }
    }
}
