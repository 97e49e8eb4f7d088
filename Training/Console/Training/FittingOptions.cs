using System.CommandLine;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options that say how a network is fitted.</summary>
internal sealed class FittingOptions
{
    private readonly IReadOnlyList<FitArgument> _settings = [.. FitSettings.All.Select(FitArgument.Of)];
    private readonly Option<bool> _balance = new("--balance") { Description = "Weigh each class by how seldom it is." };
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads of the fit: small networks are fitted faster by one. Default: one for each core; for a text 1. The number changes the last bits." };
    private readonly Option<string?> _checkpoint = new("--checkpoint") { Description = "The folder that takes a checkpoint after each epoch." };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on from the checkpoint, if there is one." };

    /// <summary>Every option.</summary>
    public IEnumerable<Option> All => [.. _settings.Select(setting => setting.Option), _balance, _threads, _checkpoint, _resume];

    /// <summary>What keeps a fit that is interrupted.</summary>
    public IEnumerable<Option> OfCheckpoints => [_checkpoint, _resume];

    /// <summary>What means nothing where no numbers are forecast.</summary>
    public IEnumerable<Option> ForForecasts => _settings.Where(argument => argument.Setting.IsForForecasts).Select(argument => argument.Option);

    /// <summary>What means nothing where there are no classes.</summary>
    public IEnumerable<Option> ForClasses => [_balance];

    /// <summary>What means nothing for a text.</summary>
    public IEnumerable<Option> NotForTexts => [.. _settings.Where(argument => !argument.Setting.IsForTexts).Select(argument => argument.Option), .. ForClasses];

    /// <summary>Whether classes are weighed by how seldom they are.</summary>
    public bool Balance(ParseResult parsed) => parsed.GetValue(_balance);

    /// <summary>Threads of the fit, or null for the usual number.</summary>
    public int? Threads(ParseResult parsed, SampleRecipe recipe) => CommandOptions.RequireAtLeastOne(_threads, parsed.GetValue(_threads)) ?? recipe.Threads;

    /// <summary>Whether to go on from a checkpoint.</summary>
    public bool Resume(ParseResult parsed) => parsed.GetValue(_resume);

    /// <summary>The folder of the checkpoints, or null for none.</summary>
    public string? CheckpointFolder(ParseResult parsed) => parsed.GetValue(_resume) && parsed.GetValue(_checkpoint) is null
        ? throw new UserInputException("Option --resume needs --checkpoint DIR: where to go on from.")
        : parsed.GetValue(_checkpoint);

    /// <summary>How many places of a text are read side by side.</summary>
    public int Streams(ParseResult parsed)
    {
        var batch = (Option<int>)Argument(FitSettings.Batch).Option;
        return CommandOptions.RequireAtLeastOne(batch, CommandOptions.IsGiven(parsed, batch) ? parsed.GetValue(batch) : LanguageOptions.DefaultStreams)!.Value;
    }

    /// <summary>How to fit a text.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="window">Time steps that gradients go back.</param>
    /// <exception cref="UserInputException">An option is out of range.</exception>
    public FitOptions ReadForText(ParseResult parsed, int window)
    {
        var usual = LanguageTrainerOptions.DefaultFit;
        var options = Read(parsed, new FitOptions { LearningRate = usual.LearningRate, WeightAverageDecay = usual.WeightAverageDecay, Schedule = usual.Schedule });
        var usesBeta2 = options.Optimizer is FitOptimizer.Adam or FitOptimizer.AdamW;
        return options with
        {
            Epochs = CommandOptions.IsGiven(parsed, Argument(FitSettings.Epochs).Option) ? options.Epochs : options.TimeLimit is null ? usual.Epochs : int.MaxValue,
            BatchSize = usual.BatchSize,
            Beta2 = options.Beta2 ?? (usesBeta2 ? usual.Beta2 : null),
            TruncatedBpttSteps = window,
        };
    }

    /// <summary>How to fit: as the command line says, and where it says nothing as it was.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">How to fit where no option is given.</param>
    /// <exception cref="UserInputException">An option is out of range, or does not go with another.</exception>
    public FitOptions Read(ParseResult parsed, FitOptions options) => LibraryCall.Run(() =>
    {
        var read = _settings.Where(argument => CommandOptions.IsGiven(parsed, argument.Option)).Aggregate(options, (current, argument) => argument.Set(parsed, current));
        read.Validate();
        return read;
    });

    private FitArgument Argument(FitSetting setting) => _settings.First(argument => argument.Setting == setting);
}
