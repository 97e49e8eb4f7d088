using System.CommandLine;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options of training.</summary>
internal sealed class FittingOptions
{
    private readonly IReadOnlyList<FitArgument> _settings = [.. FitSettings.All.Select(FitArgument.Create)];
    private readonly Option<bool> _balance = new("--balance") { Description = "Weight each class by its inverse frequency." };
    private readonly Option<int?> _threads = new("--threads")
    {
        Description = "The number of training threads. It changes the last bits of the weights of networks with convolutions, and no bit of others. "
            + "Default: one per core.",
    };
    private readonly Option<string?> _checkpoint = new("--checkpoint")
    {
        Description = "Save a checkpoint to this folder after each epoch.",
        Validators = { PathText.Validate },
    };

    private readonly Option<bool> _resume = new("--resume") { Description = "Resume from the checkpoint, if there is one." };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [.. _settings.Select(setting => setting.Option), _balance, _threads, _checkpoint, _resume];

    /// <summary>The options for checkpoints.</summary>
    public IEnumerable<Option> OfCheckpoints => [_checkpoint, _resume];

    /// <summary>The options that apply to forecasts only.</summary>
    public IEnumerable<Option> ForForecasts =>
        _settings.Where(argument => argument.Setting.IsForForecasts).Select(argument => argument.Option);

    /// <summary>The options that apply to classes only.</summary>
    public IEnumerable<Option> ForClasses => [_balance];

    /// <summary>The options that do not apply to a text.</summary>
    public IEnumerable<Option> NotForTexts =>
        [.. _settings.Where(argument => !argument.Setting.IsForTexts).Select(argument => argument.Option), .. ForClasses];

    /// <summary>Whether classes are weighted by their inverse frequency.</summary>
    public bool Balance(ParseResult parsed) => parsed.GetValue(_balance);

    /// <summary>The number of training threads, or null for the default.</summary>
    /// <exception cref="UserInputException">The number is below 1, or above what this machine is given.</exception>
    public int? Threads(ParseResult parsed) => CommandOptions.RequireRange(_threads, parsed.GetValue(_threads), FitThreads.Max);

    /// <summary>Whether to resume from a checkpoint.</summary>
    public bool Resume(ParseResult parsed) => parsed.GetValue(_resume);

    /// <summary>The folder for checkpoints, or null for none.</summary>
    public string? CheckpointFolder(ParseResult parsed) => parsed.GetValue(_resume) && parsed.GetValue(_checkpoint) is null
        ? throw new UserInputException("Option --resume requires --checkpoint DIR, the folder of the checkpoint to resume from.")
        : parsed.GetValue(_checkpoint);

    /// <summary>The number of streams into which a text is split; they are trained in parallel.</summary>
    public int Streams(ParseResult parsed)
    {
        var batch = (Option<int>)Argument(FitSettings.Batch).Option;
        var count = CommandOptions.IsGiven(parsed, batch) ? parsed.GetValue(batch) : LanguageOptions.DefaultStreams;
        return CommandOptions.RequireAtLeastOne(batch, count)!.Value;
    }

    /// <summary>Reads the options for training on a text.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="window">The number of time steps that gradients are propagated back.</param>
    /// <exception cref="UserInputException">An option is out of range.</exception>
    public FitOptions ReadForText(ParseResult parsed, int window)
    {
        var defaults = LanguageTrainerOptions.DefaultFit;
        var options = Read(
            parsed,
            new FitOptions { LearningRate = defaults.LearningRate, WeightAverageDecay = defaults.WeightAverageDecay, Schedule = defaults.Schedule });
        var hasEpochs = CommandOptions.IsGiven(parsed, Argument(FitSettings.Epochs).Option);
        var usesBeta2 = options.Optimizer is FitOptimizer.Adam or FitOptimizer.AdamW;
        return options with
        {
            Epochs = hasEpochs ? options.Epochs : options.TimeLimit is null ? defaults.Epochs : int.MaxValue,
            BatchSize = defaults.BatchSize,
            Beta2 = options.Beta2 ?? (usesBeta2 ? defaults.Beta2 : null),
            TruncatedBpttSteps = window,
        };
    }

    /// <summary>Reads the options for training: those on the command line replace the given ones.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">The values of the options that are not on the command line.</param>
    /// <exception cref="UserInputException">An option is out of range, or cannot be combined with another.</exception>
    public FitOptions Read(ParseResult parsed, FitOptions options) => LibraryCall.Run(() =>
    {
        var given = _settings.Where(argument => CommandOptions.IsGiven(parsed, argument.Option));
        var result = given.Aggregate(options, (current, argument) => argument.Set(parsed, current));
        result.Validate();
        return result;
    });

    private FitArgument Argument(FitSetting setting) => _settings.First(argument => argument.Setting == setting);
}
