using TorchSharp.Modules;

namespace MlNetRecurrent.Training;

/// <summary>Creates optimizers and sets their learning rate.</summary>
internal static class OptimizerFactory
{
    private const double Momentum = 0.9;

    // LibTorch's default, from Kingma and Ba (2015).
    private const double Beta2 = 0.999;

    /// <summary>The name in model cards and options.</summary>
    public static string GetName(FitOptimizer optimizer) => optimizer.ToString().ToLowerInvariant();

    /// <summary>Creates the optimizer, which clips the gradients if the options say so.</summary>
    /// <param name="options">The options.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="average">The moving average to which the optimizer adds the weights; null for none.</param>
    public static OptimizerHelper Create(FitOptions options, IEnumerable<Parameter> parameters, WeightAverage? average = null)
    {
        OptimizerHelper optimizer = options.Optimizer switch
        {
            FitOptimizer.AdamW => new FusedAdamW(
                parameters, options.LearningRate, beta2: options.Beta2 ?? Beta2, weight_decay: options.WeightDecay),
            FitOptimizer.Sgd => new FusedSgd(parameters, options.LearningRate, Momentum, weight_decay: options.WeightDecay),
            FitOptimizer.RmsProp => new FusedRmsProp(parameters, options.LearningRate, weight_decay: options.WeightDecay),
            _ => new FusedAdam(parameters, options.LearningRate, beta2: options.Beta2 ?? Beta2, weight_decay: options.WeightDecay),
        };
        var fused = (IFusedOptimizer)optimizer;
        (fused.MaxGradientNorm, fused.Average) = (options.MaxGradientNorm, average);
        return optimizer;
    }

    /// <summary>Sets the learning rate of the next batch, and returns it.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="options">The initial learning rate and the schedule.</param>
    /// <param name="done">The number of completed epochs, with the fraction of the current one.</param>
    /// <param name="batch">The next batch, as a fraction of an epoch.</param>
    /// <param name="time">The elapsed fraction of the time limit; 0 without a limit.</param>
    public static double SetLearningRate(OptimizerHelper optimizer, FitOptions options, double done, double batch, double time)
    {
        var rate = options.LearningRate * GetFactor(options, done, batch, time);
        foreach (var group in optimizer.ParamGroups)
            group.LearningRate = rate;
        return rate;
    }

    /// <summary>Computes the factor of the initial learning rate.</summary>
    public static double GetFactor(FitOptions options, double done, double batch, double time = 0)
    {
        var progress = Math.Min(1, Math.Max(done / options.Epochs, time));
        var factor = options.Schedule switch
        {
            LearningRateSchedule.Linear => 1 - progress,
            LearningRateSchedule.Cosine => (1 + Math.Cos(Math.PI * progress)) / 2,
            LearningRateSchedule.Steps => progress < 0.5 ? 1 : progress < 0.75 ? 0.1 : 0.01,
            LearningRateSchedule.Late => Math.Min(1, 2 * (1 - progress)),
            _ => 1,
        };
        // The first batch counts as completed: a learning rate of 0 would waste it.
        return done < options.WarmUpEpochs ? factor * Math.Min(1, (done + batch) / options.WarmUpEpochs) : factor;
    }
}
