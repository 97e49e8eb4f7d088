using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// The exponential moving average of weights over the steps of an optimizer (Polyak and Juditsky 1992; Tarvainen and Valpola 2017), which often
/// generalizes better than the weights themselves.
/// </summary>
/// <remarks>
/// Assign it to <see cref="IFusedOptimizer.Average"/>, or call <see cref="Add"/> after each step of another optimizer. Not thread-safe.
/// </remarks>
public sealed class WeightAverage : IDisposable
{
    // The decay of the step number k is at most k / (k + 10).
    private const double WarmUp = 10;

    private readonly double _decay;
    private readonly List<(Parameter Weight, Tensor Mean)> _weights;
    private readonly Dictionary<nint, Tensor> _means;

    /// <summary>Creates the average of parameters, which starts with their current values.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="decay">
    /// The decay rate, above 0 and less than 1, such as 0.998: the share of the average that each step keeps. In the first steps it is lower,
    /// steps / (steps + 10), so that the random initial weights fade quickly.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The decay rate is out of range.</exception>
    public WeightAverage(IEnumerable<Parameter> parameters, double decay)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (decay is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(decay), decay, $"The decay rate must be above 0 and less than 1, got {decay}.");
        _decay = decay;
        using var none = no_grad();
        _weights =
        [
            .. parameters.DistinctBy(weight => weight.Handle).Select(weight => (weight, weight.clone().DetachFromDisposeScope())),
        ];
        _means = _weights.ToDictionary(entry => entry.Weight.Handle, entry => entry.Mean);
    }

    /// <summary>The number of steps in the average.</summary>
    public long Steps { get; internal set; }

    /// <summary>The parameters.</summary>
    internal IEnumerable<Parameter> Parameters => _weights.Select(entry => entry.Weight);

    /// <summary>Adds the weights after a step of an optimizer that does not do so itself.</summary>
    public void Add()
    {
        using var none = no_grad();
        var share = Advance();
        foreach (var (weight, mean) in _weights)
            mean.lerp_(weight, share);
    }

    /// <summary>Replaces the weights with their averages until the result is disposed, such as for validation.</summary>
    public IDisposable Use()
    {
        Swap();
        return new Restoration(Swap);
    }

    /// <summary>Replaces the weights with their averages for good.</summary>
    public void ApplyPermanently() => Swap();

    /// <summary>Releases the averages.</summary>
    public void Dispose() => _weights.ForEach(entry => entry.Mean.Dispose());

    /// <summary>Counts a step, and returns the share of the new weights in the average.</summary>
    internal double Advance()
    {
        Steps++;
        return 1 - Math.Min(_decay, Steps / (Steps + WarmUp));
    }

    /// <summary>Returns the average of a parameter, or null if it has none.</summary>
    internal Tensor? Find(Parameter parameter) => _means.GetValueOrDefault(parameter.Handle);

    private void Swap()
    {
        using var none = no_grad();
        foreach (var (weight, mean) in _weights)
        {
            using var kept = weight.clone();
            weight.copy_(mean);
            mean.copy_(kept);
        }
    }

    private sealed class Restoration(Action swap) : IDisposable
    {
        public void Dispose() => swap();
    }
}
