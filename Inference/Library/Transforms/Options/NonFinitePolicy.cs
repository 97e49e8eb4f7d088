namespace MlNetRecurrent;

/// <summary>How a row is handled whose sequence contains a NaN or an infinity.</summary>
public enum NonFinitePolicy
{
    /// <summary>The score is NaN and the predicted label is missing.</summary>
    ScoreNaN,

    /// <summary>Reading the score throws an <see cref="InvalidOperationException"/> that names the column, the row and the value.</summary>
    Throw,
}
