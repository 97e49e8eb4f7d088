using System.CommandLine;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>An option of the command line that is made of a <see cref="FitSetting"/>.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Option">The option.</param>
/// <param name="Set">Sets what the command line says; called where the option is given.</param>
internal sealed record FitArgument(FitSetting Setting, Option Option, Func<ParseResult, FitOptions, FitOptions> Set)
{
    /// <summary>The option of a setting.</summary>
    public static FitArgument Of(FitSetting setting) => setting switch
    {
        FitValue<int> value => Of(value),
        FitValue<int?> value => Of(value),
        FitValue<double> value => Of(value),
        FitValue<double?> value => Of(value),
        FitValue<string?> value => Of(value),
        FitChoice choice => Of(choice),
        _ => throw new InvalidOperationException($"There is no option of the command line for {setting.GetType()}."),
    };

    private static FitArgument Of<T>(FitValue<T> value)
    {
        var option = value.Default is { } usual
            ? CommandOptions.WithDefault(value.Option, value.Description, usual(new FitOptions()))
            : new Option<T>(value.Option) { Description = value.Description };
        return new FitArgument(value, option, (parsed, options) => value.Set(options, parsed.GetValue(option)!));
    }

    private static FitArgument Of(FitChoice choice)
    {
        var option = new Option<string?>(choice.Option) { Description = choice.Description };
        return new FitArgument(choice, option, (parsed, options) =>
        {
            var word = parsed.GetValue(option);
            var chosen = choice.Choices.FirstOrDefault(entry => entry.Word == word);
            return chosen.Set is null
                ? throw new UserInputException($"Option {option.Name} is '{word}', expected {string.Join(", ", choice.Choices.Select(entry => entry.Word))}.")
                : chosen.Set(options);
        });
    }
}
