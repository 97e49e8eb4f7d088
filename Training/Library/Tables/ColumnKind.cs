namespace MlNetRecurrent.Training;

/// <summary>What the cells of a column are read as.</summary>
internal enum ColumnKind
{
    /// <summary>A number; missing cells are NaN.</summary>
    Number,

    /// <summary>A text: a name, a class.</summary>
    Text,

    /// <summary>A date, a date with a time, or a number that grows.</summary>
    Time,
}
