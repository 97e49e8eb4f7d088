using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// A loss of scores, or of the outputs of a linear layer, which are then not kept. By the kernels where they cover the case, otherwise by LibTorch.
/// </summary>
internal sealed unsafe class LossCall
{
    private readonly ScoreLoss _loss;
    private readonly Tensor? _bias;
    private readonly long[] _scoreShape;

    private LossCall(ScoreLoss loss, Tensor? bias, long[] scoreShape) => (_loss, _bias, _scoreShape) = (loss, bias, scoreShape);

    /// <summary>Computes the loss of scores.</summary>
    public static Tensor Run(ScoreLoss loss, Tensor scores) => Run(loss, scores, null, null, scores.shape);

    /// <summary>Computes the loss of the outputs of a linear layer.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="input">The input of the layer, which has been checked.</param>
    /// <param name="weight">The weight of the layer.</param>
    /// <param name="bias">The bias of the layer; null for none.</param>
    /// <param name="scoreShape">The shape that the targets match; its values are the outputs in their order.</param>
    public static Tensor Run(ScoreLoss loss, Tensor input, Tensor? weight, Tensor? bias, long[] scoreShape)
    {
        FusedFailure.ThrowIfAny();
        loss.Check(scoreShape);
        var call = new LossCall(loss, bias, scoreShape);
        var isCovered = loss.IsCovered && (weight is null ? LinearCall.IsCovered(input) : LinearCall.IsCovered(input, weight, bias));
        if (!isCovered)
            return call.RunFormula(input, weight, bias);
        return LinearCall.HasGraph(input, weight ?? input, bias)
            ? LossFunction.apply(call, input, weight!, bias!)
            : call.Forward(input, weight, hasGradient: false).Loss;
    }

    /// <summary>Computes the loss and, if it is wanted, its gradient with respect to the scores.</summary>
    public (Tensor Loss, Tensor? Gradient) Forward(Tensor input, Tensor? weight, bool hasGradient)
    {
        using var views = new TensorViews();
        if (weight is null)
            return RunKernel(views, input, hasGradient ? empty(input.shape) : null);
        if (!hasGradient)
        {
            using var scores = LinearCall.Forward(input, weight, _bias);
            return RunKernel(views, scores, null);
        }

        var outputs = LinearCall.Forward(input, weight, _bias);
        try
        {
            // The gradient replaces the outputs.
            return RunKernel(views, outputs, outputs);
        }
        catch
        {
            // A class is out of range.
            outputs.Dispose();
            throw;
        }
    }

    /// <summary>Computes the gradients of input, weight and bias; null for those that do not require one.</summary>
    /// <param name="input">The scores, or the input of the layer.</param>
    /// <param name="weight">The weight of the layer; null for none.</param>
    /// <param name="scoreGradient">The gradient of the loss with respect to the scores.</param>
    /// <param name="lossGradient">The gradient of the loss.</param>
    public Tensor?[] Backward(Tensor input, Tensor? weight, Tensor scoreGradient, Tensor lossGradient)
    {
        // The loss is usually where the backward pass begins, with a gradient of 1.
        var factor = *TensorPointer.Of(lossGradient);
        var scaled = factor == 1 ? scoreGradient.alias() : scoreGradient * factor;
        if (weight is null)
            return [scaled, null, null];
        using (scaled)
            return LinearCall.Backward(input, weight, scaled, _bias is { requires_grad: true });
    }

    /// <summary>Likewise by LibTorch, so that the gradients have gradients.</summary>
    public Tensor?[] BackwardWithGraph(Tensor input, Tensor? weight, Tensor lossGradient)
    {
        // Views end the paths of the derivatives here: one input may have been computed from another.
        Tensor?[] views = [input.view_as(input), weight?.view_as(weight), _bias?.view_as(_bias)];
        var wanted = Enumerable.Range(0, views.Length).Where(index => views[index] is { requires_grad: true }).ToList();
        var loss = RunFormula(views[0]!, views[1], views[2]);
        var computed = autograd.grad([loss], [.. wanted.Select(index => views[index]!)], [lossGradient], retain_graph: true, create_graph: true);
        var gradients = new Tensor?[views.Length];
        foreach (var (index, gradient) in wanted.Zip(computed))
            gradients[index] = gradient;
        return gradients;
    }

    private Tensor RunFormula(Tensor input, Tensor? weight, Tensor? bias) =>
        _loss.RunFormula(weight is null ? input : nn.functional.linear(input, weight, bias).reshape(_scoreShape));

    private (Tensor Loss, Tensor? Gradient) RunKernel(TensorViews views, Tensor scores, Tensor? gradient)
    {
        var kernel = _loss.CreateKernel(views, checked((int)scores.numel()));
        return (tensor((float)kernel.Run(views.Contiguous(scores), views.Contiguous(gradient))), gradient);
    }
}
