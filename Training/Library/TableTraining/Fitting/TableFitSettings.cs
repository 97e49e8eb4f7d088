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

    /// <summary>Writes the options of the split to a summary for the card.</summary>
    public static SplitSummary WriteSplit(TableTrainingOptions options) => new()
    {
        TestFraction = options.TestFraction,
        ValidationFraction = options.ValidationFraction,
        TestStride = options.TestStride,
        IsStratified = options.IsStratified,
    };

    /// <summary>Restores the options from a card.</summary>
    /// <param name="options">The options to change.</param>
    /// <param name="card">The card; it has no summaries if the model was imported.</param>
    public static TableTrainingOptions Read(TableTrainingOptions options, ModelCard card)
    {
        var restored = ReadFit(options, card.Fit);
        if (card.Data?.Split is not { } split)
            return restored;
        return restored with
        {
            // A model that was trained on all rows is still compared with its successor on held-out rows.
            TestFraction = split.TestFraction > 0 ? split.TestFraction : options.TestFraction,
            ValidationFraction = split.ValidationFraction,
            TestStride = split.TestStride,
            IsStratified = split.IsStratified && options.Columns.Split is null,
        };
    }

    private static TableTrainingOptions ReadFit(TableTrainingOptions options, FitSummary? fit) => options with
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
