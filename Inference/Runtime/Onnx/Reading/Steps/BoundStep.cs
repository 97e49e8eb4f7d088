namespace MlNetRecurrent.Onnx;

/// <summary>y = min(max(x, minimum), maximum).</summary>
/// <param name="Minimum">The lower bound, or null for none.</param>
/// <param name="Maximum">The upper bound, or null for none.</param>
internal sealed record BoundStep(float? Minimum, float? Maximum) : ChainStep
{
    public override string Description => "clipped values";

    /// <summary>
    /// The same map as affine maps around an activation: max(x, l) = relu(x - l) + l, min(x, u) = u - relu(u - x), and with both bounds
    /// l + (u - l) * hard-sigmoid(x) with a slope of 1 / (u - l) and a value of -l / (u - l) at 0.
    /// </summary>
    public (float Scale, float Shift, ActivationFunction Function, float OutputScale, float OutputShift) AsActivation() => (Minimum, Maximum) switch
    {
        (null, null) => (1, 0, ActivationFunction.Identity, 1, 0),
        ({ } low, null) => (1, -low, ActivationFunction.Relu, 1, low),
        (null, { } high) => (-1, high, ActivationFunction.Relu, -1, high),
        ({ } low, { } high) => (1, 0, ActivationFunction.HardSigmoid(1 / (high - low), (0 - low) / (high - low)), high - low, low),
    };
}
