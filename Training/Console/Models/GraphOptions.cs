using System.CommandLine;
using System.Globalization;

namespace MlNetRecurrent.Console;

/// <summary>The options that say what the inputs, outputs and states of a file without a model card are.</summary>
internal sealed class GraphOptions
{
    private readonly Option<string?> _input = new("--input")
    {
        Description = "For a file without a model card: the name of the input with the sequences. Default: found from the graph.",
    };

    private readonly Option<string?> _outputs = new("--outputs")
    {
        Description = "For a file without a model card: the names of the outputs to compute, comma-separated. "
            + "Default: the only one that can be meant.",
    };

    private readonly Option<string[]> _states = NamedValuesOption.Create(
        "--states",
        "For a file without a model card: INPUT=OUTPUT, the output with the state after a sequence, by the input with the state before it; "
        + "once for each state. Default: found from the graph.");

    private readonly Option<string[]> _values = NamedValuesOption.Create(
        "--input-values",
        "For a file without a model card: INPUT=VALUE or INPUT=VALUE,VALUE,... with the fixed values of a further input, such as a sample rate; once "
        + "for each input.");

    private readonly Option<bool> _any = CommandOptions.CreateAnyGraphOption();

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [_input, _outputs, _states, _values, _any];

    /// <summary>Reads the options.</summary>
    /// <exception cref="UserInputException">An option is invalid.</exception>
    public RecurrentModelOptions Read(ParseResult parsed) => new()
    {
        InputName = parsed.GetValue(_input) is "" ? throw new UserInputException($"Option {_input.Name} is empty.") : parsed.GetValue(_input),
        OutputNames = NamesOption.Read(parsed, _outputs),
        StateNames = NamedValuesOption.Read(parsed, _states, "INPUT=OUTPUT"),
        InputValues = NamedValuesOption.Read(parsed, _values, "INPUT=VALUE,VALUE,...")
            .ToDictionary(input => input.Key, input => ReadNumbers(input.Value)),
        AllowAnyGraph = parsed.GetValue(_any),
        NameOption = GetName,
    };

    private static string GetName(string property) => property switch
    {
        nameof(RecurrentModelOptions.InputName) => "--input",
        nameof(RecurrentModelOptions.OutputNames) => "--outputs",
        nameof(RecurrentModelOptions.StateNames) => "--states",
        // InputColumns becomes --input-columns.
        _ => $"-{string.Concat(property.Select(letter => char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}"))}",
    };

    private IReadOnlyList<double> ReadNumbers(string list) =>
    [
        .. list.Split(',').Select(text => double.TryParse(text, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new UserInputException($"Option {_values.Name} has the value '{text}', expected a number.")),
    ];
}
