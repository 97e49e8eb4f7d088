namespace MlNetRecurrent.Training;

/// <summary>
/// The single declaration of an option of a fit: its name on the command line, the property of <see cref="FitOptions"/> that it sets, and how a model
/// card stores it, restores it for a later fit, and displays it.
/// </summary>
/// <param name="option">The name on the command line.</param>
/// <param name="description">The description for help.</param>
internal abstract class FitSetting(string option, string description)
{
    /// <summary>The name on the command line.</summary>
    public string Option => option;

    /// <summary>The description for help.</summary>
    public string Description => description;

    /// <summary>Whether the option applies to language models.</summary>
    public bool IsForTexts { get; init; } = true;

    /// <summary>Whether the option applies only to forecasters.</summary>
    public bool IsForForecasts { get; init; }

    /// <summary>Writes the option to a card; null if the card does not store it.</summary>
    public Func<FitSummary, FitOptions, NetworkDescription, FitSummary>? Write { get; init; }

    /// <summary>Restores the option from a card; null if the card does not store the value that was set.</summary>
    public Func<FitOptions, FitSummary, NetworkDescription, FitOptions>? Read { get; init; }

    /// <summary>Describes the value in a card; returns null for the default value.</summary>
    public Func<FitSummary, string?>? Text { get; init; }
}
