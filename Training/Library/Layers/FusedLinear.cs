using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>A linear layer, y = x W^T + b, that trains faster on the CPU than <c>torch.nn.Linear</c>.</summary>
/// <remarks>
/// <para>Parameters, their initial values for a seed, state dictionary, arguments and results are those of <c>torch.nn.Linear</c>.</para>
/// <para>
/// Forward and backward passes are computed by this library for 32-bit floating point on the CPU. Elsewhere, and for gradients of gradients, LibTorch
/// computes them. Like TorchSharp's modules, an instance may be used by one thread at a time. An error in a backward pass is thrown by the next
/// forward pass of a fused layer or step of a fused optimizer, or by <see cref="FusedFailure.ThrowIfAny"/>.
/// </para>
/// </remarks>
public sealed class FusedLinear : nn.Module<Tensor, Tensor>
{
    /// <summary>Creates a layer with PyTorch's initial weights, U(-1/sqrt(input), 1/sqrt(input)).</summary>
    /// <param name="inputSize">The number of inputs.</param>
    /// <param name="outputSize">The number of outputs.</param>
    /// <param name="hasBias">Whether the layer has a bias. Default: true.</param>
    /// <param name="device">The device of the parameters. Default: that of LibTorch.</param>
    /// <param name="dtype">The type of the parameters. Default: that of LibTorch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    /// <exception cref="LibTorchLoadException">LibTorch cannot be loaded; the message states what is missing.</exception>
    public FusedLinear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null)
        : base(LibTorchLibrary.EnsureLoadedFor(nameof(FusedLinear)))
    {
        FusedArguments.CheckSize(inputSize, nameof(inputSize));
        FusedArguments.CheckSize(outputSize, nameof(outputSize));
        // Draws the same initial values.
        using var linear = nn.Linear(inputSize, outputSize, hasBias, device, dtype);
        register_parameter(nameof(weight), weight = Copy(linear.weight!));
        if (hasBias)
            register_parameter(nameof(bias), bias = Copy(linear.bias!));
    }

    // TorchSharp's names: it sets properties of the names of parameters when these are converted or moved.

    /// <summary>The weight, [output, input].</summary>
    public Parameter weight { get; private set; }

    /// <summary>The bias, [output]; null for none.</summary>
    public Parameter? bias { get; private set; }

    /// <summary>Applies the layer.</summary>
    /// <param name="input">[..., input].</param>
    /// <returns>[..., output].</returns>
    /// <exception cref="ArgumentException">The last axis of the input does not have the size of the layer.</exception>
    /// <exception cref="InvalidOperationException">A backward pass before this call failed; the message tells why.</exception>
    public override Tensor forward(Tensor input)
    {
        Check(input);
        return LinearCall.Run(input, weight, bias);
    }

    /// <summary>Computes a loss of the outputs, without a tensor for these.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="input">[..., input].</param>
    /// <param name="scoreShape">The shape of the scores, which are the outputs in their order; null for [..., output].</param>
    /// <exception cref="ArgumentException">The shapes do not match.</exception>
    internal Tensor ComputeLoss(ScoreLoss loss, Tensor input, long[]? scoreShape = null)
    {
        Check(input);
        return LossCall.Run(loss, input, weight, bias, scoreShape ?? [.. input.shape[..^1], weight.size(0)]);
    }

    private void Check(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.ndim == 0 || input.size(-1) != weight.size(1))
        {
            throw new ArgumentException(
                $"The input has shape [{string.Join(", ", input.shape)}], expected [..., {weight.size(1)}], the inputs of the layer.", nameof(input));
        }
    }

    private static Parameter Copy(Parameter parameter)
    {
        using var values = parameter.detach();
        return new Parameter(values.clone(), parameter.requires_grad);
    }
}
