using System.CommandLine;
using MlNetRecurrent.Onnx;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options of <c>predict</c> that say of a file what its card does not: the columns of its inputs, and the rows of a sequence.</summary>
internal sealed class ScoringOptions
{
    private const string Scope = "For a file whose card does not describe its columns, or without a card: ";

    private readonly Option<string?> _features = new("--features")
    {
        Description = $"{Scope}the columns of the input in the order of its values: COL,COL,... or FIRST..LAST.",
    };

    private readonly Option<string[]> _columns = NamedValuesOption.Create(
        "--input-columns",
        $"{Scope}INPUT=COL,COL,... with the columns of a further input, such as static features or categories; once for each input. An input without "
        + "time steps has the values of the last row of a sequence.");

    private readonly Option<int?> _window = new("--window")
    {
        Description = $"{Scope}the number of rows in each window. Default: the number of time steps that the file fixes.",
    };

    private readonly Option<string?> _series = new("--series") { Description = $"{Scope}the column that identifies the series." };

    private readonly Option<string?> _time = new("--time") { Description = $"{Scope}the time column. Rows must be sorted by it." };

    private readonly Option<string?> _sequence = new("--sequence")
    {
        Description = $"{Scope}the column that identifies the sequences, which are scored as a whole.",
    };

    private readonly Option<string?> _missing = DataOptions.CreateMissingOption();

    private readonly GraphOptions _graph = new();

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [_features, _columns, _window, _series, _time, _sequence, _missing, .. _graph.All];

    /// <summary>Whether the options apply to a file: it has no model card, or one that does not describe the columns of a table.</summary>
    /// <exception cref="RecurrentModelException">The file is missing or damaged.</exception>
    public static bool AreFor(string path) =>
        OnnxFile.TryReadCard(OnnxFile.Open(path).Model, path) is null or { TableColumns: null, Network.Task: not RecurrentTask.Language };

    /// <summary>Reads the roles of columns.</summary>
    public DataColumns ReadRoles(ParseResult parsed) => new() { Series = parsed.GetValue(_series), Time = parsed.GetValue(_time) };

    /// <summary>Reads the options.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="header">The columns of the table.</param>
    /// <param name="rolling">Whether every window is scored.</param>
    /// <param name="isWide">Whether the table was a wide one, so that it has a column of series.</param>
    /// <exception cref="UserInputException">An option is invalid.</exception>
    public TableScoringOptions Read(ParseResult parsed, IReadOnlyList<string> header, bool rolling, bool isWide = false) => new()
    {
        Features = ColumnList.Parse(parsed.GetValue(_features), _features.Name, header),
        InputColumns = NamedValuesOption.Read(parsed, _columns, "INPUT=COL,COL,...")
            .ToDictionary(input => input.Key, input => ColumnList.Parse(input.Value, _columns.Name, header)),
        Window = CommandOptions.RequireAtLeastOne(_window, parsed.GetValue(_window)),
        Series = parsed.GetValue(_series) ?? (isWide ? new UnpivotOptions().SeriesColumn : null),
        Time = parsed.GetValue(_time),
        Sequence = parsed.GetValue(_sequence),
        ForwardFill = DataOptions.ReadMissing(parsed, _missing),
        Rolling = rolling,
        Model = _graph.Read(parsed),
    };
}
