using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The node of dropout in LibTorch's graph. Its arguments are the pattern and the values.</summary>
internal sealed class DropoutFunction : autograd.SingleTensorFunction<DropoutFunction>
{
    private const string Pattern = nameof(Pattern);

    /// <inheritdoc/>
    public override string Name => nameof(DropoutFunction);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var pattern = (DropoutPattern)vars[0];
        ctx.save_data(Pattern, pattern);
        return DropoutCall.Apply(pattern, (Tensor)vars[1]);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => BackwardPass.Run(2, () =>
    {
        using (grad_output)
        {
            var pattern = (DropoutPattern)ctx.get_data(Pattern);
            // The function is linear: its gradient has the same pattern, and so has the gradient of that.
            return [is_grad_enabled() && grad_output.requires_grad ? apply(pattern, grad_output) : DropoutCall.Apply(pattern, grad_output)];
        }
    });
}
