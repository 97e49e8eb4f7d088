using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Runs a linear layer: by the kernels where they cover the case, otherwise by LibTorch.</summary>
internal static unsafe class LinearCall
{
    /// <summary>Runs a layer, whose input has been checked.</summary>
    public static Tensor Run(Tensor input, Tensor weight, Tensor? bias)
    {
        FusedFailure.ThrowIfAny();
        if (!IsCovered(input, weight, bias))
            return nn.functional.linear(input, weight, bias);
        return HasGraph(input, weight, bias) ? LinearFunction.apply(null!, input, weight, bias!) : Forward(input, weight, bias);
    }

    /// <summary>Whether the kernels can run a layer.</summary>
    public static bool IsCovered(Tensor input, Tensor weight, Tensor? bias) =>
        IsCovered(input) && IsFloat(weight) && (bias is null || IsFloat(bias));

    /// <summary>Whether the kernels can read an input: in 32-bit floating point on the CPU, and not empty.</summary>
    public static bool IsCovered(Tensor input) => input.numel() > 0 && IsFloat(input);

    /// <summary>Whether the result needs a graph for a backward pass.</summary>
    public static bool HasGraph(Tensor input, Tensor weight, Tensor? bias) =>
        is_grad_enabled() && (input.requires_grad || weight.requires_grad || bias is { requires_grad: true });

    /// <summary>Computes the outputs, without a graph.</summary>
    public static Tensor Forward(Tensor input, Tensor weight, Tensor? bias)
    {
        using var views = new TensorViews();
        var shape = GetShape(input, weight);
        var sizes = input.shape;
        sizes[^1] = shape.OutputSize;
        var output = empty(sizes);
        LinearKernel.Forward(
            MatrixProduct.Widest, shape, views.Rows(input), views.Contiguous(weight), views.Contiguous(bias), TensorPointer.Of(output));
        return output;
    }

    /// <summary>Computes the gradients of the inputs that require them; null for the others.</summary>
    /// <param name="input">The input of the layer.</param>
    /// <param name="weight">The weight of the layer.</param>
    /// <param name="outputGradient">The gradient of the output, in row-major order.</param>
    /// <param name="hasBiasGradient">Whether the gradient of the bias is wanted.</param>
    public static Tensor?[] Backward(Tensor input, Tensor weight, Tensor outputGradient, bool hasBiasGradient)
    {
        using var views = new TensorViews();
        var shape = GetShape(input, weight);
        var gradient = new MatrixPointer((nint)views.Contiguous(outputGradient), shape.OutputSize);
        var inputGradient = input.requires_grad ? empty(input.shape) : null;
        var weightGradient = weight.requires_grad ? empty(weight.shape) : null;
        var biasGradient = hasBiasGradient ? empty(shape.OutputSize) : null;
        if (inputGradient is not null)
            LinearKernel.InputGradient(MatrixProduct.Widest, shape, gradient, views.Contiguous(weight), TensorPointer.Of(inputGradient));
        if (weightGradient is not null || biasGradient is not null)
        {
            LinearKernel.WeightGradient(
                MatrixProduct.Widest, shape, gradient, views.Rows(input), views.Contiguous(weightGradient), views.Contiguous(biasGradient));
        }

        return [inputGradient, weightGradient, biasGradient];
    }

    /// <summary>Whether a tensor is one that kernels can read.</summary>
    public static bool IsFloat(Tensor tensor) =>
        tensor.dtype == ScalarType.Float32 && tensor.device_type == TorchSharp.DeviceType.CPU && !tensor.is_sparse;

    private static LinearShape GetShape(Tensor input, Tensor weight) =>
        new(checked((int)(input.numel() / weight.size(1))), (int)weight.size(1), (int)weight.size(0));
}
