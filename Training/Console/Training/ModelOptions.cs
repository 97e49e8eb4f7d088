using System.CommandLine;

namespace MlNetRecurrent.Console;

/// <summary>The options that say what network is built.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _task = new("--task") { Description = "forecast, classify (a class for each sequence) or tag (one for each step). Default: what the columns say." };
    private readonly Option<string?> _cell = new("--cell") { Description = "rnn, lstm, gru, or all: one model of each. Default: lstm." };
    private readonly Option<int> _hidden = CommandOptions.WithDefault("--hidden", "Hidden units of each direction.", 50);
    private readonly Option<int> _layers = CommandOptions.WithDefault("--layers", "Recurrent layers.", 1);
    private readonly Option<bool> _bidirectional = new("--bidirectional") { Description = "Layers walk through time both ways." };
    private readonly Option<double> _dropout = CommandOptions.WithDefault("--dropout", "The share of values dropped between layers while fitting.", 0.0);
    private readonly Option<int?> _window = new("--window") { Description = "Time steps of a window, or in a row that is a whole sequence. Default: 20." };
    private readonly Option<int> _horizon = CommandOptions.WithDefault("--horizon", "Steps to forecast.", 1);
    private readonly Option<int?> _season = new("--season") { Description = "Rows of a season. Default: what the times say, or 12." };
    private readonly Option<string?> _normalize = new("--normalize") { Description = "standard (default): by mean and deviation of the fitted rows; or none." };

    /// <summary>Every option.</summary>
    public IEnumerable<Option> All => [_task, _cell, _hidden, _layers, _bidirectional, _dropout, _window, _horizon, _season, _normalize];

    /// <summary>The task, or null where the columns tell.</summary>
    public RecurrentTask? Task(ParseResult parsed) => ChoiceOption.Read(
        parsed, _task, ("forecast", RecurrentTask.Forecast), ("classify", RecurrentTask.Classify), ("tag", RecurrentTask.Tag));

    /// <summary>The cells to fit.</summary>
    public IReadOnlyList<RecurrentCell> Cells(ParseResult parsed) => parsed.GetValue(_cell) switch
    {
        "rnn" => [RecurrentCell.Rnn],
        "lstm" or null => [RecurrentCell.Lstm],
        "gru" => [RecurrentCell.Gru],
        "all" => [RecurrentCell.Rnn, RecurrentCell.Lstm, RecurrentCell.Gru],
        var word => throw new UserInputException($"Option {_cell.Name} is '{word}', expected rnn, lstm, gru, all."),
    };

    /// <summary>Time steps of a window.</summary>
    public int Window(ParseResult parsed, Sample? sample) => AtLeastOne(_window, parsed.GetValue(_window) ?? sample?.Window ?? 20);

    /// <summary>Rows of a season, or null where the data tells.</summary>
    public int? Season(ParseResult parsed, Sample? sample) => (parsed.GetValue(_season) ?? sample?.Season) is { } season ? AtLeastOne(_season, season) : null;

    /// <summary>The network that options and data ask for; its cell is set for each model.</summary>
    public NetworkPlan Plan(ParseResult parsed, RecurrentTask task) => new()
    {
        Task = task,
        Hidden = parsed.GetValue(_hidden),
        Layers = parsed.GetValue(_layers),
        Bidirectional = parsed.GetValue(_bidirectional),
        Dropout = parsed.GetValue(_dropout),
        Horizon = task == RecurrentTask.Forecast ? AtLeastOne(_horizon, parsed.GetValue(_horizon)) : 1,
        Normalization = ChoiceOption.Read(parsed, _normalize, ("standard", InputNormalization.Standard), ("none", InputNormalization.None)) ?? InputNormalization.Standard,
    };

    private static int AtLeastOne(Option option, int value) => value >= 1 ? value : throw new UserInputException($"Option {option.Name} is {value}, expected at least 1.");
}
