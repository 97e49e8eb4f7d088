using System.CommandLine;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options of <c>retrain</c>. Options that are not given are taken from the model card.</summary>
internal sealed class RetrainArguments
{
    private readonly DataOptions _data = new();
    private readonly TimeOptions _times = new();
    private readonly FittingOptions _fitting = new();
    private readonly Option<int?> _window = new("--window")
    {
        Description = "The number of time steps in each input window, if the model card does not specify it.",
    };

    private readonly Option<string?> _labels = new("--labels")
    {
        Description = "The names of the classes, comma-separated, in the order of the model's outputs, if the model card does not specify them.",
    };

    private readonly Option<double?> _test = new("--test-fraction")
    {
        Description = "The fraction of the data held out to compare the previous and the new model: the last rows of each series, or the last "
            + "sequences. Default: as in the training of the model, or 0.2.",
    };

    private readonly Option<int?> _stride = CommandOptions.CreateTestStrideOption(
        "--test-stride", "as in the training of the model, or 1, a forecast from every row");
    private readonly Option<double?> _validation = new("--validation-fraction")
    {
        Description = "The fraction of the remaining data used to choose the best epoch and to calibrate quantiles. "
            + "It applies with --patience, --stop-at or quantiles. Default: as in the training of the model, or 0.2.",
    };

    private readonly Option<bool> _refit = new("--refit")
    {
        Description = "Train the new model once more on all data before it replaces the previous one, if it is at least as good. "
            + "Scores and calibration are those from before.",
    };

    private readonly Option<string?> _report = CommandOptions.CreateReportOption();

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [.. _data.All, .. _times.All, _window, _labels, _test, _stride, _validation, .. _fitting.All, _refit, _report];

    /// <summary>Reads the options.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="held">The lock of the model file.</param>
    /// <exception cref="UserInputException">An option is invalid, or the model cannot be retrained.</exception>
    /// <exception cref="RecurrentModelException">The file is missing, damaged, or was not exported by MlNetRecurrent.</exception>
    public RetrainOptions Read(ParseResult parsed, ModelLock held)
    {
        var (source, sample) = _data.Source(parsed, () => RetrainedModel.Read(held).Card.TableColumns);
        var recipe = sample?.Recipe ?? SampleRecipe.None;
        var labels = ReadLabels(parsed);
        var advice = $"{_labels.Name} A,B,...; import has the same option";
        var model = LibraryCall.Run(() => RetrainedModel.Read(held).WithLabels(labels, advice));
        var (card, task, header) = (model.Card, model.Card.Network.Task, source.Columns);
        var defaults = model.Options(header);
        // An imported model has no names for its features.
        var columns = card.TableColumns is null
            ? _times.Apply(parsed, _data.Columns(parsed, task, sample, header, card))
            : RejectColumnOptions(parsed, defaults.Columns);
        var folder = _fitting.CheckpointFolder(parsed);
        var fit = _fitting.Read(parsed, card.Fit is null ? recipe.ApplyTo(defaults.Fit) : defaults.Fit) with
        {
            CheckpointFile = RetrainOptions.GetCheckpointFile(folder, model.Path),
            Resume = _fitting.Resume(parsed),
        };
        CommandOptions.Reject(
            parsed,
            task == RecurrentTask.Forecast ? _fitting.ForClasses : _fitting.ForForecasts,
            $"a model for the task {task.ToString().ToLowerInvariant()}");
        var training = defaults with
        {
            Columns = columns,
            Fit = fit,
            Window = ReadWindow(parsed, sample, card.Window),
            SeasonLength = defaults.SeasonLength ?? sample?.SeasonLength,
            TestFraction = ReadFraction(parsed, _test, defaults.TestFraction, min: double.Epsilon),
            TestStride = CommandOptions.RequireAtLeastOne(_stride, parsed.GetValue(_stride)) ?? defaults.TestStride,
            ValidationFraction = ReadFraction(parsed, _validation, defaults.ValidationFraction, min: 0),
            Threads = _fitting.Threads(parsed),
            BalanceClasses = _fitting.Balance(parsed) || defaults.BalanceClasses,
            Refit = parsed.GetValue(_refit),
        };
        return new RetrainOptions(model, source, training)
        {
            DataFile = _data.FindFile(parsed),
            CheckpointFolder = folder,
            Report = parsed.GetValue(_report),
        };
    }

    private DataColumns RejectColumnOptions(ParseResult parsed, DataColumns columns)
    {
        CommandOptions.Reject(parsed, [.. _data.All.Except(_data.SourceOnly), .. _times.All, _window], "a model whose card specifies its columns");
        if (columns.Split is not null)
            CommandOptions.Reject(parsed, [_test], $"a model with the split column '{columns.Split}', which selects the held-out data");
        return columns;
    }

    private int ReadWindow(ParseResult parsed, Sample? sample, int? stored)
    {
        if (stored is not null && parsed.GetValue(_window) is { } window && window != stored)
            throw new UserInputException($"Option {_window.Name} is {window}, but the model has a window of {stored}: leave the option out.");
        return stored ?? CommandOptions.RequireAtLeastOne(_window, parsed.GetValue(_window) ?? sample?.Window ?? 20)!.Value;
    }

    private IReadOnlyList<string>? ReadLabels(ParseResult parsed) => NamesOption.Read(parsed, _labels) is { Count: > 0 } labels ? labels : null;

    private static double ReadFraction(ParseResult parsed, Option<double?> option, double defaultValue, double min)
    {
        var value = parsed.GetValue(option) ?? defaultValue;
        var range = min > 0 ? "above 0 and less than 1" : "0 to less than 1";
        return value >= min && value < 1
            ? value
            : throw new UserInputException(FormattableString.Invariant($"Option {option.Name} is {value}, expected {range}."));
    }
}
