using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Sets a random fraction of weights to 0 until disposed (DropConnect; Merity, Keskar and Socher 2018, Regularizing and Optimizing LSTM Language
/// Models). Run the forward and the backward pass before disposing: disposing restores the weights and masks their gradients.
/// </summary>
internal sealed class WeightDropout : IDisposable
{
    private readonly List<(Parameter Weight, Tensor Original, Tensor Mask)> _dropped = [];
    private readonly Action _ended;

    /// <param name="weights">The weights.</param>
    /// <param name="fraction">The fraction of weights that is dropped; the others are divided by 1 - fraction.</param>
    /// <param name="ended">Called after the weights are restored.</param>
    public WeightDropout(IEnumerable<Parameter> weights, double fraction, Action ended)
    {
        _ended = ended;
        using var none = no_grad();
        foreach (var weight in weights)
        {
            using var scope = NewDisposeScope();
            var mask = (rand_like(weight) >= fraction).to(weight.dtype) / (1 - fraction);
            _dropped.Add((weight, weight.detach().clone().DetachFromDisposeScope(), mask.DetachFromDisposeScope()));
            weight.mul_(mask);
        }
    }

    public void Dispose()
    {
        using var none = no_grad();
        foreach (var (weight, original, mask) in _dropped)
        {
            weight.copy_(original);
            // d/dw of w * mask.
            weight.grad?.mul_(mask);
            original.Dispose();
            mask.Dispose();
        }

        _dropped.Clear();
        _ended();
    }
}
