using System.CommandLine;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Console;

/// <summary>The options of <c>retrain</c>. What they leave open, the card of the model says.</summary>
internal sealed class RetrainArguments
{
    private readonly DataOptions _data = new();
    private readonly FittingOptions _fitting = new();
    private readonly Option<int?> _window = new("--window") { Description = "Time steps of a window, where the card does not say." };
    private readonly Option<double> _test = CommandOptions.WithDefault("--test-fraction", "The share of each series' last rows, or of the last sequences, that is held out: old and new model are compared on it.", 0.2);
    private readonly Option<int?> _stride = CommandOptions.TestStride("--test-stride");
    private readonly Option<double> _validation = CommandOptions.WithDefault("--validation-fraction", "With --patience, --stop-at or quantiles: the share of the rest that decides which epoch is kept, and that quantiles are calibrated on.", 0.2);
    private readonly Option<bool> _refit = new("--refit") { Description = "Once the new model has shown to be at least as good, fit once more on everything before it is put in place; scores and calibration stay those from before." };
    private readonly Option<string?> _report = CommandOptions.Report();

    /// <summary>Every option.</summary>
    public IEnumerable<Option> All => [.. _data.All, _window, _test, _stride, _validation, .. _fitting.All, _refit, _report];

    /// <summary>What is asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="path">The file of the model.</param>
    /// <exception cref="UserInputException">An option is wrong, or the model cannot be fitted further.</exception>
    /// <exception cref="RecurrentModelException">The file is missing, damaged, or was not exported by this product.</exception>
    public RetrainOptions Read(ParseResult parsed, string path)
    {
        var (source, sample) = _data.Source(parsed);
        var recipe = sample?.Recipe ?? SampleRecipe.None;
        var model = OnnxFile.Parse(OnnxFile.ReadBytes(path), path);
        if (OnnxFile.Card(model, path) is not { } card)
            throw new UserInputException($"Model file '{path}' carries no model card: bring it in by 'import {path} --out MODEL.onnx' first.");
        Check(card, path);
        var (task, header) = (card.Network.Task, source.Header());
        var columns = card.Columns is null ? Given(parsed, task, sample, header, card.Window) : Known(parsed, card.Columns, header);
        var fit = CardFit.Apply(_fitting.Read(parsed, recipe), parsed, card);
        var window = columns.StepsInRow is null && columns.Sequence is null ? card.Window ?? Window(parsed, sample) : (int?)null;
        CommandOptions.Refuse(parsed, task == RecurrentTask.Forecast ? _fitting.ForClasses : _fitting.ForForecasts, $"a model of the task {task.ToString().ToLowerInvariant()}");
        var everyStep = card.Fit?.EveryStep ?? false;
        return new RetrainOptions(path, card, new TrainOptions
        {
            Source = source,
            Columns = columns,
            Cells = [card.Network.Layers[0].Cell],
            Network = new NetworkPlan
            {
                Task = task,
                Horizon = card.Network.Horizon,
                Quantiles = card.Network.Quantiles,
                Hidden = card.Network.Layers[0].HiddenSize,
                Layers = card.Network.Layers.Count,
                Bidirectional = card.Network.Layers[0].Direction == SequenceDirection.Bidirectional,
                Dropout = card.Network.Dropout,
                Normalization = card.Network.Normalization,
            },
            Fit = fit,
            Window = window,
            EveryStep = everyStep,
            Stride = card.Fit?.Stride ?? (task == RecurrentTask.Tag ? window ?? 1 : 1),
            Season = card.Data?.Season ?? sample?.Season,
            TestFraction = Share(parsed, _test, smallest: double.Epsilon),
            TestStride = CommandOptions.AtLeastOne(_stride, parsed.GetValue(_stride)),
            ValidationFraction = Share(parsed, _validation, smallest: 0),
            Ensemble = card.Network.Ensemble,
            Chrono = card.Fit?.Chrono,
            Threads = _fitting.Threads(parsed, recipe),
            Labels = card.Labels.Count == 0 ? null : card.Labels,
            Balance = _fitting.Balance(parsed) || card.Fit?.Balanced == true,
            Refit = parsed.GetValue(_refit),
            CheckpointFolder = _fitting.CheckpointFolder(parsed),
            Resume = _fitting.Resume(parsed),
            Out = path,
            Minimal = model.Graph.Input.All(input => input.Name != RecurrentNames.Lengths),
            Report = parsed.GetValue(_report),
        });
    }

    private static void Check(ModelCard card, string path)
    {
        if (card.Network.Task is not (RecurrentTask.Forecast or RecurrentTask.Classify or RecurrentTask.Tag))
            throw new UserInputException($"Model '{path}' has the task {card.Network.Task.ToString().ToLowerInvariant()}: retrain fits forecasters, classifiers and taggers.");
        if (card.Precision == WeightPrecision.Int8)
            throw new UserInputException($"Model '{path}' has int8 weights, which cannot be fitted further: retrain the model that it was made of.");
    }

    // A model that came from elsewhere does not know what its features are called.
    private DataColumns Given(ParseResult parsed, RecurrentTask task, Sample? sample, IReadOnlyList<string> header, int? window)
    {
        var columns = _data.Columns(parsed, task, sample, header);
        var isRow = task != RecurrentTask.Forecast && columns is { Sequence: null, Time: null, Series: null };
        return isRow ? columns with { StepsInRow = window ?? Window(parsed, sample) } : columns;
    }

    private DataColumns Known(ParseResult parsed, DataColumns columns, IReadOnlyList<string> header)
    {
        CommandOptions.Refuse(parsed, [.. _data.All.Except(_data.SourceOnly), _window], "a model whose card says which columns it reads");
        if (columns.Split is not { } split || !header.Contains(split))
            return columns with { Split = null };
        CommandOptions.Refuse(parsed, [_test], $"data with the column '{split}', which says what is held out");
        return columns;
    }

    private int Window(ParseResult parsed, Sample? sample) => CommandOptions.AtLeastOne(_window, parsed.GetValue(_window) ?? sample?.Window ?? 20)!.Value;

    private static double Share(ParseResult parsed, Option<double> option, double smallest) => parsed.GetValue(option) is var value && value >= smallest && value < 1
        ? value
        : throw new UserInputException(FormattableString.Invariant($"Option {option.Name} is {value}, expected {(smallest > 0 ? "above 0 and" : "0 to")} less than 1."));
}
