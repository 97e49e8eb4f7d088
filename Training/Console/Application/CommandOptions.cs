using System.CommandLine;

namespace MlNetRecurrent.Console;

/// <summary>Creates the options and arguments that commands share.</summary>
internal static class CommandOptions
{
    /// <summary>Creates an option with a default value.</summary>
    public static Option<T> WithDefault<T>(string name, string description, T value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    /// <summary>The value of an option: the one on the command line, else the one recommended for the data, else the default.</summary>
    public static T GetValue<T>(ParseResult parsed, Option<T> option, T? recommended)
        where T : struct => recommended is { } value && !IsGiven(parsed, option) ? value : parsed.GetValue(option);

    /// <summary>Creates the argument for the model file that a command reads.</summary>
    public static Argument<string> CreateModelArgument(string description) => new("MODEL.onnx")
    {
        Description = description,
        Validators = { PathText.Validate },
    };

    /// <summary>Creates the option that exports a model without its optional inputs.</summary>
    public static Option<bool> CreateMinimalOption() => new("--minimal")
    {
        Description = "Export without the optional inputs lengths, h0 and c0, for hosts that do not support them.",
    };

    /// <summary>Creates the option that lets ONNX Runtime run any graph.</summary>
    public static Option<bool> CreateAnyGraphOption() => new("--allow-any-graph")
    {
        Description = "Run any graph in ONNX Runtime. Use it only for a file that you trust: a graph can exhaust memory and processor time.",
    };

    /// <summary>Creates the option for the distance between scored windows.</summary>
    public static Option<int?> CreateTestStrideOption(
        string name, string text = "1, a forecast from every row; half a window for taggers, which score each row once") => new(name)
        {
            Description = $"The number of rows between scored windows. Set it to the horizon to forecast each row once. Default: {text}.",
        };

    /// <summary>Checks that the value of an option, if given, is at least 1.</summary>
    /// <exception cref="UserInputException">The value is below 1.</exception>
    public static int? RequireAtLeastOne(Option option, int? value) => value is null or >= 1
        ? value
        : throw new UserInputException($"Option {option.Name} is {value}, expected at least 1.");

    /// <summary>Checks that the value of an option, if given, is from 1 to a maximum.</summary>
    /// <exception cref="UserInputException">The value is out of range.</exception>
    public static int? RequireRange(Option option, int? value, int max) => value is null || (value >= 1 && value <= max)
        ? value
        : throw new UserInputException($"Option {option.Name} is {value}, expected 1 to {max}.");

    /// <summary>Checks that the value of an option is a fraction from 0 to less than 1.</summary>
    /// <exception cref="UserInputException">The value is out of range.</exception>
    public static double RequireFraction(Option option, double value) => value is >= 0 and < 1
        ? value
        : throw new UserInputException(FormattableString.Invariant($"Option {option.Name} is {value}, expected 0 to less than 1."));

    /// <summary>Whether an option is given on the command line.</summary>
    public static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Rejects given options that would have no effect.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">The options to reject.</param>
    /// <param name="context">What the options cannot be combined with.</param>
    /// <exception cref="UserInputException">One of them is given.</exception>
    public static void Reject(ParseResult parsed, IEnumerable<Option> options, string context)
    {
        foreach (var option in options.Where(option => IsGiven(parsed, option)))
            throw new UserInputException($"Option {option.Name} cannot be used with {context}.");
    }

    /// <summary>Creates the option that writes an HTML report.</summary>
    public static Option<string?> CreateReportOption() => new("--report")
    {
        Description = "Write a report with charts to this HTML file. The file is self-contained.",
        Validators = { PathText.Validate },
    };

    /// <summary>Creates the option that prints results as JSON.</summary>
    public static Option<bool> CreateJsonOption() => new("--json")
    {
        Description = "Print the results as one line of JSON at the end of standard output.",
    };
}
