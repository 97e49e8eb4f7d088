using System.CommandLine;

namespace MlNetRecurrent.Console;

/// <summary>Reads options whose values are words from a fixed list.</summary>
internal static class ChoiceOption
{
    /// <summary>The value that the given word represents, or null if the option is not given.</summary>
    /// <exception cref="UserInputException">The word is not one of the choices.</exception>
    public static T? Read<T>(ParseResult parsed, Option<string?> option, params ReadOnlySpan<(string Word, T Value)> choices)
        where T : struct
    {
        if (parsed.GetValue(option) is not { } word)
            return null;
        foreach (var choice in choices)
        {
            if (choice.Word == word)
                return choice.Value;
        }

        var words = choices.ToArray().Select(choice => choice.Word);
        throw new UserInputException($"Option {option.Name} is '{word}', expected {string.Join(", ", words)}.");
    }
}
