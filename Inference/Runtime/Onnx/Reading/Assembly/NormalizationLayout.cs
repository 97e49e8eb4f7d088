namespace MlNetRecurrent.Onnx;

/// <summary>Which of a network's places for layer normalization a graph uses: after every recurrent layer, or before the head.</summary>
/// <param name="OfLayers">The normalization after each recurrent layer, or null.</param>
/// <param name="OfHead">The normalization before the head, or null.</param>
/// <param name="Epsilon">The constant that is added to the variance.</param>
internal sealed record NormalizationLayout(IReadOnlyList<NormalizationStep>? OfLayers, NormalizationStep? OfHead, double Epsilon)
{
    /// <summary>Finds the places.</summary>
    /// <param name="layers">The recurrent layers.</param>
    /// <param name="steps">The steps of the head.</param>
    /// <param name="pooling">How the states of the last layer are pooled.</param>
    public static NormalizationLayout Find(LayerStack layers, IReadOnlyList<ChainStep> steps, SequencePooling pooling)
    {
        NormalizationStep?[] inner =
        [
            .. layers.Layers.Skip(1)
                .Select(layer => layer[0].Node.Source.Steps is { Count: > 0 } source ? source[0] as NormalizationStep : null),
        ];
        NormalizationStep[] last = [.. steps.TakeWhile(step => step is NormalizationStep).Cast<NormalizationStep>()];
        // A normalization of one step is the same before the step is selected and after it.
        var isOfStep = pooling is SequencePooling.None or SequencePooling.LastStep
            || (pooling == SequencePooling.FinalState && layers.Layers[^1].Count == 1);
        var perStep = last.FirstOrDefault(normalization => normalization.PrecedesPooling || pooling == SequencePooling.None);
        var pooled = last.FirstOrDefault(normalization => normalization != perStep);
        var hasInner = inner.Any(normalization => normalization is not null);
        if (inner.Length > 0 && hasInner && perStep is null && isOfStep)
            (perStep, pooled) = (pooled, null);
        if (perStep is not null && !hasInner && inner.Length > 0 && isOfStep && pooled is null)
            (perStep, pooled) = (null, perStep);
        NormalizationStep?[] ofLayers = [.. inner, perStep];
        var isOfLayers = ofLayers.All(normalization => normalization is not null);
        if (last.Length > 2 || (!isOfLayers && ofLayers.Any(normalization => normalization is not null)))
        {
            throw new RecurrentModelException(
                "Layer normalization follows some of the recurrent layers; supported: after every recurrent layer, or before the head.");
        }

        double[] epsilons = [.. ofLayers.Append(pooled).OfType<NormalizationStep>().Select(normalization => normalization.Epsilon).Distinct()];
        return epsilons.Length <= 1
            ? new NormalizationLayout(
                isOfLayers ? [.. ofLayers.OfType<NormalizationStep>()] : null,
                pooled,
                epsilons is [var epsilon] ? epsilon : NormalizationEpsilon.Layer)
            : throw new RecurrentModelException(
                $"Layer normalizations use different values of epsilon ({string.Join(", ", epsilons)}); supported: one value for all.");
    }
}
