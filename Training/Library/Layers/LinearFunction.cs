using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The node of a linear layer in LibTorch's graph. Its arguments are null, the input, the weight, and the bias, which may be null.</summary>
internal sealed class LinearFunction : autograd.SingleTensorFunction<LinearFunction>
{
    private const string Bias = nameof(Bias);

    /// <inheritdoc/>
    public override string Name => nameof(LinearFunction);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, weight, bias) = ((Tensor)vars[1], (Tensor)vars[2], (Tensor?)vars[3]);
        ctx.save_for_backward([input, weight]);
        ctx.save_data(Bias, bias is { requires_grad: true });
        return LinearCall.Forward(input, weight, bias);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => BackwardPass.Run(4, () =>
    {
        List<Tensor> inputs = [];
        try
        {
            // LibTorch refuses if one of them was changed in place since the forward pass.
            inputs = ctx.get_saved_variables();
            var hasBiasGradient = (bool)ctx.get_data(Bias);
            return is_grad_enabled()
                ? BackwardWithGraph(inputs[0], inputs[1], grad_output, hasBiasGradient)
                : LinearCall.Backward(inputs[0], inputs[1], grad_output, hasBiasGradient);
        }
        finally
        {
            inputs.ForEach(tensor => tensor.Dispose());
            grad_output.Dispose();
        }
    });

    // By LibTorch's products, so that the gradients have gradients.
    private static Tensor?[] BackwardWithGraph(Tensor input, Tensor weight, Tensor outputGradient, bool hasBiasGradient)
    {
        var (rows, gradient) = (input.reshape(-1, weight.size(1)), outputGradient.reshape(-1, weight.size(0)));
        return
        [
            input.requires_grad ? matmul(gradient, weight).reshape(input.shape) : null,
            weight.requires_grad ? matmul(gradient.t(), rows) : null,
            hasBiasGradient ? gradient.sum([0L]) : null,
        ];
    }
}
