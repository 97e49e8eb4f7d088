using System.CommandLine;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options that say how a network is fitted.</summary>
internal sealed class FittingOptions
{
    private static readonly FitOptions Defaults = new();

    private readonly Option<int> _epochs = CommandOptions.WithDefault("--epochs", "Passes over the data; over a text 20, or with --minutes as many as there is time for.", Defaults.Epochs);
    private readonly Option<int> _batch = CommandOptions.WithDefault("--batch", "Sequences per step of the optimizer; of a text, places that are read side by side: 32.", Defaults.BatchSize!.Value);
    private readonly Option<double> _rate = CommandOptions.WithDefault("--lr", "The learning rate; of a text 0.004.", Defaults.LearningRate);
    private readonly Option<string?> _optimizer = new("--optimizer") { Description = "adam (default), adamw, sgd or rmsprop." };
    private readonly Option<double> _decay = CommandOptions.WithDefault("--weight-decay", "How strongly weights are drawn to 0.", Defaults.WeightDecay);
    private readonly Option<double?> _beta2 = new("--beta2") { Description = "How slowly adam and adamw forget the size of earlier gradients. Default: 0.999; of a text 0.99." };
    private readonly Option<double?> _average = new("--average") { Description = "Keep the moving average of the weights, which forgets as slowly as this says, such as 0.998. Default: none; of a text 0.998." };
    private readonly Option<double?> _minutes = new("--minutes") { Description = "End the fit after so many minutes; the schedule goes by the time then." };
    private readonly Option<string?> _schedule = new("--schedule") { Description = "How the learning rate goes: constant (default), linear, cosine, steps, or late (of a text): it falls in the second half." };
    private readonly Option<int> _warmUp = CommandOptions.WithDefault("--warmup", "Epochs in which the learning rate grows.", Defaults.WarmUpEpochs);
    private readonly Option<double?> _clip = new("--clip") { Description = "The largest norm of all gradients together." };
    private readonly Option<string?> _loss = new("--loss") { Description = "What a forecaster minimises: mse (default), mae or huber." };
    private readonly Option<int?> _patience = new("--patience") { Description = "Stop after so many epochs without a smaller loss on the validation tail, and keep the best weights." };
    private readonly Option<double?> _stopAt = new("--stop-at") { Description = "Stop once the loss on the validation tail is at most this, and keep the best weights." };
    private readonly Option<int> _seed = CommandOptions.WithDefault("--seed", "The seed of initial weights, order, dropout and noise.", 1);
    private readonly Option<double> _noise = CommandOptions.WithDefault("--noise", "Normal noise on scaled inputs while fitting.", Defaults.InputNoise);
    private readonly Option<double> _mask = CommandOptions.WithDefault("--time-mask", "The largest share of steps blanked in each sequence while fitting.", Defaults.TimeMask);
    private readonly Option<double> _stretch = CommandOptions.WithDefault("--stretch", "How far sequences are stretched in time while fitting.", Defaults.TimeStretch);
    private readonly Option<int> _shift = CommandOptions.WithDefault("--shift", "How many steps and places sequences are moved while fitting: for pictures read row by row.", Defaults.Shift);
    private readonly Option<bool> _balance = new("--balance") { Description = "Weigh each class by how seldom it is." };
    private readonly Option<int?> _truncate = new("--truncate") { Description = "Back-propagate through so many steps at most, carrying states on; with a loss or a class at every step." };
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads of the fit: small networks are fitted faster by one. Default: one for each core; for a text 1. The number changes the last bits." };
    private readonly Option<string?> _checkpoint = new("--checkpoint") { Description = "The folder that takes a checkpoint after each epoch." };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on from the checkpoint, if there is one." };
    private readonly Option<string?> _log = new("--log") { Description = "The folder that takes the losses for TensorBoard." };

    /// <summary>Every option.</summary>
    public IEnumerable<Option> All =>
    [
        _epochs, _batch, _minutes, _rate, _optimizer, _beta2, _average, _decay, _schedule, _warmUp, _clip, _loss, _patience, _stopAt, _seed, _noise, _mask, _stretch, _shift, _balance, _truncate,
        _threads, _checkpoint, _resume, _log,
    ];

    /// <summary>What keeps a fit that is interrupted.</summary>
    public IEnumerable<Option> OfCheckpoints => [_checkpoint, _resume];

    /// <summary>What means nothing where no numbers are forecast.</summary>
    public IEnumerable<Option> ForForecasts => [_loss];

    /// <summary>What means nothing where there are no classes.</summary>
    public IEnumerable<Option> ForClasses => [_balance];

    /// <summary>What means nothing for a text.</summary>
    public IEnumerable<Option> NotForTexts => [_noise, _mask, _stretch, _shift, _truncate, .. ForForecasts, .. ForClasses];

    /// <summary>Whether classes are weighed by how seldom they are.</summary>
    public bool Balance(ParseResult parsed) => parsed.GetValue(_balance);

    /// <summary>Threads of the fit, or null for the usual number.</summary>
    public int? Threads(ParseResult parsed, SampleRecipe recipe) => CommandOptions.AtLeastOne(_threads, parsed.GetValue(_threads)) ?? recipe.Threads;

    /// <summary>Whether to go on from a checkpoint.</summary>
    public bool Resume(ParseResult parsed) => parsed.GetValue(_resume);

    /// <summary>The folder of the checkpoints, or null for none.</summary>
    public string? CheckpointFolder(ParseResult parsed) => parsed.GetValue(_resume) && parsed.GetValue(_checkpoint) is null
        ? throw new UserInputException("Option --resume needs --checkpoint DIR: where to go on from.")
        : parsed.GetValue(_checkpoint);

    /// <summary>How many places of a text are read side by side.</summary>
    public int Streams(ParseResult parsed) => CommandOptions.AtLeastOne(_batch, CommandOptions.IsGiven(parsed, _batch) ? parsed.GetValue(_batch) : LanguageOptions.DefaultStreams)!.Value;

    /// <summary>How to fit a text.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="window">Time steps that gradients go back.</param>
    /// <exception cref="UserInputException">An option is out of range.</exception>
    public FitOptions ReadForText(ParseResult parsed, int window)
    {
        var (options, usual) = (Read(parsed, SampleRecipe.None), LanguageTrainerOptions.Usual);
        var usesBeta2 = options.Optimizer is FitOptimizer.Adam or FitOptimizer.AdamW;
        return options with
        {
            Epochs = CommandOptions.IsGiven(parsed, _epochs) ? options.Epochs : options.TimeLimit is null ? usual.Epochs : int.MaxValue,
            BatchSize = usual.BatchSize,
            LearningRate = CommandOptions.IsGiven(parsed, _rate) ? options.LearningRate : usual.LearningRate,
            Beta2 = options.Beta2 ?? (usesBeta2 ? usual.Beta2 : null),
            WeightAveraging = options.WeightAveraging ?? usual.WeightAveraging,
            Schedule = CommandOptions.IsGiven(parsed, _schedule) ? options.Schedule : usual.Schedule,
            TruncatedSteps = window,
        };
    }

    /// <summary>How to fit.</summary>
    /// <exception cref="UserInputException">An option is out of range.</exception>
    public FitOptions Read(ParseResult parsed, SampleRecipe recipe)
    {
        var options = new FitOptions
        {
            Epochs = CommandOptions.Value(parsed, _epochs, recipe.Epochs),
            BatchSize = CommandOptions.Value(parsed, _batch, recipe.Batch),
            LearningRate = CommandOptions.Value(parsed, _rate, recipe.LearningRate),
            Optimizer = ChoiceOption.Read(
                parsed, _optimizer, ("adam", FitOptimizer.Adam), ("adamw", FitOptimizer.AdamW), ("sgd", FitOptimizer.Sgd), ("rmsprop", FitOptimizer.RmsProp)) ?? Defaults.Optimizer,
            Beta2 = parsed.GetValue(_beta2),
            WeightAveraging = parsed.GetValue(_average),
            TimeLimit = parsed.GetValue(_minutes) is { } minutes ? Limit(minutes) : null,
            WeightDecay = parsed.GetValue(_decay),
            Schedule = ChoiceOption.Read(
                parsed, _schedule, ("constant", LearningRateSchedule.Constant), ("linear", LearningRateSchedule.Linear), ("cosine", LearningRateSchedule.Cosine), ("steps", LearningRateSchedule.Steps), ("late", LearningRateSchedule.Late)) ?? Defaults.Schedule,
            WarmUpEpochs = parsed.GetValue(_warmUp),
            GradientNorm = parsed.GetValue(_clip) ?? recipe.GradientNorm,
            Loss = ChoiceOption.Read(parsed, _loss, ("mse", ForecastLoss.MeanSquared), ("mae", ForecastLoss.MeanAbsolute), ("huber", ForecastLoss.Huber)) ?? Defaults.Loss,
            Patience = parsed.GetValue(_patience),
            SufficientLoss = parsed.GetValue(_stopAt) ?? recipe.SufficientLoss,
            Seed = parsed.GetValue(_seed),
            InputNoise = parsed.GetValue(_noise),
            TimeMask = parsed.GetValue(_mask),
            TimeStretch = parsed.GetValue(_stretch),
            Shift = parsed.GetValue(_shift),
            TruncatedSteps = parsed.GetValue(_truncate),
            LogFolder = parsed.GetValue(_log),
        };
        try
        {
            options.Validate();
        }
        catch (ArgumentException exception)
        {
            throw new UserInputException(exception.Message, exception);
        }

        return options;
    }

    private TimeSpan Limit(double minutes) => minutes is > 0 and <= 1e6
        ? TimeSpan.FromMinutes(minutes)
        : throw new UserInputException(FormattableString.Invariant($"Option {_minutes.Name} is {minutes}, expected above 0."));
}
