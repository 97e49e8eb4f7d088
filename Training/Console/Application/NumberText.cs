using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

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
                option.Validators.Add(result => Check<int>(result, NumberStyles.Integer, Range(int.MinValue, int.MaxValue)));
            else if (type == typeof(long))
                option.Validators.Add(result => Check<long>(result, NumberStyles.Integer, Range(long.MinValue, long.MaxValue)));
            else if (type == typeof(double))
                option.Validators.Add(result => Check<double>(result, NumberStyles.Float, "a number with a decimal point, such as 0.5"));
        }

        foreach (var inner in command.Subcommands)
            AddTo(inner);
    }

    private static string Range(long min, long max) => FormattableString.Invariant($"a whole number from {min} to {max}");

    private static void Check<T>(OptionResult result, NumberStyles style, string expected)
        where T : INumber<T>
    {
        foreach (var token in result.Tokens.Where(token => !T.TryParse(token.Value, style, CultureInfo.InvariantCulture, out _)))
            result.AddError($"Option {result.Option.Name} is '{token.Value}', expected {expected}.");
    }
}
