using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Sets a random fraction of weights to 0 until disposed (DropConnect; Merity, Keskar and Socher 2018, Regularizing and Optimizing LSTM Language
/// Models). Run the forward and the backward pass before disposing: disposing restores the weights and masks their gradients.
/// </summary>
internal sealed class WeightDropout : IDisposable
{
    private readonly List<DroppedWeight> _dropped = [];
    private readonly Action _ended;

    /// <param name="weights">The weights.</param>
    /// <param name="fraction">The fraction of weights that is dropped; the others are divided by 1 - fraction.</param>
    /// <param name="ended">Called after the weights are restored.</param>
    public WeightDropout(IEnumerable<Parameter> weights, double fraction, Action ended)
    {
        _ended = ended;
        using var none = no_grad();
        foreach (var weight in weights)
            _dropped.Add(new DroppedWeight(weight, fraction));
    }

    public void Dispose()
    {
        using var none = no_grad();
        _dropped.ForEach(weight => weight.Dispose());
        _dropped.Clear();
        _ended();
    }

    private sealed class DroppedWeight : IDisposable
    {
        private readonly Parameter _weight;
        private readonly Tensor _original;
        private readonly DropoutPattern _pattern;

        public DroppedWeight(Parameter weight, double fraction)
        {
            (_weight, _pattern) = (weight, DropoutCall.Draw(fraction));
            _original = weight.detach().clone().DetachFromDisposeScope();
            DropoutCall.ApplyInPlace(_pattern, weight);
        }

        public void Dispose()
        {
            _weight.copy_(_original);
            // d/dw of w * mask.
            using var gradient = _weight.grad;
            if (gradient is not null)
                DropoutCall.ApplyInPlace(_pattern, gradient);
            _original.Dispose();
        }
    }
}
