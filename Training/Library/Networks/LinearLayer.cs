using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>A linear layer or a convolution over time, with its activation.</summary>
internal sealed class LinearLayer : nn.Module
{
    private readonly LinearLayerDescription _description;
    private readonly FusedLinear? _linear;
    private readonly Conv1d? _convolution;

    /// <summary>Creates a layer with PyTorch's initial weights, U(-1/sqrt(n), 1/sqrt(n)) for n = kernel size * input size.</summary>
    public LinearLayer(LinearLayerDescription description)
        : base(nameof(LinearLayer))
    {
        _description = description;
        if (description.KernelSize > 1)
            register_module("convolution", _convolution = nn.Conv1d(description.InputSize, description.OutputSize, description.KernelSize));
        else
            register_module("linear", _linear = new FusedLinear(description.InputSize, description.OutputSize));
    }

    /// <summary>[output, input], or [output, input, kernel] for a convolution.</summary>
    public Parameter Weight => _linear?.weight ?? _convolution!.weight!;

    /// <summary>[output].</summary>
    public Parameter Bias => _linear?.bias ?? _convolution!.bias!;

    /// <summary>Applies the layer to pooled states [batch, input], or to each time step of [batch, time, input] if it is linear.</summary>
    public Tensor Run(Tensor values) => Activations.Apply(_description.Activation, _linear!.call(values));

    /// <summary>Applies the layer to sequences.</summary>
    /// <param name="sequence">The sequences [batch, time, input].</param>
    /// <param name="lengths">The length of each sequence, or null if all have the full length.</param>
    /// <returns>[batch, time - lost steps, output], and the lengths of these sequences.</returns>
    /// <exception cref="ArgumentException">A sequence has fewer steps than the convolution needs.</exception>
    public (Tensor Sequence, SequenceLengths? Lengths) Run(Tensor sequence, SequenceLengths? lengths)
    {
        if (_convolution is null)
            return (Run(sequence), lengths);
        var shortest = lengths?.Lengths.min().item<long>() ?? sequence.shape[1];
        if (shortest <= _description.LostSteps)
        {
            throw new ArgumentException(
                $"A sequence has {shortest} time steps, expected at least {_description.LostSteps + 1} for a convolution "
                + $"with kernel size {_description.KernelSize}.");
        }

        // The padding of a shorter sequence must be the zeros that follow a sequence of the full length.
        var values = (lengths is null ? sequence : lengths.MaskPadding(sequence)).transpose(1, 2);
        var padded = nn.functional.pad(values, [_description.PaddingBefore, _description.PaddingAfter]);
        var output = Activations.Apply(_description.Activation, _convolution.call(padded)).transpose(1, 2);
        return (output, lengths?.Extend(-_description.LostSteps));
    }
}
