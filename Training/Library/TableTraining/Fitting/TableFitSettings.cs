namespace MlNetRecurrent.Training;

/// <summary>
/// The options of a table's training that the card keeps beside those of the fit (<see cref="FitSettings"/>), which retraining takes over.
/// </summary>
internal static class TableFitSettings
{
    /// <summary>What the card keeps.</summary>
    /// <param name="fit">What it keeps of the fit alone.</param>
    /// <param name="options">The options, complete.</param>
    /// <param name="cell">The cell.</param>
    public static FitSummary Write(FitSummary fit, TableTrainingOptions options, RecurrentCell cell) => fit with
    {
        HasBalancedClasses = options.BalanceClasses,
        HasLossAtEveryStep = options.HasLossAtEveryStep,
        Stride = options.Stride == 1 ? null : options.Stride,
        ChronoMaxDependency = options.ChronoOf(cell),
    };

    /// <summary>The options as the card says them.</summary>
    /// <param name="options">The options to change.</param>
    /// <param name="fit">What the card says of the fit; that of an imported model says nothing.</param>
    public static TableTrainingOptions Read(TableTrainingOptions options, FitSummary? fit) => options with
    {
        BalanceClasses = fit?.HasBalancedClasses == true,
        HasLossAtEveryStep = fit?.HasLossAtEveryStep == true,
        // A fit with a stride of 1 notes none; a tagger's is the window where nothing else is said.
        Stride = fit?.Stride ?? (options.EffectiveTask == RecurrentTask.Tag ? null : 1),
        ChronoMaxDependency = fit?.ChronoMaxDependency,
    };

    /// <summary>The options in words, those that are set.</summary>
    public static IEnumerable<string> Texts(FitSummary fit)
    {
        if (fit.HasBalancedClasses)
            yield return "classes balanced";
        if (fit.HasLossAtEveryStep)
            yield return "loss on every step";
        if (fit.Stride is { } stride)
            yield return FormattableString.Invariant($"a window every {stride} rows");
        if (fit.ChronoMaxDependency is { } chrono)
            yield return FormattableString.Invariant($"gates started for memories over {chrono} steps");
    }
}
