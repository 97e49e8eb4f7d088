namespace MlNetRecurrent;

/// <summary>
/// The names that a saved pipeline adds to an exported file. Those in the graph share a prefix, by which they are removed again; the metadata keys do
/// not.
/// </summary>
internal static class StockNames
{
    /// <summary>The prefix of every name added to the graph.</summary>
    public const string Prefix = "mlnet.";

    /// <summary>The scores, NaN if the sequence is not finite: with the shape of <c>output</c>, or Single [batch] for a scalar column.</summary>
    public const string Score = Prefix + "score";

    /// <summary>The lowest quantile of a forecast, with the shape of the score.</summary>
    public const string LowerBound = Prefix + "lower";

    /// <summary>The highest quantile of a forecast, with the shape of the score.</summary>
    public const string UpperBound = Prefix + "upper";

    /// <summary>The index of the most probable class, Single [batch] or [batch, time]; NaN if the score is NaN.</summary>
    public const string Class = Prefix + "class";

    /// <summary>The probability of the second of two classes, Single [batch].</summary>
    public const string Probability = Prefix + "probability";

    /// <summary>The log-odds of the second of two classes, Single [batch].</summary>
    public const string LogOdds = Prefix + "logodds";

    /// <summary>The metadata key of the scoring options.</summary>
    public const string Options = "mlnet_recurrent_scoring";

    /// <summary>The metadata key of the optional inputs that saving removed from the graph; loading restores them.</summary>
    public const string Inputs = "mlnet_recurrent_inputs";
}
