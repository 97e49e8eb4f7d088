namespace MlNetRecurrent;

/// <summary>
/// A linear layer with a bias and an activation, y = f(x W + b), applied to one time step or to the pooled states; or a convolution over time, which
/// applies it to several consecutive steps at once.
/// </summary>
public sealed record LinearLayerDescription
{
    /// <summary>The number of input values, at least 1.</summary>
    public required int InputSize { get; init; }

    /// <summary>The number of output values, at least 1.</summary>
    public required int OutputSize { get; init; }

    /// <summary>The activation.</summary>
    /// <value>Default: <see cref="ActivationFunction.Identity"/>.</value>
    public ActivationFunction Activation { get; init; } = ActivationFunction.Identity;

    /// <summary>The number of consecutive time steps that one output depends on: 1 for a linear layer, more for a convolution.</summary>
    /// <value>Default: 1.</value>
    public int KernelSize { get; init; } = 1;

    /// <summary>The number of steps of zeros that a convolution adds before the sequence: 0 to kernel size - 1.</summary>
    /// <value>Default: 0.</value>
    public int PaddingBefore { get; init; }

    /// <summary>The number of steps of zeros that a convolution adds after the sequence: 0 to kernel size - 1.</summary>
    /// <value>Default: 0.</value>
    public int PaddingAfter { get; init; }

    /// <summary>The number of time steps by which the output is shorter than the input; 0 for a linear layer. Negative if it is longer.</summary>
    internal int LostSteps => KernelSize - 1 - PaddingBefore - PaddingAfter;

    /// <summary>The number of trainable parameters.</summary>
    public long ParameterCount => (((long)KernelSize * InputSize) + 1) * OutputSize;
}
