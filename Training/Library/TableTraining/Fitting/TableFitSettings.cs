namespace MlNetRecurrent.Training;

/// <summary>
/// The options of table training that the card stores in addition to those of the fit (<see cref="FitSettings"/>), for retraining.
/// </summary>
internal static class TableFitSettings
{
    /// <summary>Writes the options to the summary for the card.</summary>
    /// <param name="fit">The summary of the fit.</param>
    /// <param name="options">The options, with defaults filled in.</param>
    /// <param name="cell">The cell.</param>
    public static FitSummary Write(FitSummary fit, TableTrainingOptions options, RecurrentCell cell) => fit with
    {
        HasBalancedClasses = options.BalanceClasses,
        HasLossAtEveryStep = options.HasLossAtEveryStep,
        Stride = options.Stride == 1 ? null : options.Stride,
        ChronoMaxDependency = options.GetChronoMaxDependency(cell),
    };

    /// <summary>Restores the options from a card.</summary>
    /// <param name="options">The options to change.</param>
    /// <param name="fit">The summary in the card; null for an imported model.</param>
    public static TableTrainingOptions Read(TableTrainingOptions options, FitSummary? fit) => options with
    {
        BalanceClasses = fit?.HasBalancedClasses == true,
        HasLossAtEveryStep = fit?.HasLossAtEveryStep == true,
        // A stride of 1 is not stored; null means the window for a tagger.
        Stride = fit?.Stride ?? (options.EffectiveTask == RecurrentTask.Tag ? null : 1),
        ChronoMaxDependency = fit?.ChronoMaxDependency,
    };

    /// <summary>Describes the options that are not defaults.</summary>
    public static IEnumerable<string> Texts(FitSummary fit)
    {
        if (fit.HasBalancedClasses)
            yield return "balanced classes";
        if (fit.HasLossAtEveryStep)
            yield return "loss at every step";
        if (fit.Stride is { } stride)
            yield return FormattableString.Invariant($"stride {stride}");
        if (fit.ChronoMaxDependency is { } chrono)
            yield return FormattableString.Invariant($"chrono initialization up to {chrono} steps");
    }
}
