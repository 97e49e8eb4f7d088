namespace MlNetRecurrent.Console;

/// <summary>Rows that are computed when they are read.</summary>
/// <param name="Header">The names of the columns.</param>
/// <param name="Rows">Computes the rows, each a line of CSV.</param>
internal sealed record ComputedData(IReadOnlyList<string> Header, Func<IEnumerable<string>> Rows)
{
    /// <summary>The header and the rows as the text of a CSV file.</summary>
    public string Text() => string.Join('\n', Rows().Prepend(string.Join(',', Header)).Append(""));
}
