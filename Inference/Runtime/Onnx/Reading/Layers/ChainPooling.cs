namespace MlNetRecurrent.Onnx;

/// <summary>Pools a chain by pooling the states from which it is computed, where that gives the same values.</summary>
internal static class ChainPooling
{
    /// <summary>The content at another position of time; null if it is not computed from states at every step, or pooling changes its values.</summary>
    public static SignalContent? TryMove(SignalContent content, StatePosition position)
    {
        if (content.Origin is not StateContent states || states.Entries.Any(entry => entry.Position != StatePosition.EveryStep))
            return null;
        return content.Steps.All(step => AllowsPooling(step, position))
            ? ChainContent.Create(states.AtPosition(position), [.. content.Steps.Select(MarkPrecedence)], content.Units)
            : null;
    }

    // A step is computed for each time step alone, so that a selected step is the same before and after it. The mean of an affine map is the map of
    // the mean, and the maximum of an increasing map is the map of the maximum.
    private static bool AllowsPooling(ChainStep step, StatePosition position) => (step, position) switch
    {
        (ConvolutionStep, _) => false,
        (NormalizationStep, _) => true,
        (_, StatePosition.LastStep or StatePosition.FirstStep) => true,
        (LinearStep or AffineStep, StatePosition.Mean) => true,
        (AffineStep affine, StatePosition.Maximum) => affine.Scale is null || affine.Scale.All(scale => scale > 0),
        _ => false,
    };

    private static ChainStep MarkPrecedence(ChainStep step) =>
        step is NormalizationStep normalization ? normalization with { PrecedesPooling = true } : step;
}
