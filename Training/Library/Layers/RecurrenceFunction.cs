using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The node of a <see cref="RecurrenceJob"/> in LibTorch's graph. Its arguments are the job and the inputs of the job.</summary>
internal sealed class RecurrenceFunction : autograd.MultiTensorFunction<RecurrenceFunction>
{
    private const string Job = nameof(RecurrenceJob);

    /// <inheritdoc/>
    public override string Name => nameof(RecurrenceFunction);

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var job = (RecurrenceJob)vars[0];
        // The zeros would be made in the likeness of tensors that a dispose scope of the caller may have ended.
        ctx.set_materialize_grads(false);
        ctx.save_data(Job, job);
        ctx.save_for_backward([.. vars.Skip(1).Cast<Tensor>()]);
        return [.. job.Outputs];
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var job = (RecurrenceJob)ctx.get_data(Job);
        return BackwardPass.Run(1 + job.InputCount, () =>
        {
            List<Tensor?> inputs = [];
            try
            {
                // LibTorch refuses if one of them was changed in place since the forward pass.
                inputs = ctx.get_saved_variables()!;
                return is_grad_enabled() ? job.BackwardWithGraph(inputs, grad_outputs) : job.Backward(inputs, grad_outputs);
            }
            finally
            {
                foreach (var tensor in inputs.Concat(grad_outputs))
                    tensor?.Dispose();
            }
        });
    }
}
