using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019) in one pass over each parameter: <c>torch.optim.AdamW</c>, many times faster for
/// small networks.
/// </summary>
/// <inheritdoc cref="IFusedOptimizer" path="/remarks"/>
public sealed class FusedAdamW : AdamW, IFusedOptimizer, IUpdateRules
{
    private readonly ParameterUpdates _updates = new();

    /// <summary>Creates the optimizer of parameters.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="lr">The learning rate, at least 0.</param>
    /// <param name="beta1">The decay rate of the mean of the gradients, from 0 to less than 1.</param>
    /// <param name="beta2">The decay rate of the mean of the squared gradients, from 0 to less than 1.</param>
    /// <param name="eps">The term that is added to the divisor, at least 0.</param>
    /// <param name="weight_decay">The decay: each step multiplies the weights by 1 - lr * weight_decay. At least 0.</param>
    /// <param name="amsgrad">Whether to use the variant AMSGrad, in steps of TorchSharp's optimizer.</param>
    /// <param name="maximize">Whether to maximize the loss.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public FusedAdamW(
        IEnumerable<Parameter> parameters,
        double lr = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double eps = 1e-8,
        double weight_decay = 0,
        bool amsgrad = false,
        bool maximize = false)
        : base(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    /// <summary>Creates the optimizer of groups of parameters, each of which may have options of its own.</summary>
    /// <param name="parameters">The groups; options that they do not set are the ones below.</param>
    /// <param name="lr">The learning rate, at least 0.</param>
    /// <param name="beta1">The decay rate of the mean of the gradients, from 0 to less than 1.</param>
    /// <param name="beta2">The decay rate of the mean of the squared gradients, from 0 to less than 1.</param>
    /// <param name="eps">The term that is added to the divisor, at least 0.</param>
    /// <param name="weight_decay">The decay: each step multiplies the weights by 1 - lr * weight_decay. At least 0.</param>
    /// <param name="amsgrad">Whether to use the variant AMSGrad, in steps of TorchSharp's optimizer.</param>
    /// <param name="maximize">Whether to maximize the loss.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public FusedAdamW(
        IEnumerable<ParamGroup> parameters,
        double lr = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double eps = 1e-8,
        double weight_decay = 0,
        bool amsgrad = false,
        bool maximize = false)
        : base(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    /// <inheritdoc/>
    public double? MaxGradientNorm
    {
        get => _updates.MaxGradientNorm;
        set => _updates.MaxGradientNorm = value;
    }

    /// <inheritdoc/>
    public WeightAverage? Average
    {
        get => _updates.Average;
        set => _updates.Average = value;
    }

    /// <summary>Updates the parameters with their gradients.</summary>
    /// <param name="closure">Computes the loss, with its gradients, before the update; null if they were computed before this call.</param>
    /// <returns>The loss of the closure, or null without one.</returns>
    /// <exception cref="InvalidOperationException">A backward pass before this call failed; the message tells why.</exception>
    public override Tensor? step(Func<Tensor>? closure = null) => _updates.Step(this, () => base.step(), closure);

    /// <summary>Removes the gradients of all parameters.</summary>
    public override void zero_grad() => _updates.RemoveGradients();

    /// <summary>Adds parameters, which may have options of their own.</summary>
    /// <param name="param_group">The parameters and their options.</param>
    public override void add_param_group(TorchSharp.Modules.ParamGroup param_group)
    {
        ParameterUpdates.MakeList(param_group);
        base.add_param_group(param_group);
        _updates.Add(param_group, param_group.Parameters.Select(parameter => _state[parameter.Handle]));
    }

    /// <summary>Releases the state of the optimizer, but not its parameters.</summary>
    /// <param name="disposing">Whether <c>Dispose</c> was called, rather than the finalizer.</param>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _updates.Dispose();
    }

    bool IUpdateRules.Supports(OptimizerOptions options) => ((Options)options).amsgrad != true;

    StateUpdate IUpdateRules.CreateUpdate(
        OptimizerOptions options, OptimizerState state, Parameter parameter, double gradientScale, double averageShare)
    {
        var (values, moments) = ((Options)options, (State)state);
        moments.step++;
        var rate = values.LearningRate!.Value;
        var rule = AdamRule.Create(
            rate,
            decay: 0,
            weightFactor: 1 - (rate * values.weight_decay!.Value),
            values.beta1!.Value,
            values.beta2!.Value,
            values.eps!.Value,
            moments.step,
            values.maximize == true ? -gradientScale : gradientScale,
            averageShare);
        return new StateUpdate(rule, moments.exp_avg, moments.exp_avg_sq);
    }
}
