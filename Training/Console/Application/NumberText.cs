using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace MlNetRecurrent.Console;

/// <summary>
/// Rejects values of numeric options that are no numbers. .NET would take a comma for a separator of thousands, and read <c>0,5</c> as 5.
/// </summary>
internal static class NumberText
{
    /// <summary>Adds the check to all numeric options of a command and of the commands in it.</summary>
    public static void AddTo(Command command)
    {
        foreach (var option in command.Options)
        {
            var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
            if (type == typeof(int))
                option.Validators.Add(result => Check(result, IsWhole, $"a whole number from {int.MinValue} to {int.MaxValue}"));
            else if (type == typeof(double))
                option.Validators.Add(result => Check(result, IsReal, "a number with a decimal point, such as 0.5"));
        }

        foreach (var inner in command.Subcommands)
            AddTo(inner);
    }

    private static void Check(OptionResult result, Func<string, bool> isNumber, string expected)
    {
        foreach (var token in result.Tokens.Where(token => !isNumber(token.Value)))
            result.AddError($"Option {result.Option.Name} is '{token.Value}', expected {expected}.");
    }

    private static bool IsWhole(string text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _);

    private static bool IsReal(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
