using System.CommandLine;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>A command-line option created from a <see cref="FitSetting"/>.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Option">The option.</param>
/// <param name="Set">Applies the value on the command line. Called only if the option is given.</param>
internal sealed record FitArgument(FitSetting Setting, Option Option, Func<ParseResult, FitOptions, FitOptions> Set)
{
    /// <summary>Creates the option of a setting.</summary>
    public static FitArgument Create(FitSetting setting) => setting switch
    {
        FitValue<int> value => Create(value),
        FitValue<int?> value => Create(value),
        FitValue<double> value => Create(value),
        FitValue<double?> value => Create(value),
        FitValue<string?> value => Create(value),
        FitChoice choice => Create(choice),
        _ => throw new InvalidOperationException($"No command-line option supports {setting.GetType()}."),
    };

    private static FitArgument Create<T>(FitValue<T> value)
    {
        var option = value.Default is { } getDefault
            ? CommandOptions.WithDefault(value.Option, value.Description, getDefault(new FitOptions()))
            : new Option<T>(value.Option) { Description = value.Description };
        return new FitArgument(value, option, (parsed, options) => value.Set(options, parsed.GetValue(option)!));
    }

    private static FitArgument Create(FitChoice choice)
    {
        var option = new Option<string?>(choice.Option) { Description = choice.Description };
        return new FitArgument(choice, option, (parsed, options) =>
        {
            var word = parsed.GetValue(option);
            var chosen = choice.Choices.FirstOrDefault(entry => entry.Word == word);
            return chosen.Set is null
                ? throw new UserInputException(
                    $"Option {option.Name} is '{word}', expected {string.Join(", ", choice.Choices.Select(entry => entry.Word))}.")
                : chosen.Set(options);
        });
    }
}
