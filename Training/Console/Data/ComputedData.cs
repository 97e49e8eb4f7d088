namespace MlNetRecurrent.Console;

/// <summary>A table whose rows are computed when they are read.</summary>
/// <param name="Header">The names of the columns.</param>
/// <param name="Rows">Computes the rows, as lines of CSV.</param>
internal sealed record ComputedData(IReadOnlyList<string> Header, Func<IEnumerable<string>> Rows)
{
    /// <summary>Returns the header and the rows as the text of a CSV file.</summary>
    public string Text() => string.Join('\n', Rows().Prepend(string.Join(',', Header)).Append(""));
}
