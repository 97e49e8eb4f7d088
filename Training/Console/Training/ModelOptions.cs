using System.CommandLine;
using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The network options.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _task = new("--task")
    {
        Description = "The task: forecast, classify (one class per sequence), tag (one class per time step) or language (a text). "
            + "Default: derived from the data.",
    };

    private readonly Option<string?> _cell = new("--cell") { Description = "The cell: rnn, lstm, gru, or all for one model of each. Default: lstm." };
    private readonly Option<int> _hidden = CommandOptions.WithDefault("--hidden", "The hidden size per direction; 320 for a language model.", 50);
    private readonly Option<int> _layers = CommandOptions.WithDefault("--layers", "The number of recurrent layers.", 1);
    private readonly LinearLayerOptions _inputLayers = new(
        "--input-layers", "--input-activation", "the linear layers before the recurrent layers, which are applied to every time step");

    private readonly LinearLayerOptions _headLayers = new(
        "--head-layers", "--head-activation", "the hidden layers between the recurrent layers and the output");

    private readonly Option<bool> _bidirectional = new("--bidirectional") { Description = "Use bidirectional layers." };
    private readonly Option<double> _dropout = CommandOptions.WithDefault("--dropout", "The dropout between layers during training.", 0.0);
    private readonly Option<int?> _window = new("--window")
    {
        Description = "The number of time steps in each input window, or in a row that holds a whole sequence. "
            + "For a text, the number of steps that gradients are propagated back. Default: 20; 64 for a text.",
    };

    private readonly Option<int> _horizon = CommandOptions.WithDefault("--horizon", "The number of time steps to forecast.", 1);
    private readonly Option<int?> _season = new("--season") { Description = "The season length, in rows. Default: derived from the times, or 12." };
    private readonly Option<string?> _normalize = new("--normalize")
    {
        Description = "The normalization of inputs: standard (default), by the mean and standard deviation of the training rows; "
            + "window, of each window in addition, or series, of the training rows of each series, for series of different size; or none.",
    };

    private readonly Option<int?> _categorySize = new("--category-size")
    {
        Description = "The embedding size of each category. Default: half the number of its values, rounded up, and at most 50.",
    };

    private readonly Option<double> _headDropout = CommandOptions.WithDefault(
        "--head-dropout", "The dropout before the head during training; 0.3 for a language model.", 0.0);

    private readonly Option<double> _recurrentDropout = CommandOptions.WithDefault(
        "--recurrent-dropout", "The dropout of recurrent weights during training; 0.3 for a language model.", 0.0);

    private readonly Option<bool> _layerNorm = new("--layer-norm") { Description = "Apply layer normalization to the output of each layer." };
    private readonly Option<string?> _pooling = new("--read") { Description = "The pooling over time before the head: last (default), mean or max." };
    private readonly Option<string?> _transform = new("--transform") { Description = "The transform of the targets: none (default), log or sqrt." };
    private readonly Option<double> _offset = CommandOptions.WithDefault(
        "--transform-offset", "The value added to each target before its transform.", 0.0);

    private readonly Option<string?> _base = new("--base")
    {
        Description = "The residual baseline, which the network corrects: none (default), last, seasonal or drift.",
    };

    private readonly Option<bool> _difference = new("--difference")
    {
        Description = "Add the change of each target since the previous step to the features.",
    };

    private readonly Option<string?> _lossOn = new("--loss-on")
    {
        Description = "The steps of a window from which forecasts are trained: last (default) or every.",
    };

    private readonly Option<string?> _quantiles = new("--quantiles")
    {
        Description = "The quantile levels to forecast in addition, such as 0.05,0.5,0.95. They are calibrated on the validation rows.",
    };

    private readonly Option<int?> _chrono = new("--chrono")
    {
        Description = "Initialize the gate biases for dependencies over up to this many steps. Not for an RNN, which has no gates. "
            + "Default: PyTorch's initial biases.",
    };

    private readonly Option<int?> _stride = new("--stride")
    {
        Description = "The number of rows between training windows. Default: 1; the window with --loss-on every and --task tag.",
    };

    private readonly Option<string?> _shortSeries = new("--short-series")
    {
        Description = "What happens to series with fewer rows than a window and the horizon: drop (default), with a warning; or pad, so that the "
            + "windows at the start of each series have as many rows as there are, padded and masked.",
    };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All =>
    [
        _task, _cell, _hidden, _layers, .. _inputLayers.All, .. _headLayers.All, _bidirectional, _dropout, _window, _horizon, _season, _normalize,
        _categorySize,
        _headDropout, _recurrentDropout, _layerNorm, _pooling, _transform, _offset, _base, _difference, _lossOn, _quantiles, _chrono, _stride,
        _shortSeries,
    ];

    /// <summary>The options that apply to forecasts only.</summary>
    public IEnumerable<Option> ForForecasts => [_horizon, _season, _lossOn, _quantiles, _base, _transform, _offset, _difference];

    /// <summary>The options that apply to sequences with one output only, not to one class per time step.</summary>
    public IEnumerable<Option> ForSequences => [_pooling];

    /// <summary>The options that do not apply to data with a sequence column.</summary>
    public IEnumerable<Option> ForWindows => [_window, _stride, _shortSeries];

    /// <summary>The options that do not apply to rows that are whole sequences.</summary>
    public IEnumerable<Option> ForSlidingWindows => [_stride, _shortSeries];

    /// <summary>The options that do not apply to a text.</summary>
    public IEnumerable<Option> NotForTexts =>
        [_bidirectional, .. _inputLayers.All, .. _headLayers.All, _normalize, _categorySize, _pooling, _stride, _shortSeries, .. ForForecasts];

    /// <summary>The options that do not apply to sequences with one target value.</summary>
    public IEnumerable<Option> ForSeries => [_horizon, _season, _lossOn, _base, _difference];

    /// <summary>The task, or null if it is derived from the data.</summary>
    public RecurrentTask? Task(ParseResult parsed) => ChoiceOption.Read(
        parsed,
        _task,
        ("forecast", RecurrentTask.Forecast),
        ("classify", RecurrentTask.Classify),
        ("tag", RecurrentTask.Tag),
        ("language", RecurrentTask.Language));

    /// <summary>The option that selects the cells.</summary>
    public Option Cell => _cell;

    /// <summary>The cells to train.</summary>
    public IReadOnlyList<RecurrentCell> Cells(ParseResult parsed) => parsed.GetValue(_cell) switch
    {
        "rnn" => [RecurrentCell.Rnn],
        "lstm" or null => [RecurrentCell.Lstm],
        "gru" => [RecurrentCell.Gru],
        "all" => ComparedCells.All,
        var word => throw new UserInputException($"Option {_cell.Name} is '{word}', expected rnn, lstm, gru, all."),
    };

    /// <summary>The number of time steps in each input window.</summary>
    public int Window(ParseResult parsed, Sample? sample) => RequireAtLeastOne(_window, parsed.GetValue(_window) ?? sample?.Window ?? 20);

    /// <summary>The season length in rows, or null if it is derived from the data.</summary>
    public int? ReadSeasonLength(ParseResult parsed, Sample? sample) =>
        (parsed.GetValue(_season) ?? sample?.SeasonLength) is { } season ? RequireAtLeastOne(_season, season) : null;

    /// <summary>The number of time steps to forecast.</summary>
    public int Horizon(ParseResult parsed) => RequireAtLeastOne(_horizon, parsed.GetValue(_horizon));

    /// <summary>Reads the network from the options and the recipe of the data. Its cell is set for each model.</summary>
    public NetworkOptions ReadPlan(ParseResult parsed, SampleRecipe recipe) => new()
    {
        HiddenSize = CommandOptions.GetValue(parsed, _hidden, recipe.HiddenSize),
        LayerCount = parsed.GetValue(_layers),
        InputLayerSizes = _inputLayers.ReadSizes(parsed),
        InputActivation = _inputLayers.ReadActivation(parsed),
        HeadLayerSizes = _headLayers.ReadSizes(parsed),
        HeadActivation = _headLayers.ReadActivation(parsed),
        IsBidirectional = parsed.GetValue(_bidirectional),
        Dropout = parsed.GetValue(_dropout),
        Normalization = ReadNormalization(parsed) ?? recipe.Normalization ?? InputNormalization.Standard,
        CategoryEmbeddingSize = CommandOptions.RequireAtLeastOne(_categorySize, parsed.GetValue(_categorySize)),
        RecurrentDropout = parsed.GetValue(_recurrentDropout),
        HeadDropout = parsed.GetValue(_headDropout),
        HasLayerNormalization = parsed.GetValue(_layerNorm),
        Pooling = ReadPooling(parsed) ?? SequencePooling.FinalState,
        Transform = ReadTransform(parsed) ?? TargetTransform.None,
        TransformOffset = parsed.GetValue(_offset),
        ResidualBaseline = ReadResidualBaseline(parsed) ?? ResidualBaseline.None,
        HasDifferences = parsed.GetValue(_difference),
        Quantiles = Quantiles(parsed),
    };

    /// <summary>Reads the layers and the dropout of a language model.</summary>
    public NetworkOptions ReadLanguagePlan(ParseResult parsed)
    {
        var plan = ReadPlan(parsed, SampleRecipe.None);
        return plan with
        {
            HiddenSize = CommandOptions.IsGiven(parsed, _hidden) ? plan.HiddenSize : LanguageOptions.DefaultHidden,
            HeadDropout = CommandOptions.IsGiven(parsed, _headDropout) ? plan.HeadDropout : LanguageOptions.DefaultDropout,
            RecurrentDropout = CommandOptions.IsGiven(parsed, _recurrentDropout) ? plan.RecurrentDropout : LanguageOptions.DefaultDropout,
        };
    }

    /// <summary>The number of time steps that the gradients of a language model are propagated back.</summary>
    public int LanguageWindow(ParseResult parsed) =>
        RequireAtLeastOne(_window, parsed.GetValue(_window) ?? LanguageTrainerOptions.DefaultFit.TruncatedBpttSteps!.Value);

    /// <summary>Whether forecasts are trained from every step of a window.</summary>
    public bool EveryStep(ParseResult parsed) => ChoiceOption.Read(parsed, _lossOn, ("last", false), ("every", true)) ?? false;

    /// <summary>The longest dependency of chrono initialization, in time steps; null for PyTorch's initial biases.</summary>
    public int? ReadChronoMaxDependency(ParseResult parsed, IReadOnlyList<RecurrentCell> cells, SampleRecipe recipe)
    {
        var steps = parsed.GetValue(_chrono);
        if (steps < 2)
            throw new UserInputException($"Option {_chrono.Name} is {steps}, expected at least 2.");
        if (cells.All(cell => cell.GateCount == 0))
            CommandOptions.Reject(parsed, [_chrono], $"--cell {cells[0].Name}, which has no gates");
        return steps ?? recipe.ChronoMaxDependency;
    }

    /// <summary>The number of rows between training windows; null for the default.</summary>
    public int? Stride(ParseResult parsed) => parsed.GetValue(_stride) is { } stride ? RequireAtLeastOne(_stride, stride) : null;

    /// <summary>What happens to short series.</summary>
    public ShortSeriesPolicy ReadShortSeries(ParseResult parsed)
    {
        var policy = ChoiceOption.Read(parsed, _shortSeries, ("drop", ShortSeriesPolicy.Drop), ("pad", ShortSeriesPolicy.Pad));
        if (policy == ShortSeriesPolicy.Pad && EveryStep(parsed))
            throw new UserInputException($"Option {_shortSeries.Name} pad cannot be used with {_lossOn.Name} every: its windows are complete.");
        return policy ?? ShortSeriesPolicy.Drop;
    }

    private InputNormalization? ReadNormalization(ParseResult parsed) => ChoiceOption.Read(
        parsed,
        _normalize,
        ("standard", InputNormalization.Standard),
        ("window", InputNormalization.Window),
        ("series", InputNormalization.Series),
        ("none", InputNormalization.None));

    private SequencePooling? ReadPooling(ParseResult parsed) => ChoiceOption.Read(
        parsed, _pooling, ("last", SequencePooling.FinalState), ("mean", SequencePooling.Mean), ("max", SequencePooling.Max));

    private TargetTransform? ReadTransform(ParseResult parsed) => ChoiceOption.Read(
        parsed, _transform, ("none", TargetTransform.None), ("log", TargetTransform.Log), ("sqrt", TargetTransform.SquareRoot));

    private ResidualBaseline? ReadResidualBaseline(ParseResult parsed) => ChoiceOption.Read(
        parsed,
        _base,
        ("none", ResidualBaseline.None),
        ("last", ResidualBaseline.LastValue),
        ("seasonal", ResidualBaseline.SeasonalNaive),
        ("drift", ResidualBaseline.SeasonalDrift));

    private double[] Quantiles(ParseResult parsed)
    {
        if (parsed.GetValue(_quantiles) is not { } list)
            return [];
        return [.. list.Split(',').Select(level => double.TryParse(level, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new UserInputException($"Option {_quantiles.Name} is '{list}', expected comma-separated levels, such as 0.05,0.5,0.95."))];
    }

    private static int RequireAtLeastOne(Option option, int value) => CommandOptions.RequireAtLeastOne(option, value)!.Value;
}
