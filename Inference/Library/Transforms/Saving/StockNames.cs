namespace MlNetRecurrent;

/// <summary>What a saved pipeline adds to an exported file. Everything that it adds begins alike, so that it can be taken out again.</summary>
internal static class StockNames
{
    /// <summary>What every added name begins with.</summary>
    public const string Prefix = "mlnet.";

    /// <summary>The answers, NaN where the sequence is not finite: as <c>output</c>; or Single [batch] for a column of single values.</summary>
    public const string Score = Prefix + "score";

    /// <summary>The lowest quantile of a forecast, shaped as the score.</summary>
    public const string LowerBound = Prefix + "lower";

    /// <summary>The highest quantile of a forecast, shaped as the score.</summary>
    public const string UpperBound = Prefix + "upper";

    /// <summary>The number of the most probable class, Single [batch] or [batch, time]; NaN where the answer is.</summary>
    public const string Class = Prefix + "class";

    /// <summary>The probability of the second of two classes, Single [batch].</summary>
    public const string Probability = Prefix + "probability";

    /// <summary>The log-odds of the second of two classes, Single [batch].</summary>
    public const string LogOdds = Prefix + "logodds";

    /// <summary>The key of the scoring options among the file's metadata.</summary>
    public const string Options = "mlnet_recurrent_scoring";

    /// <summary>The key of the inputs that were taken out, among the file's metadata.</summary>
    public const string Inputs = "mlnet_recurrent_inputs";
}
