namespace MlNetRecurrent;

/// <summary>How a row whose sequence contains a NaN or an infinity is handled.</summary>
public enum NonFinitePolicy
{
    /// <summary>The score is NaN and the predicted label is missing.</summary>
    ScoreNaN,

    /// <summary>
    /// Reading the score throws an <see cref="InvalidOperationException"/> that names the column, the row (counted from 0) and the value.
    /// </summary>
    Throw,
}
