namespace MlNetRecurrent.Training;

/// <summary>A column of a table that has not been read.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">The kind of its cells: as declared by the table, or as those of the first rows of a text.</param>
internal readonly record struct SourceColumn(string Name, ColumnKind Kind);
