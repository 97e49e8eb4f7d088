namespace MlNetRecurrent.Training;

/// <summary>The type of the cells of a column.</summary>
internal enum ColumnKind
{
    /// <summary>A number; missing cells are NaN.</summary>
    Number,

    /// <summary>Text, such as a name or a class.</summary>
    Text,

    /// <summary>A date, a date with a time, or an increasing number.</summary>
    Time,
}
