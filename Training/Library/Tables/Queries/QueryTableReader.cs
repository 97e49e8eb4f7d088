using System.Data.Common;

namespace MlNetRecurrent.Training;

/// <summary>Reads the result of a query on a database of any ADO.NET provider.</summary>
/// <remarks>
/// The query runs once, when the first columns are needed: it may be slow, and rows that other programs change between two runs would make a table
/// that never was. The result is kept in the types of the database, without text.
/// </remarks>
/// <param name="connect">Creates a connection, which is opened and disposed here.</param>
/// <param name="query">The query.</param>
/// <param name="name">The name of the table.</param>
internal sealed class QueryTableReader(Func<DbConnection> connect, string query, string name) : ITableReader
{
    private readonly Lock _running = new();
    private QueryResult? _result;

    /// <inheritdoc/>
    public string Name => name;

    private QueryResult Result
    {
        get
        {
            lock (_running)
                return _result ??= QueryResult.Run(connect, query, name);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ReadHeader() => Result.Header;

    /// <inheritdoc/>
    public IReadOnlyList<SourceColumn> ReadSchema() => Result.Schema;

    /// <inheritdoc/>
    public DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds) => Result.Read(kinds);

    /// <inheritdoc/>
    public string? Describe() => null;
}
