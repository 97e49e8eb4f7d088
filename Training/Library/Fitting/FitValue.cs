namespace MlNetRecurrent.Training;

/// <summary>An option of a fit whose value is a number, a time or a path.</summary>
/// <typeparam name="T">The type of the value on the command line.</typeparam>
/// <param name="option">Its name on the command line.</param>
/// <param name="description">What it is, for help.</param>
/// <param name="set">Sets it.</param>
internal sealed class FitValue<T>(string option, string description, Func<FitOptions, T, FitOptions> set) : FitSetting(option, description)
{
    /// <summary>Its default, where help shows one.</summary>
    public Func<FitOptions, T>? Default { get; init; }

    /// <summary>The options with a value.</summary>
    public FitOptions Set(FitOptions options, T value) => set(options, value);
}
