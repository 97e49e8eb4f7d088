namespace MlNetRecurrent;

/// <summary>The names of the columns that accompany the score column.</summary>
/// <remarks>
/// A name consists of the name of the score column, without a trailing <c>Score</c>, and the role of the column. <c>Score</c> is accompanied by
/// <c>PredictedLabel</c>, or by <c>LowerBound</c> and <c>UpperBound</c>, as with ML.NET's own trainers; <c>WeatherScore</c> and <c>Weather</c> are
/// accompanied by <c>WeatherPredictedLabel</c>.
/// </remarks>
internal static class SecondaryColumn
{
    /// <summary>The role of the most probable class.</summary>
    public const string PredictedLabel = "PredictedLabel";

    /// <summary>The role of the probability of the second of two classes.</summary>
    public const string Probability = "Probability";

    /// <summary>The role of the lowest quantile of a forecast.</summary>
    public const string LowerBound = "LowerBound";

    /// <summary>The role of the highest quantile of a forecast.</summary>
    public const string UpperBound = "UpperBound";

    private const string Score = "Score";

    /// <summary>Returns the name of the column with a role.</summary>
    public static string GetName(string outputColumnName, string role) =>
        (outputColumnName.EndsWith(Score, StringComparison.Ordinal) ? outputColumnName[..^Score.Length] : outputColumnName) + role;
}
