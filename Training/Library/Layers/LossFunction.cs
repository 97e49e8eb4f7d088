using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// The node of a loss in LibTorch's graph. Its arguments are the call, the scores or the input of the linear layer, and the weight and the bias of
/// the layer, which may be null.
/// </summary>
internal sealed class LossFunction : autograd.SingleTensorFunction<LossFunction>
{
    private const string Call = nameof(Call);

    /// <inheritdoc/>
    public override string Name => nameof(LossFunction);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (call, input, weight) = ((LossCall)vars[0], (Tensor)vars[1], (Tensor?)vars[2]);
        var (loss, gradient) = call.Forward(input, weight, hasGradient: true);
        ctx.save_data(Call, call);
        ctx.save_for_backward(weight is null ? [gradient!, input] : [gradient!, input, weight]);
        return loss;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => BackwardPass.Run(4, () =>
    {
        List<Tensor> saved = [];
        try
        {
            // LibTorch refuses if one of them was changed in place since the forward pass.
            saved = ctx.get_saved_variables();
            var (call, weight) = ((LossCall)ctx.get_data(Call), saved.Count > 2 ? saved[2] : null);
            return is_grad_enabled()
                ? call.BackwardWithGraph(saved[1], weight, grad_output)
                : call.Backward(saved[1], weight, saved[0], grad_output);
        }
        finally
        {
            saved.ForEach(tensor => tensor.Dispose());
            grad_output.Dispose();
        }
    });
}
