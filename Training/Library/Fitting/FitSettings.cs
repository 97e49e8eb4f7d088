namespace MlNetRecurrent.Training;

/// <summary>Every option of a fit. The command line, the model card, retraining and what people read of a card are made from this table.</summary>
internal static class FitSettings
{
    /// <summary>Passes over the data.</summary>
    public static FitSetting Epochs { get; } = new FitValue<int>(
        "--epochs",
        "Passes over the data; over a text 20, or with --minutes as many as there is time for.",
        (options, value) => options with { Epochs = value })
    {
        Default = options => options.Epochs,
        Read = (options, fit, _) => options with { Epochs = fit.Epochs },
    };

    /// <summary>Sequences in a step of the optimizer.</summary>
    public static FitValue<int> Batch { get; } = new(
        "--batch",
        "Sequences per step of the optimizer; of a text, places that are read side by side: 32.",
        (options, value) => options with { BatchSize = value })
    {
        Default = options => options.BatchSize!.Value,
        Read = (options, fit, _) => options with { BatchSize = fit.BatchSize },
    };

    /// <summary>In the order in which help lists them and they are applied: the optimizer before its beta2.</summary>
    public static IReadOnlyList<FitSetting> All { get; } =
    [
        Epochs,
        Batch,
        new FitValue<double?>(
            "--minutes",
            "End the fit after so many minutes; the schedule goes by the time then.",
            (options, value) => options with { TimeLimit = Limit(value!.Value) }),
        new FitValue<double>("--lr", "The learning rate; of a text 0.004.", (options, value) => options with { LearningRate = value })
        {
            Default = options => options.LearningRate,
            Write = (fit, options, _) => fit with { LearningRate = options.LearningRate },
            Read = (options, fit, _) => options with { LearningRate = fit.LearningRate },
        },
        new FitChoice(
            "--optimizer",
            "adam (default), adamw, sgd or rmsprop.",
            Words<FitOptimizer>(OptimizerFactory.GetName, (options, value) => options with { Optimizer = value, Beta2 = null }))
        {
            Write = (fit, options, _) => fit with { Optimizer = OptimizerFactory.GetName(options.Optimizer) },
            Read = (options, fit, _) => options with { Optimizer = Named(fit.Optimizer, OptimizerFactory.GetName, options.Optimizer) },
        },
        new FitValue<double?>(
            "--beta2",
            "How slowly adam and adamw forget the size of earlier gradients. Default: 0.999; of a text 0.99.",
            (options, value) => options with { Beta2 = value })
        {
            Write = (fit, options, _) => fit with { Beta2 = options.Beta2 },
            Read = (options, fit, _) => options with { Beta2 = fit.Beta2 },
        },
        new FitValue<double?>(
            "--average",
            "Keep the moving average of the weights, which forgets as slowly as this says, such as 0.998. Default: none; of a text 0.998.",
            (options, value) => options with { WeightAverageDecay = value })
        {
            Write = (fit, options, _) => fit with { WeightAverageDecay = options.WeightAverageDecay },
            Read = (options, fit, _) => options with { WeightAverageDecay = fit.WeightAverageDecay },
        },
        new FitValue<double>("--weight-decay", "How strongly weights are drawn to 0.", (options, value) => options with { WeightDecay = value })
        {
            Default = options => options.WeightDecay,
            Write = (fit, options, _) => fit with { WeightDecay = options.WeightDecay },
            Read = (options, fit, _) => options with { WeightDecay = fit.WeightDecay },
            Text = fit => fit.WeightDecay > 0 ? Words($"weight decay {fit.WeightDecay}") : null,
        },
        new FitChoice(
            "--schedule",
            "How the learning rate goes: constant (default), linear, cosine, steps, or late (of a text): it falls in the second half.",
            Words<LearningRateSchedule>(Word, (options, value) => options with { Schedule = value }))
        {
            Write = (fit, options, _) => fit with { Schedule = options.Schedule == LearningRateSchedule.Constant ? null : Word(options.Schedule) },
            Read = (options, fit, _) => options with { Schedule = Named(fit.Schedule, Word, options.Schedule) },
            Text = fit => fit.Schedule is { } schedule ? $"schedule {schedule}" : null,
        },
        new FitValue<int>("--warmup", "Epochs in which the learning rate grows.", (options, value) => options with { WarmUpEpochs = value })
        {
            Default = options => options.WarmUpEpochs,
            Write = (fit, options, _) => fit with { WarmUpEpochs = options.WarmUpEpochs },
            Read = (options, fit, _) => options with { WarmUpEpochs = fit.WarmUpEpochs },
            Text = fit => fit.WarmUpEpochs > 0 ? Words($"warm-up over {fit.WarmUpEpochs} epochs") : null,
        },
        new FitValue<double?>("--clip", "The largest norm of all gradients together.", (options, value) => options with { MaxGradientNorm = value })
        {
            Write = (fit, options, _) => fit with { MaxGradientNorm = options.MaxGradientNorm },
            Read = (options, fit, _) => options with { MaxGradientNorm = fit.MaxGradientNorm },
            Text = fit => fit.MaxGradientNorm is { } norm ? Words($"gradients clipped at {norm}") : null,
        },
        new FitChoice(
            "--loss",
            "What a forecaster minimises: mse (default), mae or huber.",
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
            "Stop after so many epochs without a smaller loss on the validation tail, and keep the best weights.",
            (options, value) => options with { Patience = value })
        {
            Write = (fit, options, _) => fit with { Patience = options.Patience },
            Read = (options, fit, _) => options with { Patience = fit.Patience },
            Text = fit => fit.Patience is { } patience ? Words($"patience {patience}") : null,
        },
        new FitValue<double?>(
            "--stop-at",
            "Stop once the loss on the validation tail is at most this, and keep the best weights.",
            (options, value) => options with { StoppingThreshold = value })
        {
            Write = (fit, options, _) => fit with { StoppingThreshold = options.StoppingThreshold },
            Read = (options, fit, _) => options with { StoppingThreshold = fit.StoppingThreshold },
        },
        new FitValue<int>("--seed", "The seed of initial weights, order, dropout and noise.", (options, value) => options with { Seed = value })
        {
            Default = options => (int)options.Seed,
            Write = (fit, options, _) => fit with { Seed = options.Seed },
            Read = (options, fit, _) => options with { Seed = fit.Seed },
        },
        new FitValue<double>("--noise", "Normal noise on scaled inputs while fitting.", (options, value) => options with { InputNoise = value })
        {
            IsForTexts = false,
            Default = options => options.InputNoise,
            Write = (fit, options, _) => fit with { InputNoise = options.InputNoise },
            Read = (options, fit, _) => options with { InputNoise = fit.InputNoise },
            Text = fit => fit.InputNoise > 0 ? Words($"noise {fit.InputNoise}") : null,
        },
        new FitValue<double>(
            "--time-mask",
            "The largest share of steps blanked in each sequence while fitting.",
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
            "How far sequences are stretched in time while fitting.",
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
            "How many steps and places sequences are moved while fitting: for pictures read row by row.",
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
            "Back-propagate through so many steps at most, carrying states on; with a loss or a class at every step.",
            (options, value) => options with { TruncatedBpttSteps = value })
        {
            IsForTexts = false,
            Write = (fit, options, _) => fit with { TruncatedBpttSteps = options.TruncatedBpttSteps },
            Read = (options, fit, _) => options with { TruncatedBpttSteps = fit.TruncatedBpttSteps },
            Text = fit => fit.TruncatedBpttSteps is { } steps ? Words($"gradients through {steps} steps") : null,
        },
        new FitValue<string?>("--log", "The folder that takes the losses for TensorBoard.", (options, value) => options with { TensorBoardFolder = value }),
    ];

    /// <summary>Notes every option in a card.</summary>
    public static FitSummary Write(FitSummary fit, FitOptions options, NetworkDescription network) =>
        All.Aggregate(fit, (summary, setting) => setting.Write?.Invoke(summary, options, network) ?? summary);

    /// <summary>Sets every option as a card says; that of an imported model does not say.</summary>
    public static FitOptions Read(FitOptions options, ModelCard card) => card.Fit is not { } fit
        ? options
        : All.Aggregate(options, (read, setting) => setting.Read?.Invoke(read, fit, card.Network) ?? read);

    private static (string Word, Func<FitOptions, FitOptions> Set)[] Words<T>(Func<T, string> word, Func<FitOptions, T, FitOptions> set)
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(value => (word(value), (Func<FitOptions, FitOptions>)(options => set(options, value))))];

    private static string Words(FormattableString text) => FormattableString.Invariant(text);

    private static string Word(LearningRateSchedule schedule) => schedule.ToString().ToLowerInvariant();

    // A card may come from elsewhere, with a name that this product does not use.
    private static T Named<T>(string? name, Func<T, string> nameOf, T otherwise)
        where T : struct, Enum => Enum.GetValues<T>().Where(value => nameOf(value) == name).Select(value => (T?)value).FirstOrDefault() ?? otherwise;

    private static TimeSpan Limit(double minutes) => minutes is > 0 and <= 1e6
        ? TimeSpan.FromMinutes(minutes)
        : throw new ArgumentException(FormattableString.Invariant($"Option --minutes is {minutes}, expected above 0."));
}
