namespace MlNetRecurrent.Training;

/// <summary>The type of the cells of a column of predictions in files that have types.</summary>
internal enum PredictionKind
{
    /// <summary>A floating-point number.</summary>
    Number,

    /// <summary>An integer, such as a step.</summary>
    Integer,

    /// <summary>A text, such as the name of a series or a class.</summary>
    Text,

    /// <summary>A date with a time.</summary>
    Date,
}
