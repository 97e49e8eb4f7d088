using System.CommandLine;

namespace MlNetRecurrent.Console;

/// <summary>Reads options whose values have the form <c>NAME=VALUE,VALUE</c>.</summary>
internal static class NamedValuesOption
{
    /// <summary>Creates an option that can be given several times.</summary>
    public static Option<string[]> Create(string name, string description) => new(name) { Description = description };

    /// <summary>The values by name; none if the option is not given.</summary>
    /// <exception cref="UserInputException">A value has another form, or a name is repeated.</exception>
    public static IReadOnlyDictionary<string, string> Read(ParseResult parsed, Option<string[]> option, string form)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in parsed.GetValue(option) ?? [])
        {
            // The names of tensors may contain any character, those of columns too.
            var end = text.IndexOf('=', StringComparison.Ordinal);
            if (end <= 0)
                throw new UserInputException($"Option {option.Name} is '{text}', expected {form}.");
            if (!values.TryAdd(text[..end], text[(end + 1)..]))
                throw new UserInputException($"Option {option.Name} names '{text[..end]}' more than once.");
        }

        return values;
    }
}
