using System.CommandLine;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options of <c>import</c>.</summary>
internal sealed class ImportArguments
{
    private readonly Option<string?> _task = new("--task")
    {
        Description = "What the outputs are: forecast, classify, tag (a class for each time step) or encode. To classify, the outputs of a graph "
            + "without softmax are taken as logits. Default: what the graph says.",
    };

    private readonly Option<string?> _output = new("--output")
    {
        Description = "The name of the output to import. Default: the only one that can be meant.",
    };

    private readonly Option<string?> _labels = new("--labels")
    {
        Description = "The names of the classes, comma-separated, in the order of the outputs.",
    };

    private readonly Option<string?> _features = new("--features")
    {
        Description = "The names of the features, comma-separated, in the order of the inputs.",
    };

    private readonly Option<string?> _targets = new("--target")
    {
        Description = "The names of the targets, comma-separated, in the order of the outputs.",
    };

    private readonly Option<int?> _horizon = new("--horizon")
    {
        Description = "The number of steps ahead that the outputs hold. Default: 1, unless the output has an axis of steps.",
    };

    private readonly Option<int?> _window = new("--window")
    {
        Description = "The number of time steps in each input window. Default: the size of the file's time axis, if it is fixed.",
    };

    private readonly Option<string?> _inputScaler = ScalerOption.Create(
        "--input-scaler", "The scaler that was applied to the inputs outside of the file; the imported model reads unscaled values");

    private readonly Option<string?> _targetScaler = ScalerOption.Create(
        "--target-scaler", "The scaler that was applied to the targets outside of the file; the imported model outputs unscaled values");

    private readonly Option<bool> _minimal = CommandOptions.CreateMinimalOption();

    private readonly Option<bool> _any = CommandOptions.CreateAnyGraphOption();

    /// <summary>All options.</summary>
    public IEnumerable<Option> All =>
        [_task, _output, _labels, _features, _targets, _horizon, _window, _inputScaler, _targetScaler, _minimal, _any];

    /// <summary>Reads the import options.</summary>
    /// <exception cref="UserInputException">An option is invalid.</exception>
    public ImportOptions ReadImport(ParseResult parsed) => new()
    {
        Task = ChoiceOption.Read(
            parsed,
            _task,
            ("forecast", RecurrentTask.Forecast),
            ("classify", RecurrentTask.Classify),
            ("tag", RecurrentTask.Tag),
            ("encode", RecurrentTask.Encode)),
        OutputName = parsed.GetValue(_output),
        Labels = NamesOption.Read(parsed, _labels),
        FeatureNames = NamesOption.Read(parsed, _features),
        TargetNames = NamesOption.Read(parsed, _targets),
        Horizon = CommandOptions.RequireAtLeastOne(_horizon, parsed.GetValue(_horizon)),
        Window = CommandOptions.RequireAtLeastOne(_window, parsed.GetValue(_window)),
        InputScaler = ScalerOption.Read(parsed, _inputScaler),
        TargetScaler = ScalerOption.Read(parsed, _targetScaler),
        AllowAnyGraph = parsed.GetValue(_any),
        OutputRemedy = $"name it with {_output.Name}",
        AnyGraphRemedy = $"use {_any.Name}",
    };

    /// <summary>Reads the export options.</summary>
    public ExportOptions ReadExport(ParseResult parsed) => new() { IncludeOptionalInputs = !parsed.GetValue(_minimal) };

    /// <summary>The given options as they were written, each after a space.</summary>
    public string GetText(ParseResult parsed) => string.Concat(All.Where(option => CommandOptions.IsGiven(parsed, option)).Select(option =>
        $" {option.Name}" + string.Concat(parsed.GetResult(option)!.Tokens.Select(token => $" {ShellWord.Quote(token.Value)}"))));
}
