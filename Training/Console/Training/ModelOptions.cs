using System.CommandLine;
using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options that say what network is built.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _task = new("--task") { Description = "forecast, classify (a class for each sequence), tag (one for each step) or language (a text). Default: what the data say." };
    private readonly Option<string?> _cell = new("--cell") { Description = "rnn, lstm, gru, or all: one model of each. Default: lstm." };
    private readonly Option<int> _hidden = CommandOptions.WithDefault("--hidden", "Hidden units of each direction; of a language model 320.", 50);
    private readonly Option<int> _layers = CommandOptions.WithDefault("--layers", "Recurrent layers.", 1);
    private readonly Option<bool> _bidirectional = new("--bidirectional") { Description = "Layers walk through time both ways." };
    private readonly Option<double> _dropout = CommandOptions.WithDefault("--dropout", "The share of values dropped between layers while fitting.", 0.0);
    private readonly Option<int?> _window = new("--window") { Description = "Time steps of a window, or in a row that is a whole sequence; of a text, those that gradients go back. Default: 20; of a text 64." };
    private readonly Option<int> _horizon = CommandOptions.WithDefault("--horizon", "Steps to forecast.", 1);
    private readonly Option<int?> _season = new("--season") { Description = "Rows of a season. Default: what the times say, or 12." };
    private readonly Option<string?> _normalize = new("--normalize") { Description = "standard (default): by mean and deviation of the fitted rows; window: of each window too; or none." };
    private readonly Option<double> _headDropout = CommandOptions.WithDefault("--head-dropout", "The share of what the head reads that is dropped while fitting; of a language model 0.3.", 0.0);
    private readonly Option<double> _recurrentDropout = CommandOptions.WithDefault("--recurrent-dropout", "The share of recurrent weights that is dropped while fitting; of a language model 0.3.", 0.0);
    private readonly Option<bool> _layerNorm = new("--layer-norm") { Description = "Normalise what each layer gives." };
    private readonly Option<string?> _read = new("--read") { Description = "What the head reads: last (default), or the mean or max over time." };
    private readonly Option<string?> _transform = new("--transform") { Description = "The space that targets are seen in: none (default), log or sqrt." };
    private readonly Option<double> _offset = CommandOptions.WithDefault("--transform-offset", "What is added to a target before its transform.", 0.0);
    private readonly Option<string?> _base = new("--base") { Description = "The naive forecast that the network corrects: none (default), last, seasonal or drift." };
    private readonly Option<bool> _difference = new("--difference") { Description = "The network also sees what each target changed by since the step before." };
    private readonly Option<string?> _lossOn = new("--loss-on") { Description = "Where a forecast is fitted: from the last step of a window (default), or from every step." };
    private readonly Option<string?> _quantiles = new("--quantiles") { Description = "The levels of quantiles to forecast too, such as 0.05,0.5,0.95; calibrated on the validation tail." };
    private readonly Option<int?> _chrono = new("--chrono") { Description = "Start the biases of gates for memories over so many steps. An RNN has none. Default: PyTorch's initial biases." };
    private readonly Option<int?> _stride = new("--stride") { Description = "Rows from one fitted window to the next. Default: 1; the window with --loss-on every and --task tag." };

    /// <summary>Every option.</summary>
    public IEnumerable<Option> All =>
    [
        _task, _cell, _hidden, _layers, _bidirectional, _dropout, _window, _horizon, _season, _normalize,
        _headDropout, _recurrentDropout, _layerNorm, _read, _transform, _offset, _base, _difference, _lossOn, _quantiles, _chrono, _stride,
    ];

    /// <summary>What means nothing where no numbers are forecast.</summary>
    public IEnumerable<Option> ForForecasts => [_horizon, _season, _lossOn, _quantiles, _base, _transform, _offset, _difference];

    /// <summary>What means nothing where each step has a class.</summary>
    public IEnumerable<Option> ForSequences => [_read];

    /// <summary>What means nothing where sequences are told apart by a column.</summary>
    public IEnumerable<Option> ForWindows => [_window, _stride];

    /// <summary>What means nothing where each row is a sequence.</summary>
    public IEnumerable<Option> ForSlidingWindows => [_stride];

    /// <summary>What means nothing for a text.</summary>
    public IEnumerable<Option> NotForTexts => [_bidirectional, _normalize, _read, _stride, .. ForForecasts];

    /// <summary>What means nothing where a sequence is answered as a whole.</summary>
    public IEnumerable<Option> ForSeries => [_horizon, _season, _lossOn, _base, _difference];

    /// <summary>The task, or null where the columns tell.</summary>
    public RecurrentTask? Task(ParseResult parsed) => ChoiceOption.Read(
        parsed, _task, ("forecast", RecurrentTask.Forecast), ("classify", RecurrentTask.Classify), ("tag", RecurrentTask.Tag), ("language", RecurrentTask.Language));

    /// <summary>Says which cells are fitted.</summary>
    public Option Cell => _cell;

    /// <summary>The cells to fit.</summary>
    public IReadOnlyList<RecurrentCell> Cells(ParseResult parsed) => parsed.GetValue(_cell) switch
    {
        "rnn" => [RecurrentCell.Rnn],
        "lstm" or null => [RecurrentCell.Lstm],
        "gru" => [RecurrentCell.Gru],
        "all" => ComparedCells.All,
        var word => throw new UserInputException($"Option {_cell.Name} is '{word}', expected rnn, lstm, gru, all."),
    };

    /// <summary>Time steps of a window.</summary>
    public int Window(ParseResult parsed, Sample? sample) => AtLeastOne(_window, parsed.GetValue(_window) ?? sample?.Window ?? 20);

    /// <summary>Rows of a season, or null where the data tells.</summary>
    public int? ReadSeasonLength(ParseResult parsed, Sample? sample) => (parsed.GetValue(_season) ?? sample?.SeasonLength) is { } season ? AtLeastOne(_season, season) : null;

    /// <summary>Steps to forecast.</summary>
    public int Horizon(ParseResult parsed) => AtLeastOne(_horizon, parsed.GetValue(_horizon));

    /// <summary>The network that options and data ask for; its cell is set for each model.</summary>
    public NetworkPlan ReadPlan(ParseResult parsed, SampleRecipe recipe) => new()
    {
        HiddenSize = CommandOptions.GetValue(parsed, _hidden, recipe.HiddenSize),
        LayerCount = parsed.GetValue(_layers),
        IsBidirectional = parsed.GetValue(_bidirectional),
        Dropout = parsed.GetValue(_dropout),
        Normalization = ChoiceOption.Read(parsed, _normalize, ("standard", InputNormalization.Standard), ("window", InputNormalization.Window), ("none", InputNormalization.None)) ?? recipe.Normalization ?? InputNormalization.Standard,
        RecurrentDropout = parsed.GetValue(_recurrentDropout),
        HeadDropout = parsed.GetValue(_headDropout),
        HasLayerNormalization = parsed.GetValue(_layerNorm),
        Pooling = ChoiceOption.Read(parsed, _read, ("last", SequencePooling.FinalState), ("mean", SequencePooling.Mean), ("max", SequencePooling.Max)) ?? SequencePooling.FinalState,
        Transform = ChoiceOption.Read(parsed, _transform, ("none", TargetTransform.None), ("log", TargetTransform.Log), ("sqrt", TargetTransform.SquareRoot)) ?? TargetTransform.None,
        TransformOffset = parsed.GetValue(_offset),
        ResidualBaseline = ChoiceOption.Read(
            parsed, _base, ("none", ResidualBaseline.None), ("last", ResidualBaseline.LastValue), ("seasonal", ResidualBaseline.SeasonalNaive), ("drift", ResidualBaseline.SeasonalDrift)) ?? ResidualBaseline.None,
        HasDifferences = parsed.GetValue(_difference),
        Quantiles = Quantiles(parsed),
    };

    /// <summary>Layers and dropout of a language model.</summary>
    public NetworkPlan ReadLanguagePlan(ParseResult parsed)
    {
        var plan = ReadPlan(parsed, SampleRecipe.None);
        return plan with
        {
            HiddenSize = CommandOptions.IsGiven(parsed, _hidden) ? plan.HiddenSize : LanguageOptions.DefaultHidden,
            HeadDropout = CommandOptions.IsGiven(parsed, _headDropout) ? plan.HeadDropout : LanguageOptions.DefaultDropout,
            RecurrentDropout = CommandOptions.IsGiven(parsed, _recurrentDropout) ? plan.RecurrentDropout : LanguageOptions.DefaultDropout,
        };
    }

    /// <summary>Time steps that the gradients of a language model go back.</summary>
    public int LanguageWindow(ParseResult parsed) => AtLeastOne(_window, parsed.GetValue(_window) ?? LanguageTrainerOptions.DefaultFit.TruncatedBpttSteps!.Value);

    /// <summary>Whether a forecast is fitted from every step of a window.</summary>
    public bool EveryStep(ParseResult parsed) => ChoiceOption.Read(parsed, _lossOn, ("last", false), ("every", true)) ?? false;

    /// <summary>Over how many steps gates start to remember, or null for the usual start.</summary>
    public int? ReadChronoMaxDependency(ParseResult parsed, IReadOnlyList<RecurrentCell> cells, SampleRecipe recipe)
    {
        var steps = parsed.GetValue(_chrono);
        if (steps < 2)
            throw new UserInputException($"Option {_chrono.Name} is {steps}, expected at least 2.");
        if (cells.All(cell => cell.GateCount == 0))
            CommandOptions.Reject(parsed, [_chrono], $"--cell {cells[0].Name}, which has no gates");
        return steps ?? recipe.ChronoMaxDependency;
    }

    /// <summary>Rows from one fitted window to the next; null for the usual.</summary>
    public int? Stride(ParseResult parsed) => parsed.GetValue(_stride) is { } stride ? AtLeastOne(_stride, stride) : null;

    private double[] Quantiles(ParseResult parsed)
    {
        if (parsed.GetValue(_quantiles) is not { } list)
            return [];
        return [.. list.Split(',').Select(level => double.TryParse(level, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new UserInputException($"Option {_quantiles.Name} is '{list}', expected levels with commas between them, such as 0.05,0.5,0.95."))];
    }

    private static int AtLeastOne(Option option, int value) => CommandOptions.RequireAtLeastOne(option, value)!.Value;
}
