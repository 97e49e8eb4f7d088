using System.CommandLine.Parsing;

namespace MlNetRecurrent.Console;

/// <summary>Rejects paths without text, which .NET would take for the current folder or report without the name of the option.</summary>
internal static class PathText
{
    /// <summary>Validates an option whose value is a path.</summary>
    public static void Validate(OptionResult result)
    {
        if (IsBlank(result))
            result.AddError($"Option {result.Option.Name} is empty, expected a path.");
    }

    /// <summary>Validates an argument whose value is a path.</summary>
    public static void Validate(ArgumentResult result)
    {
        if (IsBlank(result))
            result.AddError($"{result.Argument.Name} is empty, expected a path.");
    }

    private static bool IsBlank(SymbolResult result) => result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value));
}
