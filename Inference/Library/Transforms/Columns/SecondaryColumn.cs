namespace MlNetRecurrent;

/// <summary>What the columns beside the scores are called.</summary>
/// <remarks>
/// One rule: the name of the output column without a <c>Score</c> at its end, then what the column is. <c>Score</c> has <c>PredictedLabel</c> beside it, or <c>LowerBound</c> and <c>UpperBound</c>, as in
/// ML.NET's own trainers; <c>WeatherScore</c> and <c>Weather</c> have <c>WeatherPredictedLabel</c>.
/// </remarks>
internal static class SecondaryColumn
{
    /// <summary>The class with the largest probability.</summary>
    public const string PredictedLabel = "PredictedLabel";

    /// <summary>The probability of the second of two classes.</summary>
    public const string Probability = "Probability";

    /// <summary>The lowest quantile of a forecast.</summary>
    public const string LowerBound = "LowerBound";

    /// <summary>The highest quantile of a forecast.</summary>
    public const string UpperBound = "UpperBound";

    private const string Score = "Score";

    /// <summary>The name of a column beside the output column.</summary>
    public static string GetName(string outputColumnName, string role) =>
        (outputColumnName.EndsWith(Score, StringComparison.Ordinal) ? outputColumnName[..^Score.Length] : outputColumnName) + role;
}
