using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Weights of which a random share is 0 until disposed (DropConnect; Merity, Keskar and Socher 2018, Regularizing and Optimizing LSTM Language Models).
/// Forward and backward pass belong inside; then the weights are what they were, and their gradients those of the weights that were kept.
/// </summary>
internal sealed class WeightDropout : IDisposable
{
    private readonly List<(Parameter Weight, Tensor Whole, Tensor Mask)> _dropped = [];
    private readonly Action _ended;

    /// <param name="weights">The weights.</param>
    /// <param name="share">The share of them that is dropped; the others are divided by what is left of 1.</param>
    /// <param name="ended">Told when the weights are whole again.</param>
    public WeightDropout(IEnumerable<Parameter> weights, double share, Action ended)
    {
        _ended = ended;
        using var none = no_grad();
        foreach (var weight in weights)
        {
            using var scope = NewDisposeScope();
            var mask = (rand_like(weight) >= share).to(weight.dtype) / (1 - share);
            _dropped.Add((weight, weight.detach().clone().DetachFromDisposeScope(), mask.DetachFromDisposeScope()));
            weight.mul_(mask);
        }
    }

    public void Dispose()
    {
        using var none = no_grad();
        foreach (var (weight, whole, mask) in _dropped)
        {
            weight.copy_(whole);
            // d/dw of w * mask.
            weight.grad?.mul_(mask);
            whole.Dispose();
            mask.Dispose();
        }

        _dropped.Clear();
        _ended();
    }
}
