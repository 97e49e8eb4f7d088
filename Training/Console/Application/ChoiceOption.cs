using System.CommandLine;

namespace MlNetRecurrent.Console;

/// <summary>Options whose values are words.</summary>
internal static class ChoiceOption
{
    /// <summary>The value that a word stands for, or null where the option is not given.</summary>
    /// <exception cref="UserInputException">The word is none of the choices.</exception>
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

        throw new UserInputException($"Option {option.Name} is '{word}', expected {string.Join(", ", choices.ToArray().Select(choice => choice.Word))}.");
    }
}
