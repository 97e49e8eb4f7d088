namespace MlNetRecurrent.Training;

/// <summary>The table of all options of a fit, used by the command line, model cards, retraining and the display of cards.</summary>
internal static class FitSettings
{
    private const int MaxMinutes = 1_000_000;

    /// <summary>The number of epochs.</summary>
    public static FitSetting Epochs { get; } = new FitValue<int>(
        "--epochs",
        "The number of passes over the data. For a text: 20, or with --minutes as many as time permits.",
        (options, value) => options with { Epochs = value })
    {
        Default = options => options.Epochs,
        Read = (options, fit, _) => options with { Epochs = fit.Epochs },
    };

    /// <summary>The batch size.</summary>
    public static FitValue<int> Batch { get; } = new(
        "--batch",
        "The number of sequences in each batch; for a text, the number of parallel streams (default: 32).",
        (options, value) => options with { BatchSize = value })
    {
        Default = options => options.BatchSize!.Value,
        Read = (options, fit, _) => options with { BatchSize = fit.BatchSize },
    };

    /// <summary>All options, in the order of help and of application: the optimizer before its beta2.</summary>
    public static IReadOnlyList<FitSetting> All { get; } =
    [
        Epochs,
        Batch,
        new FitValue<double?>(
            "--minutes",
            "Stop after this many minutes; the learning-rate schedule then follows the elapsed time.",
            (options, value) => options with { TimeLimit = Limit(value!.Value) }),
        new FitValue<double>("--lr", "The initial learning rate. For a text: 0.004.", (options, value) => options with { LearningRate = value })
        {
            Default = options => options.LearningRate,
            Write = (fit, options, _) => fit with { LearningRate = options.LearningRate },
            Read = (options, fit, _) => options with { LearningRate = fit.LearningRate },
        },
        new FitChoice(
            "--optimizer",
            "The optimizer: adam (default), adamw, sgd or rmsprop.",
            Words<FitOptimizer>(OptimizerFactory.GetName, (options, value) => options with { Optimizer = value, Beta2 = null }))
        {
            Write = (fit, options, _) => fit with { Optimizer = OptimizerFactory.GetName(options.Optimizer) },
            Read = (options, fit, _) => options with { Optimizer = Named(fit.Optimizer, OptimizerFactory.GetName, options.Optimizer) },
        },
        new FitValue<double?>(
            "--beta2",
            "The second-moment decay rate of adam and adamw. Default: 0.999; for a text 0.99.",
            (options, value) => options with { Beta2 = value })
        {
            Write = (fit, options, _) => fit with { Beta2 = options.Beta2 },
            Read = (options, fit, _) => options with { Beta2 = fit.Beta2 },
        },
        new FitValue<double?>(
            "--average",
            "The decay rate of the moving average of the weights, which is kept instead of the last weights. Default: none; for a text 0.998.",
            (options, value) => options with { WeightAverageDecay = value })
        {
            Write = (fit, options, _) => fit with { WeightAverageDecay = options.WeightAverageDecay },
            Read = (options, fit, _) => options with { WeightAverageDecay = fit.WeightAverageDecay },
        },
        new FitValue<double>("--weight-decay", "The weight decay.", (options, value) => options with { WeightDecay = value })
        {
            Default = options => options.WeightDecay,
            Write = (fit, options, _) => fit with { WeightDecay = options.WeightDecay },
            Read = (options, fit, _) => options with { WeightDecay = fit.WeightDecay },
            Text = fit => fit.WeightDecay > 0 ? Words($"weight decay {fit.WeightDecay}") : null,
        },
        new FitChoice(
            "--schedule",
            "The learning-rate schedule: constant (default), linear, cosine, steps, or late (default for a text), which decays in the second half.",
            Words<LearningRateSchedule>(Word, (options, value) => options with { Schedule = value }))
        {
            Write = (fit, options, _) => fit with { Schedule = options.Schedule == LearningRateSchedule.Constant ? null : Word(options.Schedule) },
            Read = (options, fit, _) => options with { Schedule = Named(fit.Schedule, Word, options.Schedule) },
            Text = fit => fit.Schedule is { } schedule ? $"schedule {schedule}" : null,
        },
        new FitValue<int>("--warmup", "The number of warm-up epochs.", (options, value) => options with { WarmUpEpochs = value })
        {
            Default = options => options.WarmUpEpochs,
            Write = (fit, options, _) => fit with { WarmUpEpochs = options.WarmUpEpochs },
            Read = (options, fit, _) => options with { WarmUpEpochs = fit.WarmUpEpochs },
            Text = fit => fit.WarmUpEpochs > 0 ? Words($"warm-up over {fit.WarmUpEpochs} epochs") : null,
        },
        new FitValue<double?>("--clip", "The maximum global gradient norm.", (options, value) => options with { MaxGradientNorm = value })
        {
            Write = (fit, options, _) => fit with { MaxGradientNorm = options.MaxGradientNorm },
            Read = (options, fit, _) => options with { MaxGradientNorm = fit.MaxGradientNorm },
            Text = fit => fit.MaxGradientNorm is { } norm ? Words($"gradients clipped at {norm}") : null,
        },
        new FitChoice(
            "--loss",
            "The loss of a forecaster: mse (default), mae or huber.",
            ("mse", options => options with { Loss = ForecastLoss.MeanSquaredError }),
            ("mae", options => options with { Loss = ForecastLoss.MeanAbsoluteError }),
            ("huber", options => options with { Loss = ForecastLoss.Huber }))
        {
            IsForTexts = false,
            IsForForecasts = true,
            Write = (fit, options, network) => fit with { Loss = FitLoss.GetName(network, options.Loss) },
            Read = (options, fit, network) => options with { Loss = Named(fit.Loss, loss => FitLoss.GetName(network, loss), options.Loss) },
        },
        new FitValue<int?>(
            "--patience",
            "Stop after this many epochs without a lower validation loss, and keep the best weights.",
            (options, value) => options with { Patience = value })
        {
            Write = (fit, options, _) => fit with { Patience = options.Patience },
            Read = (options, fit, _) => options with { Patience = fit.Patience },
            Text = fit => fit.Patience is { } patience ? Words($"patience {patience}") : null,
        },
        new FitValue<double?>(
            "--stop-at",
            "Stop at this validation loss or below, and keep the best weights.",
            (options, value) => options with { StoppingThreshold = value })
        {
            Write = (fit, options, _) => fit with { StoppingThreshold = options.StoppingThreshold },
            Read = (options, fit, _) => options with { StoppingThreshold = fit.StoppingThreshold },
        },
        new FitValue<int>("--seed", "The seed of initial weights, batch order, dropout and noise.", (options, value) => options with { Seed = value })
        {
            Default = options => (int)options.Seed,
            Write = (fit, options, _) => fit with { Seed = options.Seed },
            Read = (options, fit, _) => options with { Seed = fit.Seed },
        },
        new FitValue<double>(
            "--noise",
            "The standard deviation of normal noise added to scaled inputs during training.",
            (options, value) => options with { InputNoise = value })
        {
            IsForTexts = false,
            Default = options => options.InputNoise,
            Write = (fit, options, _) => fit with { InputNoise = options.InputNoise },
            Read = (options, fit, _) => options with { InputNoise = fit.InputNoise },
            Text = fit => fit.InputNoise > 0 ? Words($"noise {fit.InputNoise}") : null,
        },
        new FitValue<double>(
            "--time-mask",
            "The maximum fraction of time steps masked in each sequence during training.",
            (options, value) => options with { MaxTimeMaskFraction = value })
        {
            IsForTexts = false,
            Default = options => options.MaxTimeMaskFraction,
            Write = (fit, options, _) => fit with { MaxTimeMaskFraction = options.MaxTimeMaskFraction },
            Read = (options, fit, _) => options with { MaxTimeMaskFraction = fit.MaxTimeMaskFraction },
            Text = fit => fit.MaxTimeMaskFraction > 0 ? Words($"time mask {fit.MaxTimeMaskFraction}") : null,
        },
        new FitValue<double>(
            "--stretch",
            "The maximum time stretch of sequences during training, as a fraction.",
            (options, value) => options with { MaxTimeStretch = value })
        {
            IsForTexts = false,
            Default = options => options.MaxTimeStretch,
            Write = (fit, options, _) => fit with { MaxTimeStretch = options.MaxTimeStretch },
            Read = (options, fit, _) => options with { MaxTimeStretch = fit.MaxTimeStretch },
            Text = fit => fit.MaxTimeStretch > 0 ? Words($"stretch {fit.MaxTimeStretch}") : null,
        },
        new FitValue<int>(
            "--shift",
            "The maximum shift of sequences in time and across features during training, for images read row by row.",
            (options, value) => options with { MaxShift = value })
        {
            IsForTexts = false,
            Default = options => options.MaxShift,
            Write = (fit, options, _) => fit with { MaxShift = options.MaxShift },
            Read = (options, fit, _) => options with { MaxShift = fit.MaxShift },
            Text = fit => fit.MaxShift > 0 ? Words($"shift {fit.MaxShift}") : null,
        },
        new FitValue<int?>(
            "--truncate",
            "The number of steps of truncated back-propagation through time; requires a loss or a class at every step.",
            (options, value) => options with { TruncatedBpttSteps = value })
        {
            IsForTexts = false,
            Write = (fit, options, _) => fit with { TruncatedBpttSteps = options.TruncatedBpttSteps },
            Read = (options, fit, _) => options with { TruncatedBpttSteps = fit.TruncatedBpttSteps },
            Text = fit => fit.TruncatedBpttSteps is { } steps ? Words($"gradients through {steps} steps") : null,
        },
        new FitValue<string?>("--log", "The folder of the TensorBoard log.", (options, value) => options with { TensorBoardFolder = value }),
    ];

    /// <summary>Writes every option to a card.</summary>
    public static FitSummary Write(FitSummary fit, FitOptions options, NetworkDescription network) =>
        All.Aggregate(fit, (summary, setting) => setting.Write?.Invoke(summary, options, network) ?? summary);

    /// <summary>Restores every option from a card. The card of an imported model stores none.</summary>
    public static FitOptions Read(FitOptions options, ModelCard card) => card.Fit is not { } fit
        ? options
        : All.Aggregate(options, (read, setting) => setting.Read?.Invoke(read, fit, card.Network) ?? read);

    private static (string Word, Func<FitOptions, FitOptions> Set)[] Words<T>(Func<T, string> word, Func<FitOptions, T, FitOptions> set)
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(value => (word(value), (Func<FitOptions, FitOptions>)(options => set(options, value))))];

    private static string Words(FormattableString text) => FormattableString.Invariant(text);

    private static string Word(LearningRateSchedule schedule) => schedule.ToString().ToLowerInvariant();

    // A card may be written by other software, with a name that is unknown here.
    private static T Named<T>(string? name, Func<T, string> nameOf, T otherwise)
        where T : struct, Enum =>
        Enum.GetValues<T>().Where(value => nameOf(value) == name).Select(value => (T?)value).FirstOrDefault() ?? otherwise;

    private static TimeSpan Limit(double minutes) => minutes is > 0 and <= MaxMinutes
        ? TimeSpan.FromMinutes(minutes)
        : throw new ArgumentException(FormattableString.Invariant($"Option --minutes must be above 0 and at most {MaxMinutes}, got {minutes}."));
}
