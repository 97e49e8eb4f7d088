using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The outputs of a head, which are computed on request: a loss of them does without.</summary>
/// <param name="input">The input of the output layer, [batch, input] or [batch, time, input].</param>
/// <param name="layer">The output layer; null for none.</param>
/// <param name="activation">The activation of the outputs.</param>
internal sealed class HeadOutput(Tensor input, FusedLinear? layer, ActivationFunction activation)
{
    /// <summary>Whether a loss can be computed without the outputs.</summary>
    public bool IsLinear => layer is not null && activation.Kind == ActivationKind.Identity;

    /// <summary>The shape of the outputs.</summary>
    public long[] Shape => [.. input.shape[..^1], layer?.weight.size(0) ?? input.size(-1)];

    /// <summary>Computes the outputs.</summary>
    public Tensor Compute() => layer is null ? input : Activations.Apply(activation, layer.call(input));

    /// <summary>The outputs in reverse order of time.</summary>
    public HeadOutput Reverse(SequenceLengths? lengths) =>
        new(SequenceLengths.Reverse(Compute(), lengths), null, ActivationFunction.Identity);

    /// <summary>Computes a loss of the outputs of a linear layer.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="shape">The shape of the scores, which are the outputs in their order.</param>
    public Tensor ComputeLoss(ScoreLoss loss, long[] shape) => layer!.ComputeLoss(loss, input, shape);
}
