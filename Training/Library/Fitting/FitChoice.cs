namespace MlNetRecurrent.Training;

/// <summary>An option of a fit whose value is one of some words.</summary>
/// <param name="option">Its name on the command line.</param>
/// <param name="description">What it is, for help.</param>
/// <param name="choices">What each word sets.</param>
internal sealed class FitChoice(string option, string description, params (string Word, Func<FitOptions, FitOptions> Set)[] choices) : FitSetting(option, description)
{
    /// <summary>The words, and what each sets.</summary>
    public IReadOnlyList<(string Word, Func<FitOptions, FitOptions> Set)> Choices => choices;
}
