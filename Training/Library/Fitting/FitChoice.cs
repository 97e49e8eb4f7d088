namespace MlNetRecurrent.Training;

/// <summary>An option of a fit whose value is one of several words.</summary>
/// <param name="option">The name on the command line.</param>
/// <param name="description">The description for help.</param>
/// <param name="choices">The words, and the change that each makes to the options.</param>
internal sealed class FitChoice(string option, string description, params (string Word, Func<FitOptions, FitOptions> Set)[] choices)
    : FitSetting(option, description)
{
    /// <summary>The words, and the change that each makes to the options.</summary>
    public IReadOnlyList<(string Word, Func<FitOptions, FitOptions> Set)> Choices => choices;
}
