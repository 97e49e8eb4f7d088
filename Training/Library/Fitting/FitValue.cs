namespace MlNetRecurrent.Training;

/// <summary>An option of a fit whose value is a number, a time or a path.</summary>
/// <typeparam name="T">The type of the value on the command line.</typeparam>
/// <param name="option">The name on the command line.</param>
/// <param name="description">The description for help.</param>
/// <param name="set">Sets the value.</param>
internal sealed class FitValue<T>(string option, string description, Func<FitOptions, T, FitOptions> set) : FitSetting(option, description)
{
    /// <summary>The default; null if help shows none.</summary>
    public Func<FitOptions, T>? Default { get; init; }

    /// <summary>Returns the options with the value set.</summary>
    public FitOptions Set(FitOptions options, T value) => set(options, value);
}
