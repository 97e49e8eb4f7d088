namespace MlNetRecurrent.Training;

/// <summary>What the rounding of float32 is compared with.</summary>
/// <param name="PerSeries">What happens if one series alone loses its digits.</param>
/// <param name="TrainedDeviations">
/// Returns the standard deviations by which a model scales its columns, by name; null without a model. It is called only if a column would be
/// refused.
/// </param>
internal sealed record DigitRules(SeriesRule PerSeries, Func<IReadOnlyDictionary<string, double>>? TrainedDeviations = null)
{
    /// <summary>Returns the standard deviation by which a model scales a column; 0 without one.</summary>
    public double GetTrainedDeviation(string column) => TrainedDeviations?.Invoke().GetValueOrDefault(column) ?? 0;

    /// <summary>Creates the rules for a network.</summary>
    /// <param name="normalization">How the network scales its inputs.</param>
    /// <param name="columns">The columns.</param>
    public static DigitRules Create(InputNormalization normalization, DataColumns columns) => new(
        normalization is InputNormalization.Window or InputNormalization.Series ? SeriesRule.Refuse
        : columns.Series is not null ? SeriesRule.Warn
        : SeriesRule.None);
}
