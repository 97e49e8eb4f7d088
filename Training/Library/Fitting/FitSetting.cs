namespace MlNetRecurrent.Training;

/// <summary>
/// One option of a fit, declared once: what the command line calls it, which property of <see cref="FitOptions"/> it sets, and how the model card keeps it,
/// gives it back to a later fit, and shows it.
/// </summary>
/// <param name="option">Its name on the command line.</param>
/// <param name="description">What it is, for help.</param>
internal abstract class FitSetting(string option, string description)
{
    /// <summary>Its name on the command line.</summary>
    public string Option => option;

    /// <summary>What it is, for help.</summary>
    public string Description => description;

    /// <summary>Whether it means something for texts.</summary>
    public bool IsForTexts { get; init; } = true;

    /// <summary>Whether it means something for forecasts alone.</summary>
    public bool IsForForecasts { get; init; }

    /// <summary>Notes it in a card; null where the card does not keep it.</summary>
    public Func<FitSummary, FitOptions, NetworkDescription, FitSummary>? Write { get; init; }

    /// <summary>Sets it as a card says; null where the card does not keep it as it was given.</summary>
    public Func<FitOptions, FitSummary, NetworkDescription, FitOptions>? Read { get; init; }

    /// <summary>What a card says of it, in words; null where it has its usual value.</summary>
    public Func<FitSummary, string?>? Text { get; init; }
}
