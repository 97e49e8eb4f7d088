using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Makes optimizers, and moves their learning rate.</summary>
internal static class OptimizerFactory
{
    private const double Momentum = 0.9;

    // LibTorch's own, of Kingma and Ba (2015).
    private const double Beta2 = 0.999;

    /// <summary>The name in model cards and options.</summary>
    public static string GetName(FitOptimizer optimizer) => optimizer.ToString().ToLowerInvariant();

    public static OptimizerHelper Create(FitOptions options, IEnumerable<Parameter> parameters) => options.Optimizer switch
    {
        FitOptimizer.AdamW => optim.AdamW(parameters, options.LearningRate, beta2: options.Beta2 ?? Beta2, weight_decay: options.WeightDecay),
        FitOptimizer.Sgd => optim.SGD(parameters, options.LearningRate, Momentum, weight_decay: options.WeightDecay),
        FitOptimizer.RmsProp => optim.RMSProp(parameters, options.LearningRate, weight_decay: options.WeightDecay),
        _ => optim.Adam(parameters, options.LearningRate, beta2: options.Beta2 ?? Beta2, weight_decay: options.WeightDecay),
    };

    /// <summary>Sets the rate for the next batch, and returns it.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="options">The rate that the schedule starts from, and the schedule.</param>
    /// <param name="done">Epochs and parts of an epoch that are done.</param>
    /// <param name="batch">The part of an epoch that the next batch is.</param>
    /// <param name="time">The share of the time that is over, or 0 where there is no limit.</param>
    public static double SetLearningRate(OptimizerHelper optimizer, FitOptions options, double done, double batch, double time)
    {
        var rate = options.LearningRate * GetFactor(options, done, batch, time);
        foreach (var group in optimizer.ParamGroups)
            group.LearningRate = rate;
        return rate;
    }

    /// <summary>What the learning rate is multiplied by.</summary>
    public static double GetFactor(FitOptions options, double done, double batch, double time = 0)
    {
        var share = Math.Min(1, Math.Max(done / options.Epochs, time));
        var factor = options.Schedule switch
        {
            LearningRateSchedule.Linear => 1 - share,
            LearningRateSchedule.Cosine => (1 + Math.Cos(Math.PI * share)) / 2,
            LearningRateSchedule.Steps => share < 0.5 ? 1 : share < 0.75 ? 0.1 : 0.01,
            LearningRateSchedule.Late => Math.Min(1, 2 * (1 - share)),
            _ => 1,
        };
        // The first batch of a warm-up is one batch into it: a rate of 0 would be a step lost.
        return done < options.WarmUpEpochs ? factor * Math.Min(1, (done + batch) / options.WarmUpEpochs) : factor;
    }
}
