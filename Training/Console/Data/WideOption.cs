using System.CommandLine;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The option for wide tables, which have a column for each series.</summary>
internal sealed class WideOption
{
    private const string All = "all";

    /// <summary>The option.</summary>
    public Option<string?> Option { get; } = new("--wide")
    {
        Description = "The columns that are series, one column for each: COL,COL,..., FIRST..LAST, or all for every column of numbers "
            + "without another role. They become the rows of a table with a column 'series' and a column 'value', the target; --series and --target "
            + "give them other names. Predictions have a row for each series and step.",
    };

    /// <summary>Whether the table is wide.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(Option) is not null;

    /// <summary>Returns the long form of a wide table.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="source">The wide table.</param>
    /// <param name="columns">
    /// The roles of the columns of the long table, as far as they are known: the series and the first target are the new columns, the others are
    /// kept.
    /// </param>
    /// <exception cref="UserInputException">The option is not a list of columns.</exception>
    public TableSource Unpivot(ParseResult parsed, TableSource source, DataColumns columns)
    {
        var (list, header, options) = (parsed.GetValue(Option)!, source.Columns, new UnpivotOptions());
        var (series, value) = (columns.Series ?? options.SeriesColumn, columns.Targets.Count > 0 ? columns.Targets[0] : options.ValueColumn);
        var kept = RowFrameReader.GetColumnKinds(columns).Keys.Except([series, value], InvisibleText.Comparer);
        var index = new NameIndex(header);
        return source.Unpivot(options with
        {
            Columns = list == All ? [] : ColumnList.Parse(list, Option.Name, header),
            KeptColumns = [.. kept.Where(column => index.Find(column) >= 0)],
            SeriesColumn = series,
            ValueColumn = value,
        });
    }
}
