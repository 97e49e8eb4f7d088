namespace MlNetRecurrent;

/// <summary>What becomes of a row whose sequence holds a NaN or an infinity.</summary>
public enum NonFinitePolicy
{
    /// <summary>Its score is NaN, and its predicted label is missing.</summary>
    ScoreNaN,

    /// <summary>Fetching its score throws an <see cref="InvalidOperationException"/> that names the column, the row and the value.</summary>
    Throw,
}
