using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The parameters of a fused optimizer, and the steps that update them.</summary>
internal sealed class ParameterUpdates : IDisposable
{
    // As in nn.utils.clip_grad_norm_.
    private const double NormMargin = 1e-6;

    private readonly List<FusedParameter> _parameters = [];
    private readonly List<Tensor?> _gradients = [];
    private readonly UpdateJob _job = new();

    /// <inheritdoc cref="IFusedOptimizer.MaxGradientNorm"/>
    public double? MaxGradientNorm
    {
        get;
        set
        {
            if (value is { } norm && !(norm > 0))
                throw new ArgumentOutOfRangeException(nameof(value), norm, $"The maximum gradient norm must be above 0, got {norm}.");
            field = value;
        }
    }

    /// <inheritdoc cref="IFusedOptimizer.Average"/>
    public WeightAverage? Average
    {
        get;
        set
        {
            if (value?.Parameters.FirstOrDefault(weight => _parameters.All(own => own.Parameter.Handle != weight.Handle)) is { } stranger)
            {
                throw new ArgumentException(
                    $"The average has a parameter of the shape [{string.Join(", ", stranger.shape)}] that is not one of the optimizer: create it "
                    + "from the parameters that the optimizer was created from.",
                    nameof(value));
            }

            field = value;
        }
    }

    /// <summary>
    /// Makes the parameters of a group a list, since those of a module would be collected again in each step. A parameter that several modules share
    /// is updated once.
    /// </summary>
    public static void MakeList(ParamGroup group) => group.Parameters = [.. group.Parameters.DistinctBy(parameter => parameter.Handle)];

    /// <summary>Adds the parameters of a group.</summary>
    public void Add(ParamGroup group, IEnumerable<OptimizerState> states) =>
        _parameters.AddRange(group.Parameters.Zip(states, (parameter, state) => new FusedParameter(parameter, group, state)));

    /// <summary>Runs a step.</summary>
    /// <param name="rules">The rules of the optimizer.</param>
    /// <param name="fallback">Runs the step of TorchSharp's optimizer.</param>
    /// <param name="closure">Computes the loss and its gradients; null if they were computed before.</param>
    /// <returns>The loss; null without a closure.</returns>
    /// <exception cref="InvalidOperationException">A backward pass before failed; the message tells why.</exception>
    public Tensor? Step(IUpdateRules rules, Action fallback, Func<Tensor>? closure)
    {
        var loss = Evaluate(closure);
        FusedFailure.ThrowIfAny();
        try
        {
            if (CollectGradients(rules))
                Run(rules);
            else
                RunFallback(fallback);
        }
        finally
        {
            _gradients.ForEach(gradient => gradient?.Dispose());
            _gradients.Clear();
        }

        return loss;
    }

    /// <summary>Removes all gradients.</summary>
    public void RemoveGradients()
    {
        foreach (var parameter in _parameters)
            parameter.Parameter.grad = null;
    }

    public void Dispose() => _parameters.ForEach(parameter => parameter.Dispose());

    private static Tensor? Evaluate(Func<Tensor>? closure)
    {
        if (closure is null)
            return null;
        using var gradients = enable_grad();
        return closure();
    }

    // Returns whether all parameters and gradients can be updated directly.
    private bool CollectGradients(IUpdateRules rules)
    {
        foreach (var parameter in _parameters)
        {
            // The memory of an empty parameter has no address.
            var gradient = parameter.Count == 0 ? null : parameter.Parameter.grad;
            _gradients.Add(gradient);
            if (gradient is null ? Average is not null && !FusedParameter.IsSupported(parameter.Parameter)
                : !FusedParameter.IsSupported(parameter.Parameter) || !FusedParameter.IsSupported(gradient)
                    || !rules.Supports(parameter.Group.Options))
                return false;
        }

        return true;
    }

    private unsafe void Run(IUpdateRules rules)
    {
        _job.Clear();
        for (var index = 0; index < _parameters.Count; index++)
            _job.Add(_gradients[index] is { } gradient ? TensorPointer.Of(gradient) : null, _parameters[index].Count);
        // If the norm is NaN, all weights become NaN, as with nn.utils.clip_grad_norm_.
        var scale = MaxGradientNorm is { } norm ? Math.Min(1, norm / (_job.ComputeGradientNorm() + NormMargin)) : 1;
        var averageShare = Average?.Advance() ?? 0;
        for (var index = 0; index < _parameters.Count; index++)
        {
            var (parameter, gradient) = (_parameters[index], _gradients[index]);
            var average = Average?.Find(parameter.Parameter);
            if (parameter.Count == 0 || (gradient is null && average is null))
                continue;
            var update = gradient is null
                ? new StateUpdate(new AverageRule { AverageShare = (float)averageShare })
                : rules.CreateUpdate(parameter.Group.Options, parameter.State, parameter.Parameter, scale, averageShare);
            _job.Set(index, parameter.GetMemory(update, average), update.Rule);
        }

        _job.Run();
        for (var index = 0; index < _parameters.Count; index++)
        {
            if (_gradients[index] is not null)
                _parameters[index].MarkChanged();
        }
    }

    private void RunFallback(Action fallback)
    {
        if (MaxGradientNorm is { } norm)
            nn.utils.clip_grad_norm_(_parameters.Select(parameter => parameter.Parameter), norm);
        fallback();
        Average?.Add();
    }
}
