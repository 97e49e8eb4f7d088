using System.CommandLine;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options of <c>retrain</c>. What they leave open, the card of the model says.</summary>
internal sealed class RetrainArguments
{
    private readonly DataOptions _data = new();
    private readonly FittingOptions _fitting = new();
    private readonly Option<int?> _window = new("--window") { Description = "Time steps of a window, where the card does not say." };
    private readonly Option<double> _test = CommandOptions.WithDefault("--test-fraction", "The share of each series' last rows, or of the last sequences, that is held out: old and new model are compared on it.", 0.2);
    private readonly Option<int?> _stride = CommandOptions.CreateTestStrideOption("--test-stride");
    private readonly Option<double> _validation = CommandOptions.WithDefault("--validation-fraction", "With --patience, --stop-at or quantiles: the share of the rest that decides which epoch is kept, and that quantiles are calibrated on.", 0.2);
    private readonly Option<bool> _refit = new("--refit") { Description = "Once the new model has shown to be at least as good, fit once more on everything before it is put in place; scores and calibration stay those from before." };
    private readonly Option<string?> _report = CommandOptions.CreateReportOption();

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
        var model = RetrainedModel.Read(path);
        var (card, task, header) = (model.Card, model.Card.Network.Task, source.Columns);
        var own = model.Options(header);
        // A model that came from elsewhere does not know what its features are called.
        var columns = card.Columns is null ? _data.Columns(parsed, task, sample, header) : Known(parsed, own.Columns);
        var folder = _fitting.CheckpointFolder(parsed);
        var fit = _fitting.Read(parsed, card.Fit is null ? recipe.Fit(own.Fit) : own.Fit) with
        {
            CheckpointFile = RetrainOptions.GetCheckpointFile(folder, path),
            Resume = _fitting.Resume(parsed),
        };
        CommandOptions.Reject(parsed, task == RecurrentTask.Forecast ? _fitting.ForClasses : _fitting.ForForecasts, $"a model of the task {task.ToString().ToLowerInvariant()}");
        var training = own with
        {
            Columns = columns,
            Fit = fit,
            Window = card.Window ?? Window(parsed, sample),
            SeasonLength = own.SeasonLength ?? sample?.SeasonLength,
            TestFraction = Share(parsed, _test, smallest: double.Epsilon),
            TestStride = CommandOptions.RequireAtLeastOne(_stride, parsed.GetValue(_stride)),
            ValidationFraction = Share(parsed, _validation, smallest: 0),
            Threads = _fitting.Threads(parsed, recipe),
            BalanceClasses = _fitting.Balance(parsed) || own.BalanceClasses,
            Refit = parsed.GetValue(_refit),
        };
        return new RetrainOptions(model, source, training) { CheckpointFolder = folder, Report = parsed.GetValue(_report) };
    }

    private DataColumns Known(ParseResult parsed, DataColumns columns)
    {
        CommandOptions.Reject(parsed, [.. _data.All.Except(_data.SourceOnly), _window], "a model whose card says which columns it reads");
        if (columns.Split is not null)
            CommandOptions.Reject(parsed, [_test], $"data with the column '{columns.Split}', which says what is held out");
        return columns;
    }

    private int Window(ParseResult parsed, Sample? sample) => CommandOptions.RequireAtLeastOne(_window, parsed.GetValue(_window) ?? sample?.Window ?? 20)!.Value;

    private static double Share(ParseResult parsed, Option<double> option, double smallest) => parsed.GetValue(option) is var value && value >= smallest && value < 1
        ? value
        : throw new UserInputException(FormattableString.Invariant($"Option {option.Name} is {value}, expected {(smallest > 0 ? "above 0 and" : "0 to")} less than 1."));
}
