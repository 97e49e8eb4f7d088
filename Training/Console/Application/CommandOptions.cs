using System.CommandLine;

namespace MlNetRecurrent.Console;

/// <summary>Makes the options and arguments that commands have in common.</summary>
internal static class CommandOptions
{
    /// <summary>An option with a default.</summary>
    public static Option<T> WithDefault<T>(string name, string description, T value) => new(name) { Description = description, DefaultValueFactory = _ => value };

    /// <summary>What an option is: as it is given; else what is usual for the data, or by default.</summary>
    public static T GetValue<T>(ParseResult parsed, Option<T> option, T? usual)
        where T : struct => usual is { } value && !IsGiven(parsed, option) ? value : parsed.GetValue(option);

    /// <summary>The file that a command reads.</summary>
    public static Argument<string> CreateModelArgument(string description) => new("MODEL.onnx") { Description = description };

    /// <summary>Leaves the optional inputs out of an export.</summary>
    public static Option<bool> CreateMinimalOption() => new("--minimal")
    {
        Description = "Export without the optional inputs lengths, h0 and c0, for hosts that cannot read them.",
    };

    /// <summary>How far scored windows lie apart.</summary>
    public static Option<int?> CreateTestStrideOption(string name) => new(name)
    {
        Description = "Rows from one scored window to the next: the horizon, to forecast each row once. Default: 1, a forecast from every row.",
    };

    /// <summary>A number of an option, if it is given.</summary>
    /// <exception cref="UserInputException">It is below 1.</exception>
    public static int? RequireAtLeastOne(Option option, int? value) => value is null or >= 1 ? value : throw new UserInputException($"Option {option.Name} is {value}, expected at least 1.");

    /// <summary>A share of an option.</summary>
    /// <exception cref="UserInputException">It is out of range.</exception>
    public static double RequireFraction(Option option, double value) => value is >= 0 and < 1
        ? value
        : throw new UserInputException(FormattableString.Invariant($"Option {option.Name} is {value}, expected 0 to less than 1."));

    /// <summary>Whether an option is on the command line.</summary>
    public static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Refuses options that are given and would do nothing.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">The options.</param>
    /// <param name="beside">What they do not go with.</param>
    /// <exception cref="UserInputException">One of them is given.</exception>
    public static void Reject(ParseResult parsed, IEnumerable<Option> options, string beside)
    {
        foreach (var option in options.Where(option => IsGiven(parsed, option)))
            throw new UserInputException($"Option {option.Name} does not go with {beside}.");
    }

    /// <summary>Adds a page for people.</summary>
    public static Option<string?> CreateReportOption() => new("--report") { Description = "The HTML file that takes a report with charts: one file that needs no other." };

    /// <summary>Adds a line for programs.</summary>
    public static Option<bool> CreateJsonOption() => new("--json") { Description = "End standard output with one line of JSON." };
}
