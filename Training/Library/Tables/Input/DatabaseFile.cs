namespace MlNetRecurrent.Training;

/// <summary>The databases that are files.</summary>
internal enum DatabaseFile
{
    /// <summary>SQLite.</summary>
    Sqlite,

    /// <summary>DuckDB.</summary>
    DuckDb,
}
