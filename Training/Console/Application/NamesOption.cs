using System.CommandLine;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Reads options whose values are comma-separated names.</summary>
internal static class NamesOption
{
    /// <summary>The names; none if the option is not given.</summary>
    /// <exception cref="UserInputException">A name is empty or repeated.</exception>
    public static IReadOnlyList<string> Read(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } list)
            return [];
        var names = list.Split(',', StringSplitOptions.TrimEntries);
        if (names.Any(name => name.Length == 0))
            throw new UserInputException($"Option {option.Name} is '{list}', expected comma-separated names.");
        return names.Distinct(InvisibleText.Comparer).Count() == names.Length
            ? names
            : throw new UserInputException($"Option {option.Name} is '{list}', which lists a name more than once.");
    }
}
