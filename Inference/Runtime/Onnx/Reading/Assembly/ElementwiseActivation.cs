namespace MlNetRecurrent.Onnx;

/// <summary>Recognizes the activation that the nodes of an elementwise function compute.</summary>
internal static class ElementwiseActivation
{
    /// <summary>The steps that compute the same with a supported activation.</summary>
    /// <exception cref="RecurrentModelException">The function is none of the supported activations.</exception>
    public static IReadOnlyList<ChainStep> Recognize(IReadOnlyList<ChainStep> steps)
    {
        var function = ElementwiseRules.TryCompose(steps)!.Value.Function;
        if (ElementwiseFunctions.Recognize(function) is { } known)
        {
            var factor = (float)known.Factor;
            return factor == 1
                ? [new ActivationStep(known.Activation)]
                : [new ActivationStep(known.Activation), new AffineStep([factor], null)];
        }

        var node = steps.OfType<ElementwiseStep>().Last().Node;
        throw new RecurrentModelException(ElementwiseFunctions.FindUnsupported(function) is { } name
            ? $"{node}: computes {name}, which is not a supported activation."
            : $"{node}: computes a function that is not a supported activation.");
    }
}
