namespace MlNetRecurrent.Training;

/// <summary>Reads a table from one kind of source. It can read any number of times.</summary>
internal interface ITableReader
{
    /// <summary>The name of the table in messages.</summary>
    string Name { get; }

    /// <summary>Returns the names of the columns, in order.</summary>
    /// <exception cref="SequenceDataException">The source cannot be read, has no columns, or has duplicate column names.</exception>
    IReadOnlyList<string> ReadHeader();

    /// <summary>Returns the columns, in order, with the kinds of their cells: as declared, or as guessed from the first rows.</summary>
    /// <exception cref="SequenceDataException">The source cannot be read, has no columns, or has duplicate column names.</exception>
    IReadOnlyList<SourceColumn> ReadSchema();

    /// <summary>Reads only the requested columns.</summary>
    /// <param name="kinds">The kinds of the requested columns, by name.</param>
    /// <exception cref="SequenceDataException">The source cannot be read, a column is missing, or a cell is invalid.</exception>
    DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds);

    /// <summary>Reads only the requested columns, and counts the rows while it does, if it can.</summary>
    /// <param name="kinds">The kinds of the requested columns, by name.</param>
    /// <param name="meter">Counts the rows.</param>
    /// <exception cref="SequenceDataException">The source cannot be read, a column is missing, or a cell is invalid.</exception>
    DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds, ReadMeter? meter) => Read(kinds);

    /// <summary>Describes in a few words how the source is read, such as its format; null for what needs no description.</summary>
    /// <exception cref="SequenceDataException">The source cannot be read.</exception>
    string? Describe();
}
